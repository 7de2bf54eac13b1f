/** A wait that ends early when somebody rings; a ring while nobody waits is kept for the next wait. */
export type WakeUp = {
  ring(): void;
  /** Resolves when rung (true), or after `timeoutMs`. */
  wait(timeoutMs: number): Promise<boolean>;
};

export function createWakeUp(): WakeUp {
  const waiting = new Set<() => void>();
  let rung = false;
  return {
    ring() {
      rung = waiting.size === 0;
      for (const wake of waiting) wake();
    },
    async wait(timeoutMs) {
      if (rung) {
        rung = false;
        return true;
      }
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const wake = (): void => resolve(true);
      const timer = setTimeout(resolve, timeoutMs, false);
      waiting.add(wake);
      const wasRung = await promise;
      waiting.delete(wake);
      clearTimeout(timer);
      return wasRung;
    },
  };
}
