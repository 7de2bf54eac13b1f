import { describe, expect, test } from '@jest/globals';
import type { BenefitCase } from '../../benefit-case.ts';
import { adult, awardIn, lineOf, PLAIN, pays, rangeIn, receives } from './ctb-sample.ts';

/** As much other income as the single person of 25 needs, so that tariff income is all excess. */
const EVEN: BenefitCase = { ...PLAIN, incomes: [receives(6545)] };
const withCapital = (capitalPence: number | null): BenefitCase => ({ ...EVEN, capitalPence });

describe('capital', () => {
  test.each([
    [null, 0],
    [0, 0],
    [600_000, 0],
    [600_001, 100],
    [625_000, 100],
    [625_001, 200],
    [700_000, 400],
    [925_001, 1400],
    [950_000, 1400],
    [1_025_000, 1700],
    [1_025_100, 1800],
    [1_599_999, 4000],
    [1_600_000, 4000],
  ])('of %s pence brings %i pence a week', (capitalPence, tariffPence) => {
    const given = withCapital(capitalPence);
    expect(lineOf(given, 'tariff-income') ?? 0).toBe(tariffPence);
    expect(awardIn(given)).toBe(4000 - tariffPence / 5);
  });

  test('a penny above 16,000 leaves nothing by own means', () => {
    expect(awardIn(withCapital(1_600_001))).toBe(0);
    expect(rangeIn(withCapital(1_600_001))).toMatchObject({ entitled: false });
    expect(lineOf(withCapital(1_600_001), 'capital-limit')).toBe(0);
  });

  test('does not count while passported, whatever it is', () => {
    expect(awardIn({ ...withCapital(9_999_999), awards: [pays('is', 6545)] })).toBe(4000);
  });

  test('of more than 16,000 asks about no income, and a second adult rebate may still be due', () => {
    const given = {
      ...withCapital(1_600_001),
      incomes: [{ ...receives(0), netPence: null }],
      nonDependants: [adult({ benefits: ['jsa-ib'] })],
    };
    expect(awardIn(given)).toBe(1000);
  });
});

describe('excess income', () => {
  test.each([
    [6545, 4000],
    // Half a penny is rounded up, once: 40.00 − 0.002 = 39.998.
    [6546, 4000],
    [6547, 4000],
    [6548, 3999],
    [6645, 3980],
    [26_544, 0],
    [26_545, 0],
  ])('of an income of %i pence leaves %i', (pence, expected) => {
    expect(awardIn({ ...PLAIN, incomes: [receives(pence)] })).toBe(expected);
  });

  test('up to the last penny there is an award, and a claim', () => {
    expect(rangeIn({ ...PLAIN, incomes: [receives(26_544)] })?.entitled).toBe(true);
    expect(rangeIn({ ...PLAIN, incomes: [receives(26_545)] })?.entitled).toBe(false);
  });
});
