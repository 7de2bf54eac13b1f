import { expect, jest, test } from '@jest/globals';
import { openRecall } from './recall.ts';

test('the same inputs again give the same object, any other input another', () => {
  const work = jest.fn((home: object, year: number) => ({ home, year }));
  const recall = openRecall();
  const [one, other] = [{}, {}];
  const first = recall(work, one, 2010);
  expect(recall(work, one, 2010)).toBe(first);
  expect(work).toHaveBeenCalledTimes(1);
  expect(recall(work, one, 2011)).toEqual({ home: one, year: 2011 });
  expect(recall(work, other, 2011).home).toBe(other);
  expect(work).toHaveBeenCalledTimes(3);
});

test('each function has a memory of its own, and so has each assessment', () => {
  const recall = openRecall();
  const double = jest.fn((amount: number) => ({ amount: 2 * amount }));
  const triple = (amount: number) => ({ amount: 3 * amount });
  const six = recall(double, 3);
  expect(recall(triple, 3)).toEqual({ amount: 9 });
  expect(recall(double, 3)).toBe(six);
  expect(openRecall()(double, 3)).not.toBe(six);
});
