import { expect, test } from '@jest/globals';
import { instantOf, nowMicrosOf } from './micros.ts';

test('a time of a record is told to the millisecond that it began in', () => {
  expect(instantOf(1_273_740_300_000_000)).toBe('2010-05-13T08:45:00.000Z');
  expect(instantOf(1_273_740_300_000_999)).toBe('2010-05-13T08:45:00.000Z');
  expect(instantOf(null)).toBeNull();
});

test('what a clock says is a time of records', () => {
  expect(instantOf(nowMicrosOf({ nowMs: () => 1_273_740_300_001 }))).toBe(
    '2010-05-13T08:45:00.001Z',
  );
});
