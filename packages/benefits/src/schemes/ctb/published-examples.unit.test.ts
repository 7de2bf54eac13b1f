import { describe, expect, test } from '@jest/globals';
import shipped2010 from '../../rates/ctb-2010-11.json' with { type: 'json' };
import shipped2011 from '../../rates/ctb-2011-12.json' with { type: 'json' };
import { HOME } from '../../sample-cases.ts';
import { createSchemeWithRates, findScheme } from '../find-scheme.ts';
import { CHILD, lineOf, PLAIN, rangeIn, receives } from './ctb-sample.ts';

describe('a council’s table of 2011/12: the income in pounds at which benefit ends', () => {
  const TAXES = [771, 900, 1028, 1157, 1414, 1674, 1928, 2314];
  const SINGLE = [141, 153, 165, 178, 202, 227, 251, 288];
  const YOUNG = [127, 139, 151, 164, 188, 213, 237, 274];
  const TWO_CHILDREN = [288, 300, 312, 325, 349, 374, 398, 435];
  const ONE_CHILD = [225, 238, 250, 262, 287, null, 336, 373];
  // The table's lone parents have the protected rate of the family premium.
  const protectedRates = structuredClone(shipped2011);
  protectedRates.pence.familyPremium.value = 2220;
  const ordinary = findScheme('ctb-2011-12');
  const withProtection = createSchemeWithRates('ctb-2011-12', protectedRates);

  const rows = TAXES.flatMap((tax, index) => [
    { who: '25 or over', tax, limit: SINGLE[index], given: {}, scheme: ordinary },
    {
      who: '18 to 24',
      tax,
      limit: YOUNG[index],
      given: { claimant: { birthDate: '1988-01-01' } },
      scheme: ordinary,
    },
    {
      who: 'lone parent, two children',
      tax,
      limit: TWO_CHILDREN[index],
      given: { children: [CHILD, CHILD] },
      scheme: withProtection,
    },
    {
      who: 'lone parent, one child',
      tax,
      limit: ONE_CHILD[index],
      given: { children: [CHILD] },
      scheme: withProtection,
    },
  ]).filter(({ limit }) => limit !== null);

  test.each(rows)('$who, tax £$tax: £$limit', ({ tax, limit, given, scheme }) => {
    const entitledAt = (pounds: number) =>
      rangeIn(
        {
          ...PLAIN,
          ...given,
          taxByUprn: { [HOME]: { '2011/12': tax * 100 } },
          incomes: [receives(pounds * 100)],
        },
        '2011/12',
        scheme,
      )?.entitled;
    expect(limit).toBeDefined();
    expect(entitledAt(limit ?? 0)).toBe(true);
    expect(entitledAt((limit ?? 0) + 1)).toBe(false);
  });
});

test('an income of 150.00 against needs of 120.00: 20 % of 30.00 is 6.00', () => {
  const rates = structuredClone(shipped2010);
  rates.pence.personalAllowanceSingle25.value = 12_000;
  const given = { ...PLAIN, incomes: [receives(15_000)] };
  const scheme = createSchemeWithRates('ctb-2010-11', rates);
  expect(rangeIn(given, '2010/11', scheme)?.weeklyPence).toBe(4000 - 600);
});

test('incapacity benefit of 69.75 with capital of 10,251.00 is 87.75 a week, of 7,000.00 73.75', () => {
  const given = { ...PLAIN, incomes: [receives(6975)] };
  expect(lineOf({ ...given, capitalPence: 1_025_100 }, 'income')).toBe(8775);
  expect(lineOf({ ...given, capitalPence: 700_000 }, 'income')).toBe(7375);
});
