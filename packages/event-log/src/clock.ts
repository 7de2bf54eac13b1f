import { setTimeout as sleep } from 'node:timers/promises';

/** Time as the log's clients see it. A simulation passes its own; nothing in this package reads another clock. */
export interface LogClock {
  /** Milliseconds since 1970; must not run backwards. */
  nowMs(): number;
  /** Resolves after `ms`, or as soon as the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's clock, immune to its steps: it starts at the time of day and then only runs forward. */
export const systemClock: LogClock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  async sleep(ms, signal) {
    if (signal?.aborted) return;
    await sleep(ms, undefined, signal ? { signal } : {}).catch((error: Error) => {
      if (error.name !== 'AbortError') throw error;
    });
  },
};
