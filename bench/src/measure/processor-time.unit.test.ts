import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { elapsedProcessorTime, readProcessorTime } from './processor-time.ts';

const isLinux = process.platform === 'linux';

test('the time used grows with work, and agrees with what Node says', () => {
  const [from, saidFrom] = [readProcessorTime(process.pid), process.cpuUsage()];
  // By its own time: on a busy machine a while of the clock may have none for it.
  while (process.cpuUsage(saidFrom).user < 100_000);
  const elapsed = elapsedProcessorTime(from, readProcessorTime(process.pid));
  const { user, system } = process.cpuUsage(saidFrom);
  if (!isLinux) return expect(elapsed).toBeUndefined();
  expect(elapsed).toBeGreaterThan(0);
  expect(Math.abs((elapsed ?? 0) - (user + system) / 1_000_000)).toBeLessThan(0.1);
});

test('what a child used is counted once it has ended', () => {
  const from = readProcessorTime(process.pid);
  const spin =
    'const until = process.cpuUsage().user + 3e5; while (process.cpuUsage().user < until);';
  spawnSync(process.execPath, ['-e', spin]);
  const elapsed = elapsedProcessorTime(from, readProcessorTime(process.pid));
  if (!isLinux) return expect(elapsed).toBeUndefined();
  expect(elapsed).toBeGreaterThan(0.25);
});

test('of no process there is no time', () => {
  expect(readProcessorTime(undefined)).toBeUndefined();
  expect(readProcessorTime(2 ** 30)).toBeUndefined();
  expect(elapsedProcessorTime(undefined, 1)).toBeUndefined();
  expect(elapsedProcessorTime(1, undefined)).toBeUndefined();
});
