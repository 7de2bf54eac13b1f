import { setTimeout as sleep } from 'node:timers/promises';
import { type Area, type FlowLook, observeFlow } from '@told/testing';

/** Looks at a running area again and again, until stopped. */
export interface FlowWatch {
  /** Rejects with what kept it from looking. */
  stop(): Promise<void>;
}

/** Often enough for an eye; a look costs a statement a topic. */
const LOOK_MS = 1_000;

export function watchFlow(area: Area, onLook: (look: FlowLook) => void): FlowWatch {
  const stopping = new AbortController();
  const observer = observeFlow(area);
  const watch = async (): Promise<void> => {
    try {
      while (!stopping.signal.aborted) {
        onLook(await observer.look());
        await sleep(LOOK_MS, undefined, { signal: stopping.signal }).catch(keepWaking);
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
