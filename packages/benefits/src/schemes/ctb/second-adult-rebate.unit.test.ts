import { describe, expect, test } from '@jest/globals';
import type { BenefitCase, NonDependant } from '../../benefit-case.ts';
import { HOME } from '../../sample-cases.ts';
import {
  adult,
  awardIn,
  lineOf,
  PARTNER,
  PLAIN,
  rangeIn,
  receives,
  type SampleYear,
} from './ctb-sample.ts';

/** So much income that nothing is left by own means. */
const RICH: BenefitCase = { ...PLAIN, incomes: [receives(99_999)] };
const withAdults = (...nonDependants: readonly NonDependant[]): BenefitCase => ({
  ...RICH,
  nonDependants,
});
const onBenefit = adult({ benefits: ['is'], grossWeeklyIncomePence: null });
const disregarded = { ...PLAIN.claimant, disregardedForDiscount: true };

describe('a second adult rebate', () => {
  test.each<[SampleYear, number, number]>([
    ['2010/11', 0, 600],
    ['2010/11', 17_499, 600],
    ['2010/11', 17_500, 300],
    ['2010/11', 22_799, 300],
    ['2010/11', 22_800, 0],
    ['2011/12', 17_699, 600],
    ['2011/12', 17_700, 300],
    ['2011/12', 23_099, 300],
    ['2011/12', 23_100, 0],
  ])('%s, gross %i: %i of 40.00', (year, grossWeeklyIncomePence, pence) => {
    expect(awardIn(withAdults(adult({ grossWeeklyIncomePence })), year)).toBe(pence);
  });

  test.each<[string, BenefitCase, number | string]>([
    ['all on benefits', withAdults(onBenefit, { ...onBenefit, member: 'B' }), 1000],
    [
      'one on a benefit, the other’s gross counts',
      withAdults(onBenefit, adult({ member: 'B', grossWeeklyIncomePence: 17_500 })),
      300,
    ],
    [
      'gross of both together',
      withAdults(
        adult({ member: 'A', grossWeeklyIncomePence: 9000 }),
        adult({ member: 'B', grossWeeklyIncomePence: 8500 }),
      ),
      300,
    ],
    [
      'not in work: by gross too',
      withAdults(adult({ worksSixteenHoursOrMore: false, grossWeeklyIncomePence: 5000 })),
      600,
    ],
    ['nobody', RICH, 0],
    ['one of 17', withAdults(adult({ birthDate: '1993-01-01' })), 0],
    [
      'one disregarded for discounts',
      withAdults({ ...onBenefit, disregardedForDiscount: true }),
      0,
    ],
    ['a couple', { ...withAdults(onBenefit), partner: PARTNER }, 0],
    [
      'a couple, the claimant disregarded',
      { ...withAdults(onBenefit), partner: PARTNER, claimant: disregarded },
      1000,
    ],
    [
      'a couple, the partner disregarded',
      { ...withAdults(onBenefit), partner: { ...PARTNER, disregardedForDiscount: true } },
      1000,
    ],
    [
      'two liable',
      {
        ...withAdults(onBenefit),
        home: { uprn: HOME, liablePersons: 2, singlePersonDiscount: false },
      },
      0,
    ],
    [
      'two liable, the claimant disregarded',
      {
        ...withAdults(onBenefit),
        claimant: disregarded,
        home: { uprn: HOME, liablePersons: 2, singlePersonDiscount: false },
      },
      'not-modelled:second-adult-joint-liability',
    ],
    [
      'benefits not known',
      withAdults(adult({ benefits: null, birthDate: '1980-01-01' })),
      'missing-field:household.benefits',
    ],
  ])('%s', (_name, given, expected) => {
    expect(awardIn(given)).toBe(expected);
  });

  test('is of the tax before discounts', () => {
    // The claimant disregarded and one adult: a discount of 25 %, so that 30.00 is to pay.
    const given = { ...withAdults(onBenefit), claimant: disregarded };
    expect(lineOf(given, 'council-tax')).toBe(4000);
    const discounted = {
      ...given,
      home: { uprn: HOME, liablePersons: 1, singlePersonDiscount: true },
    };
    expect(lineOf(discounted, 'council-tax')).toBe(3000);
    expect(awardIn(discounted)).toBe(1000);
  });
});

describe('the better of the two', () => {
  // Excess income of 140.00 takes 28.00, and the adult in work 4.60: 7.40 by own means.
  const own = { ...PLAIN, incomes: [receives(20_545)] };
  test.each<[number, number, string]>([
    [20_000, 740, 'not more than'],
    [17_800, 740, 'not more than'],
    [17_499, 970, 'not more than'],
  ])('gross %i: own means are more', (grossWeeklyIncomePence, pence, text) => {
    const given = { ...own, nonDependants: [adult({ grossWeeklyIncomePence })] };
    expect(awardIn(given)).toBe(pence);
    const line = rangeIn(given)?.lines.find(({ rule }) => rule === 'better-of-two');
    expect(line).toMatchObject({ amountPence: pence });
    expect(line?.text).toContain(text);
  });

  test('the rebate is more', () => {
    const given = {
      ...PLAIN,
      incomes: [receives(22_545)],
      nonDependants: [adult({ grossWeeklyIncomePence: 17_499 })],
    };
    // 40.00 − 32.00 − 2.30 = 5.70 against 6.00.
    expect(awardIn(given)).toBe(600);
    const line = rangeIn(given)?.lines.find(({ rule }) => rule === 'better-of-two');
    expect(line?.text).toContain('more than £5.70 a week by own means');
  });

  test('a rebate that could not be more is not asked about', () => {
    const exempt = { ...PLAIN.claimant, exemptsNonDependants: true };
    const unknown = [adult({ benefits: null, grossWeeklyIncomePence: null })];
    const given = { ...PLAIN, claimant: exempt, nonDependants: unknown };
    expect(awardIn({ ...given, incomes: [receives(21_545)] })).toBe(1000);
    expect(awardIn({ ...given, incomes: [receives(21_550)] })).toBe(
      'missing-field:household.benefits',
    );
  });

  test('an adult whose age nobody knows is asked about, where a rebate could be more', () => {
    const exempt = { ...PLAIN.claimant, exemptsNonDependants: true };
    const given = { ...PLAIN, claimant: exempt, nonDependants: [adult({ birthDate: null })] };
    expect(awardIn({ ...given, incomes: [receives(21_545)] })).toBe(1000);
    expect(awardIn({ ...given, incomes: [receives(21_550)] })).toBe(
      'missing-field:household.birthDate',
    );
  });
});
