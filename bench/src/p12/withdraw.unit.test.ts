import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { withdrawAtRate } from './withdraw.ts';

const STUCK_MS = 40;

test('begins each when it is due, though none is answered, and counts how long each waits', async () => {
  const begun: number[] = [];
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const stuck = (number: number): Promise<void> => {
    begun.push(number);
    // Would never come if the fourth waited for the first.
    if (begun.length === 4) void sleep(STUCK_MS).then(answer);
    return answered;
  };
  const times = await withdrawAtRate(stuck, [7, 8, 9, 10], 200);
  expect(begun.sort((a, b) => a - b)).toEqual([7, 8, 9, 10]);
  expect(times.count).toBe(4);
  // A timer may fire early by a millisecond, and the histogram rounds.
  expect(times.min).toBeGreaterThanOrEqual(STUCK_MS * 900);
});
