import { describe, expect, test } from '@jest/globals';
import type { FlowLook } from './observe-flow.ts';
import { watchUntilQuiet } from './wait-until-quiet.ts';

const NOTHING = { changes: 0, decisions: 0, releases: 0, outcomes: 0 };

/** Looks with so much waiting at such places, the last one again and again. */
function observe(looks: readonly (readonly [waiting: number, places: string])[]) {
  let at = 0;
  const look = async (): Promise<FlowLook> => {
    const [waiting, places] = looks[Math.min(at, looks.length - 1)] ?? [0, ''];
    at += 1;
    return { ...NOTHING, waiting, places };
  };
  return { look, count: () => at };
}

describe('waiting until all is quiet', () => {
  test('takes three looks that find nothing waiting and nothing moved', async () => {
    const observer = observe([[0, 'a']]);
    await watchUntilQuiet(observer, {});
    expect(observer.count()).toBe(3);
  });

  test('begins again when something moved between two looks, or waits again', async () => {
    const observer = observe([
      [0, 'a'],
      [0, 'a'],
      [0, 'b'],
      [0, 'b'],
      [1, 'b'],
      [0, 'c'],
    ]);
    await watchUntilQuiet(observer, {});
    expect(observer.count()).toBe(8);
  });

  test('says since when it was quiet, not when that was certain', async () => {
    const { sinceMs } = await watchUntilQuiet(observe([[0, 'a']]), {});
    expect(performance.now() - sinceMs).toBeGreaterThanOrEqual(90);
  });

  test('is patient while something moves, and gives up when nothing does', async () => {
    const moving = Array.from({ length: 6 }, (_, at) => [1, `${at}`] as const);
    const observer = observe(moving);
    await expect(watchUntilQuiet(observer, { timeoutMs: 140 })).rejects.toThrow(
      '1 records still wait, and nothing has moved for 140 ms',
    );
    expect(observer.count()).toBeGreaterThan(moving.length);
  });
});
