import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assessCase } from '../../assess-case.ts';
import { rangeOn } from '../../award.ts';
import type { BenefitCase } from '../../benefit-case.ts';
import type { Fact } from '../../facts.ts';
import { partnerJoins } from '../../sample-cases.ts';
import { findScheme } from '../find-scheme.ts';
import {
  CTR_CASE,
  householdOf,
  JSA,
  pensionOf,
  percentOf as percentIn,
} from './sample-ctr-cases.ts';

const scheme = findScheme('ctr-luton');
const DAY = '2020-06-03';
/** What the officer worked out for the household; the figure is made up. */
const NEEDS = 15_000;

const percentOf = (
  given: BenefitCase,
  facts: readonly Fact[] = [],
  day?: string,
): number | string => percentIn(scheme, given, facts, day);

/** A lone parent with so much income above what the household needs. */
const withExcess = (excessPence: number): BenefitCase => ({
  ...householdOf('single', 1, NEEDS + excessPence),
  applicableAmountPence: NEEDS,
});

describe('the bands of excess income, both sides of every limit', () => {
  test.each([
    [-NEEDS, 90],
    [-1, 90],
    [0, 90],
    [1499, 90],
    [1500, 70],
    [2999, 70],
    [3000, 40],
    [4999, 40],
    [5000, 15],
    [6999, 15],
    [7000, 5],
    [7999, 5],
    [8000, 0],
    [8001, 0],
    [500_000, 0],
  ])('%i pence above the applicable amount: %i %%', (excess, percent) => {
    expect(percentOf(withExcess(excess))).toBeCloseTo(percent, 10);
  });

  test('a part-penny between two bands is rounded half-up first', () => {
    const fourWeekly = (netPence: number): BenefitCase => ({
      ...withExcess(0),
      incomes: [{ ...pensionOf(netPence), payPeriod: 'four-weekly' }],
    });
    // 164.9925 and 164.995 a week.
    expect(percentOf(fourWeekly(65_997))).toBeCloseTo(90, 10);
    expect(percentOf(fourWeekly(65_998))).toBeCloseTo(70, 10);
  });

  test('more income never gives a greater percentage', () => {
    const excess = fc.integer({ min: -NEEDS, max: 20_000 });
    fc.assert(
      fc.property(excess, excess, (a, b) => {
        const less = percentOf(withExcess(Math.min(a, b)));
        expect(percentOf(withExcess(Math.max(a, b)))).toBeLessThanOrEqual(Number(less));
      }),
    );
  });

  test('the lines say what was compared', () => {
    const lines = rangeOn(assessCase(scheme, withExcess(2000), []), DAY)?.lines ?? [];
    expect(lines.map(({ rule }) => rule)).toEqual([
      'council-tax',
      'income',
      'applicable-amount',
      'excess',
      'band',
    ]);
    expect(lines.at(-1)?.text).toBe(
      '£20.00 a week lies in the band £15.00 to £29.99 (disabled, carer or family): 70 % of the council tax.',
    );
    expect(lines.at(-1)?.amountPence).toBe(1960);
  });
});

describe('the group', () => {
  const single = { ...CTR_CASE, incomes: [pensionOf(1000)], applicableAmountPence: NEEDS };
  const claimant = (fields: object): BenefitCase => ({
    ...single,
    claimant: { ...single.claimant, ...fields },
  });
  const couple = (fields: object): BenefitCase => ({
    ...single,
    partner: { birthDate: '1986-03-04', worksSixteenHoursOrMore: false, ...fields },
  });

  test.each<[string, BenefitCase, number | string]>([
    ['a single person alone is in another', single, 'not-modelled:group'],
    ['so is a couple', couple({}), 'not-modelled:group'],
    ['a disabled person is in it', claimant({ disabilityPremium: true }), 90],
    ['so is a person with a benefit for care', claimant({ exemptsNonDependants: true }), 90],
    ['a carer is in it', claimant({ carerPremium: true }), 90],
    ['so is a partner who cares', couple({ carerPremium: true }), 90],
    [
      'a passported household has a table of its own',
      { ...withExcess(0), awards: [JSA] },
      'not-modelled:passported',
    ],
    ['also a single one', { ...single, awards: [JSA] }, 'not-modelled:passported'],
    [
      'children of 16 are asked about',
      { ...single, children: [{ birthDate: '2004-01-01' }] },
      'not-modelled:young-person',
    ],
  ])('%s', (_name, given, expected) => {
    const percent = percentOf(given);
    expect(typeof percent === 'number' ? Math.round(percent) : percent).toBe(expected);
  });
});

describe('the applicable amount', () => {
  const unstated = (pence: number): BenefitCase => householdOf('single', 1, pence);

  test.each<[string, BenefitCase, number | string]>([
    ['is asked for', unstated(1), 'missing-field:applicableAmountPence'],
    ['but not without income, which leaves no excess', unstated(0), 90],
    [
      'is not taken from a year before',
      { ...withExcess(0), claimStartOn: '2020-03-30' },
      'not-modelled:applicable-amount',
    ],
    [
      'is not asked for in doubt about childcare in the highest band',
      { ...withExcess(1499), childcare: { weeklyPence: 1, children: 1 } },
      90,
    ],
    [
      'childcare counts in doubt below it',
      { ...withExcess(1500), childcare: { weeklyPence: 1, children: 1 } },
      'not-modelled:childcare',
    ],
    [
      'any capital above the lower limit is asked about',
      { ...withExcess(0), capitalPence: 1_600_001 },
      'not-modelled:capital',
    ],
  ])('%s', (_name, given, expected) => {
    const percent = percentOf(given);
    expect(typeof percent === 'number' ? Math.round(percent) : percent).toBe(expected);
  });

  test('counts only while the household is the same', () => {
    const joins = partnerJoins({ factId: 'a' }, '2020-05-13');
    expect(percentOf(withExcess(0), [joins], '2020-05-12')).toBeCloseTo(90, 10);
    expect(percentOf(withExcess(0), [joins], '2020-05-13')).toBe('not-modelled:applicable-amount');
  });

  test('counts until a 25th birthday, from which an allowance may be greater', () => {
    const young = { ...withExcess(0), claimant: { birthDate: '1995-06-03' } };
    expect(percentOf(young, [], '2020-06-07')).toBeCloseTo(90, 10);
    expect(percentOf(young, [], '2020-06-08')).toBe('not-modelled:applicable-amount');
  });

  test('a second child is another household', () => {
    const child: Fact = {
      ...partnerJoins({ factId: 'a' }, '2020-05-13', {
        relation: 'child',
        birthDate: '2020-05-13',
      }),
    };
    expect(percentOf(withExcess(0), [child])).toBe('not-modelled:applicable-amount');
  });
});
