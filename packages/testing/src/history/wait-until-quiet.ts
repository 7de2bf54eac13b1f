import { setTimeout as sleep } from 'node:timers/promises';
import type { Area } from '../load/area.ts';
import { type FlowLook, type FlowObserver, observeFlow } from './observe-flow.ts';

export interface QuietOptions {
  readonly area: Area;
  /** From the last look that found anything moved. */
  readonly timeoutMs?: number;
  readonly onLook?: (look: FlowLook) => void;
}

/** Since when all was quiet, on the clock of `performance.now()`. */
export interface Quiet {
  readonly sinceMs: number;
}

const TIMEOUT_MS = 120_000;
/** Nothing can be done in less time than this takes, so that looking often would only slow what is looked at. */
const LOOK_MS_MIN = 50;
const LOOK_MS_MAX = 1_000;
/** More than a machine of two cores does in a second: what waits is not gone before. */
const RECORDS_PER_MS = 5;
/**
 * A look takes time, and what moves meanwhile may be seen nowhere: not yet in an outbox, no longer beyond a watermark. Whatever moves
 * changes an end or a position, so looks that find nothing waiting count only while they find the same.
 */
const QUIET_LOOKS = 3;

/**
 * Resolves when no outbox holds a record and every reader has reached the end of its topics. Rejects when nothing has moved for the time-out
 * and something waits, saying how much.
 */
export async function waitUntilQuiet(options: QuietOptions): Promise<Quiet> {
  const observer = observeFlow(options.area);
  try {
    return await watchUntilQuiet(observer, options);
  } finally {
    await observer.close();
  }
}

/** The same of anything that can be looked at. */
export async function watchUntilQuiet(
  observer: Pick<FlowObserver, 'look'>,
  { timeoutMs = TIMEOUT_MS, onLook }: Omit<QuietOptions, 'area'>,
): Promise<Quiet> {
  let before: FlowLook | undefined;
  let quiet = 0;
  let sinceMs = performance.now();
  for (;;) {
    const lookMs = performance.now();
    const look = await observer.look();
    const hasMoved = look.places !== before?.places;
    if (hasMoved || (look.waiting === 0 && quiet === 0)) sinceMs = lookMs;
    quiet = look.waiting > 0 ? 0 : hasMoved ? 1 : quiet + 1;
    before = look;
    onLook?.(look);
    if (quiet >= QUIET_LOOKS) return { sinceMs };
    if (performance.now() - sinceMs > timeoutMs) {
      throw new Error(
        `${look.waiting} records still wait, and nothing has moved for ${timeoutMs} ms`,
      );
    }
    await sleep(Math.min(LOOK_MS_MAX, Math.max(LOOK_MS_MIN, look.waiting / RECORDS_PER_MS)));
  }
}
