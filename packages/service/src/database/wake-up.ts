/** A wait that ends early when somebody rings; a ring while nobody waits is kept for the next wait. */
export type WakeUp = {
  ring(): void;
  /** Resolves when rung, or after `timeoutMs`. */
  wait(timeoutMs: number): Promise<void>;
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
      if (!rung) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, timeoutMs);
        waiting.add(resolve);
        await promise;
        waiting.delete(resolve);
        clearTimeout(timer);
      }
      rung = false;
    },
  };
}
