import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BenefitsError } from './errors.ts';
import {
  atLeastZero,
  describePence,
  exactPence,
  readExact,
  roundDown,
  roundHalfUp,
  timesRatio,
  writeExact,
  ZERO_PENCE,
} from './money.ts';

const pence = fc.integer({ min: -10_000_000, max: 10_000_000 });
const denominators = fc.integer({ min: 1, max: 1000 });

describe('money', () => {
  test('rounds half-up: half a penny goes to the greater amount, also below zero', () => {
    expect(roundHalfUp(timesRatio(exactPence(5), 1, 2))).toBe(3);
    expect(roundHalfUp(timesRatio(exactPence(3), 1, 2))).toBe(2);
    expect(roundHalfUp(timesRatio(exactPence(-5), 1, 2))).toBe(-2);
    expect(roundHalfUp(timesRatio(exactPence(249), 1, 100))).toBe(2);
  });

  test('half-up is the floor of the amount plus half a penny, for every rational', () => {
    fc.assert(
      fc.property(pence, denominators, (amount, denominator) => {
        const expected = Math.floor((2 * amount + denominator) / (2 * denominator));
        expect(roundHalfUp(timesRatio(exactPence(amount), 1, denominator))).toBe(expected);
        expect(roundDown(timesRatio(exactPence(amount), 1, denominator))).toBe(
          Math.floor(amount / denominator),
        );
      }),
    );
  });

  test('a seventh seven times is the whole: nothing is lost inside', () => {
    fc.assert(
      fc.property(pence, denominators, (amount, parts) => {
        let sum = ZERO_PENCE;
        const part = timesRatio(exactPence(amount), 1, parts);
        for (let count = 0; count < parts; count += 1) sum = sum.add(part);
        expect(sum.equals(exactPence(amount))).toBe(true);
      }),
    );
  });

  test('an exact amount survives being written and read', () => {
    fc.assert(
      fc.property(pence, denominators, (amount, denominator) => {
        const exact = timesRatio(exactPence(amount), 1, denominator);
        expect(readExact(writeExact(exact)).equals(exact)).toBe(true);
      }),
    );
  });

  test.each(['1.5', '', '1/0', 'NaN', '1/-2', ' 1'])('refuses to read %p', (text) => {
    expect(() => readExact(text)).toThrow(BenefitsError);
  });

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %p pence', (amount) => {
    expect(() => exactPence(amount)).toThrow(BenefitsError);
  });

  test('never below zero where an award is meant', () => {
    expect(atLeastZero(exactPence(-1)).equals(0n)).toBe(true);
    expect(describePence(1353)).toBe('£13.53');
    expect(describePence(-5)).toBe('-£0.05');
  });
});
