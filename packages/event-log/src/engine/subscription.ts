import { isRetryable, LogError } from '../errors.ts';
import type { SubscribeOptions, Subscription } from '../port.ts';
import { createCommitter } from './committer.ts';
import { startMembership } from './membership.ts';
import { type PartitionReader, startPartitionReader } from './partition-reader.ts';
import type { EngineSettings } from './settings.ts';
import { keyOf, type Lease, type LogStore, type Mark, type Member } from './store.ts';

const BATCH_RECORDS = 500;
const BATCH_RECORDS_MAX = 1_000;

export interface RunningSubscription extends Subscription {
  /** Ends as if the process had died: nothing more is said to the log. */
  abandon(): void;
}

/** One member of a group: it holds leases, and reads each partition it holds. */
export async function startSubscription(
  store: LogStore,
  options: SubscribeOptions,
  settings: EngineSettings,
): Promise<RunningSubscription> {
  const { clock, leaseMs, drainMs, random } = settings;
  const { group, topics } = options;
  const id = `${settings.clientId}-${Math.floor(random() * 2 ** 52).toString(36)}`;
  const member: Member = { group, id, topics, leaseMs };
  const readers = new Map<string, PartitionReader>();
  const leaving = new Set<string>();
  const paused = new Set<string>();
  const done = Promise.withResolvers<void>();
  let ending: Promise<void> | undefined;

  const committer = createCommitter(store, member, settings, loseStale, fail);
  const membership = startMembership(store, member, settings, {
    onLeases,
    onFatal: fail,
  });
  const unwatch = store.watch(member, {
    records(at) {
      const rung = at ? [readers.get(keyOf(at))] : readers.values();
      for (const reader of rung) reader?.ring();
    },
    members: membership.ring,
  });

  function onLeases(leases: readonly Lease[]): void {
    if (ending) return;
    const held = new Map(leases.map((lease) => [keyOf(lease), lease]));
    for (const [key, reader] of readers) {
      if (held.get(key)?.generation !== reader.generation) lose(reader);
      else reader.ring(); // it waits while membership is in doubt
    }
    for (const lease of leases) {
      const key = keyOf(lease);
      if (leaving.has(key)) continue;
      if (!lease.wanted) giveUp(lease);
      else if (!readers.has(key)) readers.set(key, read(lease));
    }
  }

  function read({ topic, partition, generation }: Lease): PartitionReader {
    const at = { topic, partition };
    return startPartitionReader(at, generation, () => paused.has(keyOf(at)), {
      store,
      settings,
      options,
      maxBatchRecords: Math.min(options.maxBatchRecords ?? BATCH_RECORDS, BATCH_RECORDS_MAX),
      isCurrent: membership.isCurrent,
      handled: (next) => committer.mark({ ...at, generation, next }),
      flush: committer.flush,
      ended: fail,
    });
  }

  /** Another member owns it: what still runs here is stale. */
  function lose(reader: PartitionReader): void {
    readers.delete(keyOf(reader.at));
    committer.forget(reader.at);
    void reader.stop(true);
  }

  function loseStale(mark: Mark): void {
    const reader = readers.get(keyOf(mark));
    if (reader?.generation !== mark.generation) return;
    const { topic, partition, generation } = mark;
    options.onRetry?.(new LogError('stale-member', { topic, partition, generation }), reader.at, 1);
    lose(reader);
    membership.ring();
  }

  /** It has been dealt to another member, who waits for it: finish, commit, release. */
  function giveUp(lease: Lease): void {
    const key = keyOf(lease);
    const reader = readers.get(key);
    leaving.add(key);
    const released = (async () => {
      await reader?.stop();
      readers.delete(key);
      await committer.flush();
      await store.releaseLease(member, lease);
    })();
    released
      .catch((error: unknown) => {
        if (!isRetryable(error)) fail(error); // else: the next heartbeat finds it still held, and tries again
      })
      .finally(() => leaving.delete(key));
  }

  async function drain(): Promise<void> {
    const all = [...readers.values()];
    const drained = new AbortController();
    const stopped = Promise.all(all.map((reader) => reader.stop())).finally(() => drained.abort());
    await Promise.race([stopped, clock.sleep(drainMs, drained.signal)]);
    await Promise.all(all.map((reader) => reader.stop(true))); // at once for those that have stopped
  }

  /** Whoever calls this is among those that the ending waits for, so it must not wait for the ending. */
  function fail(error: unknown): void {
    void end(error);
  }

  /** Drains, commits and leaves; at the first call only. With an error, `done` rejects. */
  function end(error?: unknown): Promise<void> {
    ending ??= (async () => {
      await drain();
      await membership.stop();
      await committer.stop();
      unwatch();
      await store.leaveGroup(member).catch((cause: unknown) => {
        error ??= isRetryable(cause) ? undefined : cause; // a log out of reach sees the membership expire
      });
      readers.clear();
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
      for (const reader of readers.values()) lose(reader);
      ending = membership.stop().then(done.resolve);
    },
  };
}
