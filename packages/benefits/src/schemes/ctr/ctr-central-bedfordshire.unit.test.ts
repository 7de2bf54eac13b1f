import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assessCase } from '../../assess-case.ts';
import { rangeOn } from '../../award.ts';
import type { BenefitCase } from '../../benefit-case.ts';
import rates from '../../rates/ctr-central-bedfordshire.json' with { type: 'json' };
import { startsWork } from '../../sample-cases.ts';
import { findScheme } from '../find-scheme.ts';
import { createCtrCentralBedfordshire } from './create-ctr-central-bedfordshire.ts';
import {
  CTR_CASE,
  HOME,
  householdOf,
  pensionOf,
  percentOf as percentIn,
} from './sample-ctr-cases.ts';

const scheme = findScheme('ctr-central-bedfordshire');
const DAY = '2020-06-03';
const percentOf = (given: BenefitCase): number | string => percentIn(scheme, given);

type Row = readonly [
  adults: 'single' | 'couple',
  children: number,
  limits: readonly (readonly [limitPence: number, percent: number])[],
  beyond: number | string,
];

/** The published limits, both sides of each; `beyond` is what holds above the last one. */
const TABLE: readonly Row[] = [
  [
    'single',
    0,
    [
      [11_981, 100],
      [16_445, 75],
      [23_494, 50],
      [29_368, 25],
    ],
    0,
  ],
  [
    'single',
    1,
    [
      [19_382, 100],
      [26_430, 75],
      [32_304, 50],
      [38_178, 25],
    ],
    0,
  ],
  [
    'single',
    2,
    [
      [27_018, 100],
      [33_479, 75],
      [39_353, 50],
      [45_226, 25],
    ],
    0,
  ],
  [
    'single',
    3,
    [
      [31_129, 100],
      [37_591, 75],
      [43_465, 50],
      [49_339, 25],
    ],
    0,
  ],
  [
    'single',
    4,
    [
      [31_129, 100],
      [37_591, 75],
      [43_465, 50],
      [49_339, 25],
    ],
    0,
  ],
  [
    'couple',
    0,
    [
      [15_270, 100],
      [22_319, 75],
      [28_193, 50],
      [34_067, 25],
    ],
    'not-modelled:band',
  ],
  [
    'couple',
    1,
    [
      [24_081, 100],
      [31_129, 75],
      [37_003, 50],
      [42_877, 25],
    ],
    'not-modelled:band',
  ],
  [
    'couple',
    2,
    [
      [32_304, 100],
      [38_766, 75],
      [44_640, 50],
      [50_513, 25],
    ],
    'not-modelled:band',
  ],
  [
    'couple',
    3,
    [
      [36_416, 100],
      [42_877, 75],
      [48_751, 50],
    ],
    'not-modelled:band',
  ],
  [
    'couple',
    4,
    [
      [36_416, 100],
      [42_877, 75],
      [48_751, 50],
    ],
    'not-modelled:band',
  ],
];

describe('the bands, both sides of every limit', () => {
  const edges = TABLE.flatMap(([adults, children, limits, beyond]) => [
    [adults, children, 0, limits[0]?.[1] ?? Number.NaN] as const,
    ...limits.flatMap(([limit, percent], index) => [
      [adults, children, limit, percent] as const,
      [adults, children, limit + 1, limits[index + 1]?.[1] ?? beyond] as const,
    ]),
  ]);

  test.each(edges)('%s with %i children and %i pence a week: %s', (...row) => {
    const [adults, children, pence, expected] = row;
    expect(percentOf(householdOf(adults, children, pence))).toBe(expected);
  });

  test('far beyond a table that could not be read on there is still no number', () => {
    expect(percentOf(householdOf('couple', 3, 200_000))).toBe('not-modelled:band');
  });

  test('a part-penny between two bands is rounded half-up first', () => {
    // 519.17 and 519.19 a month × 12 ÷ 52 = 119.808… and 119.813; 519.20 = 119.815….
    const monthly = (netPence: number): BenefitCase => ({
      ...CTR_CASE,
      incomes: [{ ...pensionOf(netPence), payPeriod: 'monthly' }],
    });
    expect(percentOf(monthly(51_919))).toBe(100);
    expect(percentOf(monthly(51_920))).toBe(75);
  });

  test('more income never gives a greater percentage', () => {
    const adults = fc.constantFrom('single' as const, 'couple' as const);
    const pence = fc.integer({ min: 0, max: 60_000 });
    fc.assert(
      fc.property(adults, fc.integer({ min: 0, max: 4 }), pence, pence, (who, children, a, b) => {
        const less = percentOf(householdOf(who, children, Math.min(a, b)));
        const more = percentOf(householdOf(who, children, Math.max(a, b)));
        if (typeof less === 'string') expect(typeof more).toBe('string');
        else if (typeof more === 'number') expect(more).toBeLessThanOrEqual(less);
      }),
    );
  });
});

