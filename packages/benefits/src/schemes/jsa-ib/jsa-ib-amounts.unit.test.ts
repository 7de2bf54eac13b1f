import { describe, expect, test } from '@jest/globals';
import { assessCase } from '../../assess-case.ts';
import { type Assessment, questionOn, rangeOn } from '../../award.ts';
import type { Adult, BenefitCase, Child, Income, OtherAward } from '../../benefit-case.ts';
import type { Fact } from '../../facts.ts';
import { EMPTY_INCOME, JOBSEEKER_CASE, partnerJoins, startsWork } from '../../sample-cases.ts';
import { findScheme } from '../find-scheme.ts';

const DAY = '2010-06-02';
const assess = (given: Partial<BenefitCase>, facts: readonly Fact[] = []): Assessment =>
  assessCase(findScheme('jsa-ib'), { ...JOBSEEKER_CASE, ...given }, facts);
const penceOf = (given: Partial<BenefitCase>, day = DAY): number | undefined =>
  rangeOn(assess(given), day)?.weeklyPence;
const askedOf = (given: Partial<BenefitCase>, facts: readonly Fact[] = []): string => {
  const { reason, detail } = questionOn(assess(given, facts), DAY) ?? {};
  return `${reason}:${detail}`;
};

const adult = (flags: Partial<Adult> = {}): Adult => ({ birthDate: '1979-02-03', ...flags });
const partner = (flags: Partial<Adult> = {}) => ({
  birthDate: '1981-03-04',
  worksSixteenHoursOrMore: false,
  ...flags,
});
const child = (given: Partial<Child> = {}): Child => ({ birthDate: '2004-01-01', ...given });
const wage = (netPence: number, given: Partial<Income> = {}): Income => {
  const { who, kind, employer, payPeriod, pensionContributionPence } = {
    ...EMPTY_INCOME,
    who: 'claimant' as const,
    kind: 'employed' as const,
  };
  return {
    ...{ who, kind, employer, payPeriod, pensionContributionPence },
    ...{ netPence, hoursPerWeek: 8, expectedToLastFiveWeeks: true },
    ...given,
  };
};
const other = (benefit: OtherAward['benefit'], weeklyAmountPence: number | null): OtherAward => ({
  benefit,
  weeklyAmountPence,
  from: '2010-03-01',
});

describe('the applicable amount', () => {
  test.each<[string, Partial<BenefitCase>, number]>([
    ['single of 16', { claimant: { birthDate: '1994-01-01' } }, 5185],
    ['single of 24', { claimant: { birthDate: '1985-12-01' } }, 5185],
    ['single of 25', { claimant: { birthDate: '1985-05-01' } }, 6545],
    ['couple', { partner: partner() }, 10_275],
    ['lone parent of 20', { claimant: { birthDate: '1990-01-01' }, children: [child()] }, 6545],
    ['lone parent of 17', { claimant: { birthDate: '1993-01-01' }, children: [child()] }, 5185],
    [
      'parent of 20 whose child stays at school',
      {
        claimant: { birthDate: '1990-01-01' },
        children: [child({ birthDate: '1993-01-01', childBenefitInPayment: true })],
      },
      6545,
    ],
    [
      'parent of 20 whose child left school',
      {
        claimant: { birthDate: '1990-01-01' },
        children: [child({ birthDate: '1993-01-01', childBenefitInPayment: false })],
      },
      5185,
    ],
    ['disabled, single', { claimant: adult({ disabilityPremium: true }) }, 6545 + 2800],
    ['disabled partner', { partner: partner({ disabilityPremium: true }) }, 10_275 + 3985],
    [
      'both disabled: one premium',
      {
        claimant: adult({ disabilityPremium: true }),
        partner: partner({ disabilityPremium: true }),
      },
      10_275 + 3985,
    ],
    ['carer', { claimant: adult({ carerPremium: true }) }, 6545 + 3005],
    [
      'two carers, one disabled: they add up',
      {
        claimant: adult({ carerPremium: true, disabilityPremium: true }),
        partner: partner({ carerPremium: true }),
      },
      10_275 + 3985 + 2 * 3005,
    ],
  ])('%s', (_who, given, expected) => {
    expect(penceOf(given)).toBe(expected);
  });

  test('goes up with the year, in the person’s own week', () => {
    const { ranges } = assess({ claimant: adult({ disabilityPremium: true }) });
    expect(ranges.map(({ from, weeklyPence }) => [from, weeklyPence])).toEqual([
      ['2010-04-15', 9345],
      ['2011-04-14', 6750 + 2885],
    ]);
    expect(penceOf({ partner: partner() }, '2011-06-01')).toBe(10_595);
    expect(penceOf({ claimant: { birthDate: '1990-01-01' } }, '2011-06-01')).toBe(5345);
  });

  test('is explained line by line', () => {
    const range = rangeOn(assess({ claimant: adult({ carerPremium: true }) }), DAY);
    expect(range?.lines.map(({ rule, amountPence }) => [rule, amountPence])).toEqual([
      ['personal-allowance', 6545],
      ['carer-premium', 3005],
      ['applicable-amount', 9550],
      ['income', 0],
    ]);
  });
});

