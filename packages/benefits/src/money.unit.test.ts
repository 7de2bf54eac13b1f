import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Fraction } from 'fraction.js';
import { BenefitsError } from './errors.ts';
import {
  addPence,
  atLeastZero,
  comparePence,
  describePence,
  exactPence,
  isPositive,
  leastOf,
  readExact,
  roundDown,
  roundHalfUp,
  subtractPence,
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
        for (let count = 0; count < parts; count += 1) sum = addPence(sum, part);
        expect(sum).toBe(amount);
      }),
    );
  });

  test('sums and parts of amounts are exact also where a number cannot hold them', () => {
    const wide = fc.oneof(pence, fc.maxSafeInteger(), fc.constantFrom(2 ** 53 - 1, 1 - 2 ** 53));
    const ratio = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(wide, wide, ratio, denominators, (a, b, numerator, denominator) => {
        const part = timesRatio(exactPence(a), numerator, denominator);
        const [exact, other] = [new Fraction(a).mul(numerator, denominator), new Fraction(b)];
        const written = [addPence(part, exactPence(b)), subtractPence(part, exactPence(b))];
        expect(written.map(writeExact)).toEqual([
          exact.add(other).toFraction(),
          exact.sub(other).toFraction(),
        ]);
        expect(Math.sign(comparePence(part, exactPence(b)))).toBe(exact.compare(other));
        expect(isPositive(part)).toBe(exact.compare(0) > 0);
        expect(comparePence(leastOf(part, exactPence(b)), part)).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('an amount has one form, however it came about: equal ones are the same', () => {
    const half = timesRatio(exactPence(5), 1, 2);
    expect(addPence(half, half)).toBe(exactPence(5));
    expect(subtractPence(half, half)).toBe(ZERO_PENCE);
    expect(timesRatio(half, 4, 1)).toBe(exactPence(10));
    expect(readExact('1800')).toBe(exactPence(1800));
    expect(readExact('-0')).toBe(ZERO_PENCE);
  });

  test('refuses a ratio that is not of whole numbers', () => {
    expect(() => timesRatio(exactPence(2), 0.5, 1)).toThrow(RangeError);
    expect(() => timesRatio(exactPence(2), 1, 0.5)).toThrow(RangeError);
    expect(() => timesRatio(exactPence(2), 1, 0)).toThrow('Division by Zero');
  });

  test('an exact amount survives being written and read', () => {
    fc.assert(
      fc.property(pence, denominators, (amount, denominator) => {
        const exact = timesRatio(exactPence(amount), 1, denominator);
        expect(comparePence(readExact(writeExact(exact)), exact)).toBe(0);
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
    expect(atLeastZero(exactPence(-1))).toBe(0);
    expect(describePence(1353)).toBe('£13.53');
    expect(describePence(-5)).toBe('-£0.05');
  });
});
