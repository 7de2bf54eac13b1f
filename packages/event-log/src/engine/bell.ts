import type { LogClock } from '../clock.ts';

/** Wakes one waiter. A ring that nobody waits for is kept for the next, so that no news falls between look and wait. */
export interface Bell {
  ring(): void;
  /** Forgets a kept ring. Call it before looking. */
  hush(): void;
  /** Resolves at the next ring (or a kept one), or after `ms`. */
  wait(ms: number): Promise<void>;
}

/** Without a reason of its own an abort makes an error, with a stack trace. */
const RUNG = 'rung';

export function createBell(clock: LogClock): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    hush() {
      rung = false;
    },
    async wait(ms) {
      if (!rung && ms > 0) {
        const controller = new AbortController();
        wake = () => controller.abort(RUNG);
        await clock.sleep(ms, controller.signal);
        wake = undefined;
      }
      rung = false;
    },
  };
}
