import os from 'node:os';

/** What the machine's processors have spent so far. */
export type ProcessorTime = { readonly idleMs: number; readonly allMs: number };

/** The kernel counts in ticks of up to 10 ms; and what is asked for each round should cost nothing. */
const LOOK_EVERY_MS = 250;
/** With less of their time idle, whoever wants a processor waits for one. */
const SPARE_PART = 0.05;

/**
 * Answers whether the machine's processors had hardly any time to spare between the last two looks, which are a quarter of a second apart
 * or more. In a container with a quota of its own it is the whole machine that is looked at, and the answer then is no too often.
 */
export function watchProcessors(
  readTime: () => ProcessorTime = readProcessorTime,
  nowMs: () => number = () => performance.now(),
): () => boolean {
  let seen: ProcessorTime | undefined;
  let seenAtMs = Number.NEGATIVE_INFINITY;
  let isShort = false;
  return () => {
    const atMs = nowMs();
    if (atMs - seenAtMs < LOOK_EVERY_MS) return isShort;
    const now = readTime();
    isShort =
      seen !== undefined && now.idleMs - seen.idleMs < (now.allMs - seen.allMs) * SPARE_PART;
    [seen, seenAtMs] = [now, atMs];
    return isShort;
  };
}

function readProcessorTime(): ProcessorTime {
  const spent = os.cpus().map(({ times }) => times);
  const idleMs = spent.reduce((sum, { idle }) => sum + idle, 0);
  const busyMs = spent.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, 0);
  return { idleMs, allMs: idleMs + busyMs };
}
