/** Time as the log's clients see it. A simulation passes its own; nothing in this package reads another clock. */
export interface LogClock {
  /** Milliseconds since 1970; must not run backwards. */
  nowMs(): number;
  /** Resolves after `ms`, or as soon as the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * The machine's clock, immune to its steps: it starts at the time of day and then only runs forward. Its sleepers are woken
 * many times for every record, so it makes no error of an abort, as `node:timers/promises` would, with a stack trace each.
 */
export const systemClock: LogClock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  async sleep(ms, signal) {
    if (signal?.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      signal?.addEventListener('abort', wake);
    });
  },
};
