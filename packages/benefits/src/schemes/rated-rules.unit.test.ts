import { describe, expect, test } from '@jest/globals';
import { assessCase } from '../assess-case.ts';
import { rangeOn } from '../award.ts';
import { BenefitsError } from '../errors.ts';
import shipped from '../rates/ctb-2010-11.json' with { type: 'json' };
import { HOME, SINGLE_CASE } from '../sample-cases.ts';
import { createSchemeWithRates, findScheme, SCHEMES } from './find-scheme.ts';

const WORKER = {
  ...SINGLE_CASE,
  incomes: [
    {
      who: 'claimant',
      kind: 'employed',
      employer: null,
      netPence: 9280,
      payPeriod: 'weekly',
      hoursPerWeek: 16,
      pensionContributionPence: 0,
      expectedToLastFiveWeeks: true,
    },
  ],
} as const;

describe('other rates for the same rules', () => {
  test('count instead of those shipped', () => {
    const given = structuredClone(shipped);
    given.pence.personalAllowanceSingle25.value += 1000;
    const award = assessCase(createSchemeWithRates('ctb-2010-11', given), WORKER, []);
    // £10.00 less excess at 20 %.
    expect(rangeOn(award, '2010-06-01')?.weeklyPence).toBe(1353 + 200);
    expect(
      rangeOn(assessCase(findScheme('ctb-2010-11'), WORKER, []), '2010-06-01')?.weeklyPence,
    ).toBe(1353);
  });

  test('of another year make a scheme of that year, also under the name of the rules alone', () => {
    const given = structuredClone(shipped);
    given.scheme = 'ctb-2012-13';
    given.period.from = '2012-04-01';
    given.period.to = '2013-03-31';
    const scheme = createSchemeWithRates('ctb', given);
    expect([scheme.id, scheme.covers(SINGLE_CASE).to]).toEqual(['ctb-2012-13', '2013-03-31']);
  });

  test.each([
    ['a missing figure', (rates: typeof shipped) => Object.assign(rates, { taper: undefined })],
    [
      'a day that is none',
      (rates: typeof shipped) => Object.assign(rates.period, { from: '2010-02-30' }),
    ],
  ])('%s is refused by name', (_, spoil) => {
    const given = structuredClone(shipped);
    spoil(given);
    expect(() => createSchemeWithRates('ctb-2010-11', given)).toThrow(
      expect.objectContaining({ code: 'invalid-rates', details: { field: expect.any(String) } }),
    );
  });

  test('of an unknown scheme are refused', () => {
    expect(() => createSchemeWithRates('uc-2010', shipped)).toThrow(BenefitsError);
  });

  test('no two schemes share an id', () => {
    expect(new Set(SCHEMES.map(({ id }) => id)).size).toBe(SCHEMES.length);
  });
});

describe('a week’s tax, as a worked example states it', () => {
  test.each([
    [1, 1800],
    [2, 900],
  ])('with %i liable is exact', (liablePersons, pence) => {
    const stated = {
      ...SINGLE_CASE,
      home: { uprn: HOME, liablePersons, singlePersonDiscount: false },
      taxByUprn: { [HOME]: { '2010/11': { weeklyPence: 1800 } } },
    };
    const range = rangeOn(assessCase(findScheme('ctb-2010-11'), stated, []), '2010-06-01');
    expect(range).toMatchObject({ weeklyPence: pence, weeklyExact: String(pence) });
    expect(range?.lines[0]?.text).toContain('Council tax £18.00 a week');
  });
});
