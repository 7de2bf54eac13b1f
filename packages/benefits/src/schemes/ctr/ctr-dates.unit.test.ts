import { describe, expect, test } from '@jest/globals';
import { assessCase } from '../../assess-case.ts';
import type { BenefitCase } from '../../benefit-case.ts';
import type { ChangeKind } from '../../change-kinds.ts';
import { dateOfChange } from '../../date-of-change.ts';
import type { Fact } from '../../facts.ts';
import { benefitStops, movesHome, partnerJoins, startsWork } from '../../sample-cases.ts';
import { findScheme } from '../find-scheme.ts';
import { CTR_CASE, HOME, householdOf, JSA, percentOf } from './sample-ctr-cases.ts';

const scheme = findScheme('ctr-central-bedfordshire');

describe('a passport', () => {
  const passported = { ...householdOf('couple', 3, 100_000), awards: [JSA] };

  test('gives the highest band whatever the income and the capital', () => {
    expect(percentOf(scheme, { ...passported, capitalPence: 5_000_000 })).toBe(100);
  });

  test('leaves four weeks open when it ends through work, and counts then', () => {
    const facts = [
      benefitStops({ factId: 'a' }, '2020-05-12'),
      startsWork({ factId: 'b' }, '2020-05-13', { netPence: 20_000 }),
    ];
    const single = { ...CTR_CASE, awards: [JSA] };
    const { ranges, toVerify } = assessCase(scheme, single, facts);
    expect(ranges.map(({ from, to, weeklyPence }) => [from, to, weeklyPence])).toEqual([
      ['2020-04-06', '2020-05-17', 2800],
      ['2020-06-15', null, 1400],
    ]);
    expect(toVerify).toEqual([
      {
        reason: 'not-modelled',
        detail: 'extended-reduction',
        from: '2020-05-18',
        to: '2020-06-14',
      },
    ]);
  });

  test.each<[string, Fact, Fact]>([
    [
      'another benefit that ends with work',
      benefitStops({ factId: 'a' }, '2020-05-12', { benefit: 'ctc' }),
      startsWork({ factId: 'b' }, '2020-05-13'),
    ],
    [
      "a non-dependant's work",
      benefitStops({ factId: 'a' }, '2020-05-12'),
      startsWork({ factId: 'b' }, '2020-05-13', { who: 'non-dependant' }),
    ],
  ])('is not extended by %s', (_name, stop, work) => {
    const details = assessCase(scheme, { ...CTR_CASE, awards: [JSA] }, [stop, work]).toVerify.map(
      ({ detail }) => detail,
    );
    expect(details).not.toContain('extended-reduction');
  });

  test.each<[string, string, object]>([
    ['work expected to be short', '2020-05-13', { expectedToLastFiveWeeks: false }],
    ['work more than a week away', '2020-05-21', {}],
    ['a pension', '2020-05-13', { kind: 'occupational-pension' }],
  ])('that ends with %s leaves nothing open', (_name, startOn, body) => {
    const facts = [
      benefitStops({ factId: 'a' }, '2020-05-12'),
      startsWork({ factId: 'b' }, startOn, body),
    ];
    expect(assessCase(scheme, { ...CTR_CASE, awards: [JSA] }, facts).toVerify).toEqual([]);
  });
});

describe('when a change counts', () => {
  const starts = (given: BenefitCase, facts: readonly Fact[]) =>
    assessCase(scheme, given, facts).ranges.map(({ from, weeklyPence }) => [from, weeklyPence]);

  test('income from the Monday after', () => {
    const work = startsWork({ factId: 'a' }, '2020-05-18', { netPence: 20_000 });
    expect(starts(CTR_CASE, [work])).toEqual([
      ['2020-04-06', 2800],
      ['2020-05-25', 1400],
    ]);
  });

  test('a move from the day itself', () => {
    const taxByUprn = { ...CTR_CASE.taxByUprn, '999900000041': { '2020/21': 182_500 } };
    const move = movesHome({ factId: 'a' }, '2020-05-13', {
      fromUprn: HOME,
      toUprn: '999900000041',
    });
    expect(starts({ ...CTR_CASE, taxByUprn }, [move])).toEqual([
      ['2020-04-06', 2800],
      ['2020-05-13', 3500],
    ]);
  });

  test('a partner from the day itself, for the table and for the discount', () => {
    const given = {
      ...householdOf('single', 0, 15_000),
      home: { uprn: HOME, liablePersons: 1, singlePersonDiscount: true },
    };
    expect(starts(given, [partnerJoins({ factId: 'a' }, '2020-05-13')])).toEqual([
      ['2020-04-06', 1575],
      ['2020-05-13', 2800],
    ]);
  });

  test('a death from the day itself', () => {
    const died: Fact = {
      factId: 'a',
      fact: 'death',
      changeType: 'created',
      occurredOn: '2020-05-13',
      notifiedOn: '2020-05-13',
      receivedOn: '2020-05-13',
      body: { who: 'partner', diedOn: '2020-05-13' },
    };
    // 150.00 is in a couple's highest band and in a single person's second, with the discount.
    const given = householdOf('couple', 0, 15_000);
    expect(starts(given, [died])).toEqual([
      ['2020-04-06', 2800],
      ['2020-05-13', 1575],
    ]);
  });

  test('the amount of council tax from the day itself, everything else from the Monday', () => {
    const dayOf = (kind: ChangeKind) => dateOfChange(scheme, CTR_CASE, { kind, on: '2020-05-13' });
    expect(dayOf('council-tax')).toMatchObject({
      effectiveOn: '2020-05-13',
      rule: { name: 'day-itself', unverified: true },
    });
    expect(dayOf('capital')).toMatchObject({
      effectiveOn: '2020-05-18',
      rule: { name: 'next-benefit-week', unverified: true },
    });
  });

  test('a late gain from the notice, by a rule that is marked', () => {
    const asked = {
      kind: 'income',
      on: '2020-05-13',
      notifiedOn: '2020-07-01',
      gains: true,
    } as const;
    expect(dateOfChange(scheme, CTR_CASE, asked)).toMatchObject({
      effectiveOn: '2020-07-06',
      rule: { name: 'late-notice', unverified: true },
    });
  });

  test('two changes of one week from the earlier day', () => {
    const taxByUprn = { ...CTR_CASE.taxByUprn, '999900000041': { '2020/21': 182_500 } };
    const facts = [
      movesHome({ factId: 'a' }, '2020-05-14', { fromUprn: HOME, toUprn: '999900000041' }),
      startsWork({ factId: 'b' }, '2020-05-12', { netPence: 20_000 }),
    ];
    expect(starts({ ...CTR_CASE, taxByUprn }, facts)).toEqual([
      ['2020-04-06', 2800],
      ['2020-05-14', 1750],
    ]);
  });

  test('a move out of the area ends the claim that day', () => {
    const move = movesHome({ factId: 'a' }, '2020-05-13', { isOutsideArea: true });
    const { ranges } = assessCase(scheme, CTR_CASE, [move]);
    expect(ranges.at(-1)).toMatchObject({ from: '2020-05-13', weeklyPence: 0, entitled: false });
    expect(ranges.at(-1)?.lines[0]?.rule).toBe('claim-over');
  });
});
