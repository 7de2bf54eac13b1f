import { backOffMs } from '../back-off.ts';
import { isRetryable, LogError } from '../errors.ts';
import { createBell } from './bell.ts';
import type { EngineSettings } from './settings.ts';
import type { Lease, LogStore, Member } from './store.ts';

export interface Membership {
  /** Speaks up at once instead of waiting for the next heartbeat. */
  ring(): void;
  /** True while the last heartbeat that was answered is younger than the lease. */
  isCurrent(): boolean;
  /** Resolves when the heart has stopped. The member is still in the group then. */
  stop(): Promise<void>;
  /** Settles with the first heartbeat: resolved when it was answered or may be answered later, rejected when it cannot be or is refused. */
  readonly begun: Promise<void>;
}

/** Keeps a member in its group, through outages too, and tells what it holds. */
export function startMembership(
  store: Pick<LogStore, 'joinGroup'>,
  member: Member,
  { clock, random, retry }: Pick<EngineSettings, 'clock' | 'random' | 'retry'>,
  {
    onLeases,
    onFatal,
  }: { onLeases(leases: readonly Lease[]): void; onFatal(error: unknown): void },
): Membership {
  const bell = createBell(clock);
  const beatMs = member.leaseMs / 3;
  let stopping = false;
  let answeredMs = Number.NEGATIVE_INFINITY;
  let failures = 0;

  /** One heartbeat; answers how long to wait for the next. */
  async function beat(): Promise<number> {
    bell.hush();
    const sentMs = clock.nowMs();
    try {
      const leases = await store.joinGroup(member);
      answeredMs = sentMs;
      failures = 0;
      if (!stopping) onLeases(leases);
      // To join may have meant to wait for all others, longer than a lease lasts.
      return clock.nowMs() - sentMs > beatMs ? 0 : beatMs;
    } catch (error) {
      if (!isRetryable(error) || isRefused(error)) throw error;
      failures += 1;
      return Math.min(beatMs, backOffMs(retry, failures, random));
    }
  }

  const begun = beat();
  const running = (async () => {
    try {
      await bell.wait(await begun);
      while (!stopping) await bell.wait(await beat());
    } catch (error) {
      onFatal(error);
    }
  })();
  return {
    ring: bell.ring,
    isCurrent: () => clock.nowMs() - answeredMs < member.leaseMs,
    begun: begun.then(() => undefined),
    stop() {
      stopping = true;
      bell.ring();
      return running;
    },
  };
}

/** Nobody hears of a heartbeat that is waited for; a right that is missing is for whoever subscribed to tell, and to wait for. */
const isRefused = (error: unknown): boolean =>
  error instanceof LogError && error.code === 'unauthorized';
