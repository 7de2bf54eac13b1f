import { expect, test } from '@jest/globals';
import { systemClock } from './clock.ts';

test('a sleeper wakes in time, or as soon as its signal aborts, and lets go of the signal', async () => {
  const controller = new AbortController();
  const beganMs = systemClock.nowMs();
  await systemClock.sleep(20, controller.signal);
  expect(systemClock.nowMs() - beganMs).toBeGreaterThanOrEqual(19);
  const woken = systemClock.sleep(60_000, controller.signal);
  controller.abort('enough');
  await woken;
  await systemClock.sleep(60_000, controller.signal);
  expect(systemClock.nowMs() - beganMs).toBeLessThan(20_000);
});
