import { expect, test } from '@jest/globals';
import { elapsedProcessorTime, readProcessorTime } from './processor-time.ts';

test('the time used grows with work, and agrees with what Node says', () => {
  const from = readProcessorTime(process.pid);
  const until = performance.now() + 60;
  while (performance.now() < until);
  const to = readProcessorTime(process.pid);
  if (process.platform !== 'linux') {
    expect(to).toBeUndefined();
    return;
  }
  const { user, system } = process.cpuUsage();
  expect(elapsedProcessorTime(from, to)).toBeGreaterThan(0);
  expect(Math.abs((to ?? 0) - (user + system) / 1_000_000)).toBeLessThan(1);
});

test('of no process there is no time', () => {
  expect(readProcessorTime(undefined)).toBeUndefined();
  expect(readProcessorTime(2 ** 30)).toBeUndefined();
  expect(elapsedProcessorTime(undefined, 1)).toBeUndefined();
  expect(elapsedProcessorTime(1, undefined)).toBeUndefined();
});