describe('the award', () => {
  const half = householdOf('single', 0, 20_000);

  test('is a percentage of the tax after the discount, by the 365 days of 2020/21, exactly', () => {
    const home = { uprn: HOME, liablePersons: 1, singlePersonDiscount: true };
    const taxByUprn = { [HOME]: { '2020/21': 100_000 } };
    const assessment = assessCase(scheme, { ...half, home, taxByUprn }, []);
    // 1,000.00 × 7 ÷ 365 × 3/4 × 1/2.
    expect(rangeOn(assessment, DAY)).toMatchObject({ weeklyExact: '52500/73', weeklyPence: 719 });
  });

  test('goes by 366 days in a year that has them', () => {
    const leapYear = createCtrCentralBedfordshire({
      ...rates,
      period: { ...rates.period, from: '2019-04-01', to: '2020-03-31' },
    });
    const taxByUprn = { [HOME]: { '2019/20': 146_400 } };
    const given = { ...half, claimStartOn: '2019-04-01', taxByUprn };
    const { ranges, coversTo } = assessCase(leapYear, given, []);
    expect(coversTo).toBe('2020-03-31');
    expect(ranges).toMatchObject([{ weeklyExact: '1400' }]);
  });

  test('is divided by the persons liable', () => {
    const home = { uprn: HOME, liablePersons: 2, singlePersonDiscount: false };
    expect(percentOf({ ...half, home })).toBe(25);
  });

  test('says its rule and its source line by line', () => {
    const lines = rangeOn(assessCase(scheme, half, []), DAY)?.lines ?? [];
    expect(lines.map(({ rule, text }) => [rule, text])).toEqual([
      ['council-tax', 'Council tax £1460.00 a year ÷ 1 liable: £28.00 a week.'],
      ['income', 'Net earnings £0.00, with other income: £200.00 a week counts.'],
      [
        'band',
        '£200.00 a week lies in the band £164.46 to £234.94 (single, no child): 50 % of the council tax.',
      ],
    ]);
    expect(lines.every(({ source }) => source !== '')).toBe(true);
  });

  test('is over where nothing is taken off, and does not come back without a claim', () => {
    const facts = [
      startsWork({ factId: 'a' }, '2020-05-13', { netPence: 40_000 }),
      startsWork({ factId: 'b' }, '2020-07-15', { netPence: 10_000 }),
    ];
    const { ranges } = assessCase(scheme, CTR_CASE, facts);
    expect(ranges.map(({ from, weeklyPence, entitled }) => [from, weeklyPence, entitled])).toEqual([
      ['2020-04-06', 2800, true],
      ['2020-05-18', 0, false],
    ]);
  });

  test.each([
    ['before', '2020-03-01', '2020-04-01'],
    ['within', '2020-08-03', '2020-08-03'],
  ])('starts no earlier than the scheme: a claim %s it', (_when, claimStartOn, from) => {
    const assessment = assessCase(scheme, { ...CTR_CASE, claimStartOn }, []);
    expect([assessment.from, assessment.coversTo]).toEqual([from, '2021-03-31']);
  });
});
