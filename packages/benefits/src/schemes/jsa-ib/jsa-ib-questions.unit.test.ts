import { describe, expect, test } from '@jest/globals';
import { rangeOn } from '../../award.ts';
import type { BenefitCase } from '../../benefit-case.ts';
import type { Fact } from '../../facts.ts';
import { partnerJoins, startsWork } from '../../sample-cases.ts';
import { askedOf, assess, child, DAY, partner, penceOf, wage } from './sample-jobseekers.ts';

describe('hours', () => {
  test.each([
    [15, 6545 - 100],
    [16, 0],
  ])('of the claimant: %i', (hoursPerWeek, expected) => {
    expect(penceOf({ incomes: [wage(600, { hoursPerWeek })] })).toBe(expected);
  });

  test('that end it are enough, whatever the other’s are', () => {
    const incomes = [
      wage(600, { hoursPerWeek: null }),
      wage(600, { who: 'partner', hoursPerWeek: 24 }),
    ];
    expect(penceOf({ partner: partner(), incomes })).toBe(0);
  });

  test('of a partner who works and whose work nobody told are asked for', () => {
    const told = partnerJoins({ factId: 'a' }, '2010-05-12', { worksSixteenHoursOrMore: true });
    expect(askedOf({}, [told])).toBe('missing-field:income.partner');
    const pension = wage(600, { who: 'partner', kind: 'occupational-pension', hoursPerWeek: null });
    expect(
      askedOf({ partner: { ...partner(), worksSixteenHoursOrMore: true }, incomes: [pension] }),
    ).toBe('missing-field:income.partner');
  });

  test('income that leaves nothing ends it, and says so', () => {
    const work = startsWork({ factId: 'a' }, '2010-05-12', { netPence: 7045, hoursPerWeek: 8 });
    const lines = rangeOn(assess({}, [work]), DAY)?.lines.map(({ rule }) => rule);
    expect(lines?.slice(-2)).toEqual(['ends-by-income', 'claim-ended']);
  });
});

describe('what others tell', () => {
  const told = (fact: Pick<Fact, 'fact' | 'body'>): Fact =>
    ({
      ...{ factId: 'a', changeType: 'created', occurredOn: '2010-05-12' },
      ...{ notifiedOn: '2010-05-12', receivedOn: '2010-05-12' },
      ...fact,
    }) as Fact;

  test('of a home or a non-dependant changes nothing, unclear or not', () => {
    const facts = [
      told({ fact: 'address', body: null }),
      startsWork({ factId: 'b' }, '2010-05-12', { who: 'non-dependant' }),
    ];
    for (const fact of facts) expect(rangeOn(assess({}, [fact]), DAY)?.weeklyPence).toBe(6545);
  });

  test('and no rule covers is a question', () => {
    expect(askedOf({ unmodelled: ['sanction'] })).toBe('not-modelled:sanction');
    expect(askedOf({}, [told({ fact: 'household', body: null })])).toBe(
      'missing-field:household.relation',
    );
  });

  test('of a death: the claimant’s ends the award on the day, a partner’s takes the couple’s rate', () => {
    const dies = (who: 'claimant' | 'partner'): Fact =>
      told({ fact: 'death', body: { who, diedOn: '2010-05-12' } });
    const rows = (fact: Fact, given: Partial<BenefitCase> = {}): unknown =>
      assess(given, [fact])
        .ranges.slice(0, 2)
        .map(({ from, weeklyPence }) => [from, weeklyPence]);
    expect(rows(dies('claimant'))).toEqual([
      ['2010-04-15', 6545],
      ['2010-05-12', 0],
    ]);
    expect(rows(dies('partner'), { partner: partner() })).toEqual([
      ['2010-04-15', 10_275],
      ['2010-05-06', 6545],
    ]);
  });
});

describe('never a number', () => {
  test.each<[string, Partial<BenefitCase>]>([
    ['not-modelled:under-16', { claimant: { birthDate: '1994-12-01' } }],
    ['not-modelled:under-18', { claimant: { birthDate: '1993-01-01' }, partner: partner() }],
    ['not-modelled:pension-age', { claimant: { birthDate: '1950-01-01' } }],
    ['not-modelled:pension-age', { partner: partner({ birthDate: '1950-01-01' }) }],
    ['missing-field:claimant.birthDate', { claimant: { birthDate: null } }],
    ['missing-field:household.birthDate', { partner: partner({ birthDate: null }) }],
    [
      'missing-field:child.birthDate',
      { incomes: [wage(3000)], children: [child({ birthDate: null })] },
    ],
    [
      'missing-field:child.childBenefitInPayment',
      { incomes: [wage(3000)], children: [child({ birthDate: '1993-01-01' })] },
    ],
    ['missing-field:income.payPeriod', { incomes: [wage(3000, { payPeriod: null })] }],
    ['missing-field:income.netPence', { incomes: [{ ...wage(0), netPence: null }] }],
  ])('%s', (expected, given) => {
    expect(askedOf(given)).toBe(expected);
  });
});
