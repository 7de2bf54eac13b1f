import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const US_PER_MS = 1_000;

/**
 * Does things one after another at a fixed rate, whether the earlier ones are done or not; each is timed from the moment it was due, so that what
 * waits because others do is counted (no coordinated omission). Answers the times, in microseconds, once all are done.
 */
export async function timeAtRate(
  count: number,
  ratePerSecond: number,
  act: (index: number) => Promise<unknown>,
): Promise<RecordableHistogram> {
  const histogram = createHistogram();
  const startedMs = performance.now();
  const answers: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const dueMs = startedMs + (index * 1_000) / ratePerSecond;
    const earlyMs = dueMs - performance.now();
    if (earlyMs > 0) await sleep(earlyMs);
    const answer = act(index).then(() =>
      recordTime(histogram, (performance.now() - dueMs) * US_PER_MS),
    );
    answer.catch(() => undefined); // it may reject before anybody waits for it
    answers.push(answer);
  }
  await Promise.all(answers);
  return histogram;
}

/** Microseconds, at least one: the histogram begins there. */
export const recordTime = (histogram: RecordableHistogram, us: number): void =>
  histogram.record(Math.max(1, Math.round(us)));

/** Percentiles of times in milliseconds, as figures of a measurement. */
export const figuresOf = (histogram: RecordableHistogram) => ({
  p50Ms: histogram.percentile(50) / US_PER_MS,
  p99Ms: histogram.percentile(99) / US_PER_MS,
  mostMs: histogram.max / US_PER_MS,
});
