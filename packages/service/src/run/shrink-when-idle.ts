import { performance } from 'node:perf_hooks';
import v8 from 'node:v8';

export interface ShrinkOptions {
  readonly lookEveryMs?: number;
  /** A full collection; by default there is none unless Node was started with `--expose-gc`. */
  readonly collect?: (() => void) | undefined;
  /** What the heap of this thread holds of the machine's memory. */
  readonly heapBytes?: () => number;
}

const LOOK_EVERY_MS = 5_000;
/** Of the time between two looks; who asks for health and metrics takes less. */
const BUSY_SHARE = 0.05;
/** Collecting everything takes some tenths of a second; and a young generation of 16 MB comes and goes with little to do. */
const WORTH_BYTES = 48 * 1024 * 1024;

/** The last resort of V8, since what an ordinary full collection frees stays with it, in a pool for pages to come. */
const collectAll = (): void =>
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });

/**
 * Gives back what a burst of work has left, once this thread has nothing to do. V8 collects when something is asked of a heap: one that a morning's
 * registrations have filled, and that then rests, keeps all of it for as long as it lives. Returns how to leave that off.
 */
export function shrinkWhenIdle({
  lookEveryMs = LOOK_EVERY_MS,
  collect = globalThis.gc && collectAll,
  heapBytes = () => v8.getHeapStatistics().total_heap_size,
}: ShrinkOptions = {}): () => void {
  if (collect === undefined) return () => undefined;
  let before = performance.eventLoopUtilization();
  let keptBytes = 0;
  const look = (): void => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    if (utilization > BUSY_SHARE || heapBytes() - keptBytes < WORTH_BYTES) return;
    collect();
    keptBytes = heapBytes();
  };
  const timer = setInterval(look, lookEveryMs).unref();
  return () => clearInterval(timer);
}
