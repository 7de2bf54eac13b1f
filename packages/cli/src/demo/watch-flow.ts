import { setTimeout as sleep } from 'node:timers/promises';
import { type Area, type FlowLook, observeFlow } from '@told/testing';

/** Looks at a running area again and again, until stopped. */
export interface FlowWatch {
  /** Rejects with what kept it from looking. */
  stop(): Promise<void>;
}

/** Often enough for an eye. */
const LOOK_MS_MIN = 1_000;
/** A look is a statement a topic and one a database, which are the load's as well: one part in so many of the time. */
const COST_PARTS = 50;
const LOOK_MS_MAX = 10_000;

export function watchFlow(area: Area, onLook: (look: FlowLook) => void): FlowWatch {
  const stopping = new AbortController();
  const observer = observeFlow(area);
  const watch = async (): Promise<void> => {
    try {
      while (!stopping.signal.aborted) {
        const beganMs = performance.now();
        onLook(await observer.look());
        const tookMs = performance.now() - beganMs;
        const pauseMs = Math.min(LOOK_MS_MAX, Math.max(LOOK_MS_MIN, COST_PARTS * tookMs));
        await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(keepWaking);
      }
    } finally {
      await observer.close();
    }
  };
  const watching = watch();
  watching.catch(() => undefined); // told by `stop`
  return {
    stop() {
      stopping.abort();
      return watching;
    },
  };
}

/** Being stopped ends the pause, and is no failure. */
function keepWaking(error: unknown): void {
  if (error instanceof Error && error.name === 'AbortError') return;
  throw error;
}
