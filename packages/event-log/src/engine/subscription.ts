import { isRetryable } from '../errors.ts';
import type { SubscribeOptions, Subscription } from '../port.ts';
import { type AssignmentPorts, createAssignments } from './assignments.ts';
import { type Committer, createCommitter } from './committer.ts';
import type { Fetch } from './fetcher.ts';
import { type Membership, startMembership } from './membership.ts';
import { startPartitionReader } from './partition-reader.ts';
import type { EngineSettings } from './settings.ts';
import { type Bells, keyOf, type LogStore, type Member } from './store.ts';

const BATCH_RECORDS = 500;
const BATCH_RECORDS_MAX = 1_000;

export interface RunningSubscription extends Subscription {
  /** Ends as if the process had died: nothing more is said to the log. */
  abandon(): void;
}

/** One member of a group: it holds leases, and reads each partition it holds. */
export async function startSubscription(
  store: LogStore,
  fetch: Fetch,
  options: SubscribeOptions,
  settings: EngineSettings,
): Promise<RunningSubscription> {
  const { group, topics } = options;
  const id = `${settings.clientId}-${Math.floor(settings.random() * 2 ** 52).toString(36)}`;
  const member: Member = { group, id, topics, leaseMs: settings.leaseMs };
  const paused = new Set<string>();
  const done = Promise.withResolvers<void>();
  let ending: Promise<void> | undefined;

  const read = createReading(fetch, options, settings, {
    isPaused: (at) => paused.has(keyOf(at)),
    membership: () => membership,
    committer: () => committer,
    fail,
  });
  const assignments = createAssignments({
    store,
    member,
    onRetry: options.onRetry,
    read,
    committer: () => committer,
    fail,
  });
  const committer = createCommitter(store, member, settings, {
    onFatal: fail,
    onStale(mark) {
      assignments.loseStale(mark);
      membership.ring();
    },
  });
  const membership = startMembership(store, member, settings, {
    onFatal: fail,
    onLeases(leases) {
      if (!ending) assignments.follow(leases);
    },
  });
  const { readers } = assignments;
  const bells: Bells = {
    records(at) {
      for (const reader of at ? [readers.get(keyOf(at))] : readers.values()) reader?.ring();
    },
    members: membership.ring,
  };
  const unwatch = store.watch(member, bells);

  /** Whoever calls this is among those that the ending waits for, so it must not wait for the ending. */
  function fail(error: unknown): void {
    void end(error);
  }

  /** Drains, commits and leaves; at the first call only. With an error, `done` rejects. */
  function end(error?: unknown): Promise<void> {
    ending ??= (async () => {
      await drain([...readers.values()], settings);
      await committer.flush();
      assignments.loseAll();
      await membership.stop();
      await committer.stop();
      unwatch();
      await store.leaveGroup(member).catch((cause: unknown) => {
        error ??= isRetryable(cause) ? undefined : cause; // a log out of reach sees the membership expire
      });
      if (error === undefined) done.resolve();
      else done.reject(error);
    })();
    return ending;
  }

  await membership.begun.catch(async (error: unknown) => {
    done.promise.catch(() => undefined); // told by the rejection of subscribe itself
    await end(error);
    throw error;
  });
  return {
    assigned: () => [...readers.values()].map(({ at }) => at),
    pause: (at) => void paused.add(keyOf(at)),
    resume(at) {
      paused.delete(keyOf(at));
      readers.get(keyOf(at))?.ring();
    },
    done: done.promise,
    close: () => end(),
    abandon() {
      unwatch();
      ending = membership.stop().then(done.resolve);
      assignments.loseAll();
      committer.abandon();
    },
  };
}

interface ReadingParts extends Pick<AssignmentPorts, 'fail'> {
  isPaused(at: { topic: string; partition: number }): boolean;
  membership(): Pick<Membership, 'isCurrent'>;
  committer(): Pick<Committer, 'mark' | 'flush'>;
}

/** How a lease becomes a reader. */
const createReading =
  (
    fetch: Fetch,
    options: SubscribeOptions,
    settings: EngineSettings,
    { isPaused, membership, committer, fail }: ReadingParts,
  ): AssignmentPorts['read'] =>
  ({ topic, partition, generation }) => {
    const at = { topic, partition };
    return startPartitionReader(at, generation, () => isPaused(at), {
      fetch,
      settings,
      options,
      maxBatchRecords: Math.min(options.maxBatchRecords ?? BATCH_RECORDS, BATCH_RECORDS_MAX),
      isCurrent: () => membership().isCurrent(),
      handled: (next) => committer().mark({ ...at, generation, next }),
      flush: () => committer().flush(),
      ended: fail,
    });
  };

/** Waits for the handlers in flight, within the bound. */
async function drain(
  readers: readonly { stop(): Promise<void> }[],
  { clock, drainMs }: Pick<EngineSettings, 'clock' | 'drainMs'>,
): Promise<void> {
  const drained = new AbortController();
  const stopped = Promise.all(readers.map((reader) => reader.stop()));
  await Promise.race([
    stopped.finally(() => drained.abort()),
    clock.sleep(drainMs, drained.signal),
  ]);
}
