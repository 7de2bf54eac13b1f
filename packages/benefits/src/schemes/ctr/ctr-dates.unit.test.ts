import { describe, expect, test } from '@jest/globals';
import { assessCase } from '../../assess-case.ts';
import type { BenefitCase } from '../../benefit-case.ts';
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

  test('a move out of the area ends the claim that day', () => {
    const move = movesHome({ factId: 'a' }, '2020-05-13', { isOutsideArea: true });
    const { ranges } = assessCase(scheme, CTR_CASE, [move]);
    expect(ranges.at(-1)).toMatchObject({ from: '2020-05-13', weeklyPence: 0, entitled: false });
    expect(ranges.at(-1)?.lines[0]?.rule).toBe('claim-over');
  });
});
