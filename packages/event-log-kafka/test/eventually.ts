import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when the condition holds, and says after how many milliseconds. It is looked at every few of them, for so long. */
export async function eventually(
  holds: () => boolean | Promise<boolean>,
  withinMs = 60_000,
): Promise<number> {
  const startedMs = performance.now();
  while (!(await holds())) {
    if (performance.now() - startedMs > withinMs)
      throw new Error(`did not hold within ${withinMs} ms: ${holds}`);
    await sleep(5);
  }
  return Math.round(performance.now() - startedMs);
}