describe('the disregard of earnings', () => {
  test.each<[string, Partial<BenefitCase>, number]>([
    ['single: 5', {}, 6545 - 2500],
    ['couple: 10', { partner: partner() }, 10_275 - 2000],
    ['lone parent: 20', { children: [child()] }, 6545 - 1000],
    ['couple with children: 10', { partner: partner(), children: [child()] }, 10_275 - 2000],
    ['disabled: 20', { claimant: adult({ disabilityPremium: true }) }, 9345 - 1000],
    ['carer: 20', { claimant: adult({ carerPremium: true }) }, 9550 - 1000],
    ['special occupation: 20', { claimant: adult({ specialOccupation: true }) }, 6545 - 1000],
    [
      'special occupation of a partner without earnings: 10',
      { partner: partner({ specialOccupation: true }) },
      10_275 - 2000,
    ],
  ])('%s', (_who, given, expected) => {
    expect(penceOf({ incomes: [wage(3000)], ...given })).toBe(expected);
  });

  test('a special occupation’s is never less than everybody’s', () => {
    const incomes = [wage(3000), wage(700, { who: 'partner' })];
    expect(penceOf({ partner: partner({ specialOccupation: true }), incomes })).toBe(10_275 - 2700);
  });

  test('takes earnings away and no more', () => {
    expect(penceOf({ incomes: [wage(300)] })).toBe(6545);
    const incomes = [wage(300), wage(2000, { kind: 'occupational-pension', hoursPerWeek: null })];
    expect(penceOf({ incomes })).toBe(6545 - 2000);
  });

  test('asks for no child’s age where nobody earns', () => {
    expect(penceOf({ children: [child({ birthDate: null })] })).toBe(6545);
  });

  test('no earnings, none: an occupational pension counts in full', () => {
    const incomes = [wage(2000, { kind: 'occupational-pension', hoursPerWeek: null })];
    expect(penceOf({ incomes, children: [child()] })).toBe(6545 - 2000);
  });
});

describe('capital', () => {
  test.each([
    [600_000, 6545],
    [600_001, 6445],
    [625_000, 6445],
    [625_001, 6345],
    [1_600_000, 6545 - 4000],
    [1_600_001, 0],
  ])('of %i pence leaves %i', (capitalPence, expected) => {
    expect(penceOf({ capitalPence })).toBe(expected);
  });

  test('over the limit ends the award on the day itself', () => {
    const told: Fact = {
      ...{ factId: 'a', fact: 'capital', changeType: 'created', occurredOn: '2010-05-12' },
      ...{ notifiedOn: '2010-05-12', receivedOn: '2010-05-12' },
      body: { totalPence: 1_600_001, owner: 'couple', asOf: '2010-05-12' },
    };
    const { ranges } = assess({}, [told]);
    expect(ranges.slice(0, 2).map(({ from, entitled }) => [from, entitled])).toEqual([
      ['2010-04-15', true],
      ['2010-05-12', false],
    ]);
    expect(ranges[1]?.lines.map(({ rule }) => rule)).toEqual(['capital-over-limit']);
  });
});

describe('other benefits', () => {
  test.each<[OtherAward['benefit'], number]>([
    ['hb', 6545],
    ['ctb', 6545],
    ['ctc', 6545],
    ['jsa-ib', 6545],
    ['jsa-c', 6545 - 3000],
    ['esa-c', 6545 - 3000],
    ['wtc', 6545 - 3000],
  ])('%s of £30 leaves %i', (benefit, expected) => {
    expect(penceOf({ awards: [other(benefit, 3000)] })).toBe(expected);
  });

  test.each(['is', 'esa-ir', 'pc-guarantee', 'pc-savings'] as const)(
    '%s beside it cannot be so',
    (benefit) => {
      expect(askedOf({ awards: [other(benefit, 3000)] })).toBe(
        'contradiction:benefit-awards-overlap',
      );
    },
  );

  test('without an amount it is asked for', () => {
    expect(askedOf({ awards: [other('jsa-c', null)] })).toBe(
      'missing-field:benefitAward.weeklyAmountPence',
    );
  });
});

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
    expect(lines?.at(-1)).toBe('ends-by-income');
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
