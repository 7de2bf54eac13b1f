import { describe, expect, test } from '@jest/globals';
import { backOffMs } from './back-off.ts';
import { createWakeUp } from './wake-up.ts';

describe('createWakeUp', () => {
  test('a ring ends every wait at once', async () => {
    const bell = createWakeUp();
    const waits = [bell.wait(60_000), bell.wait(60_000)];
    bell.ring();
    await Promise.all(waits);
  });

  test('a ring that nobody heard is kept for the next wait, once', async () => {
    const bell = createWakeUp();
    bell.ring();
    await bell.wait(60_000);
    const startedAt = performance.now();
    await bell.wait(20);
    expect(performance.now() - startedAt).toBeGreaterThan(15);
  });
});

describe('backOffMs', () => {
  test('doubles to its bound, half of it at random', () => {
    const limits = { baseMs: 10, maxMs: 100 };
    expect([1, 2, 3, 4, 5, 1000].map((attempt) => backOffMs(attempt, limits, () => 1))).toEqual([
      10, 20, 40, 80, 100, 100,
    ]);
    expect(backOffMs(3, limits, () => 0)).toBe(20);
  });
});
