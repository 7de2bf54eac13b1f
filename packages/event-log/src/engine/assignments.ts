import { isRetryable, LogError } from '../errors.ts';
import type { SubscribeOptions } from '../port.ts';
import type { Committer } from './committer.ts';
import type { PartitionReader } from './partition-reader.ts';
import { keyOf, type Lease, type LogStore, type Mark, type Member } from './store.ts';

export interface AssignmentPorts {
  readonly store: Pick<LogStore, 'releaseLease'>;
  readonly member: Member;
  readonly onRetry: SubscribeOptions['onRetry'];
  read(lease: Lease): PartitionReader;
  committer(): Pick<Committer, 'flush' | 'forget'>;
  fail(error: unknown): void;
}

/** One reader for each partition that this member holds, from its lease to its loss or release. */
export interface Assignments {
  readonly readers: ReadonlyMap<string, PartitionReader>;
  /** Starts and stops readers until they are those of the leases. */
  follow(leases: readonly Lease[]): void;
  /** A commit was refused: another member owns the partition. */
  loseStale(mark: Mark): void;
  /** Stops all readers; their handlers are aborted. */
  loseAll(): void;
}

export function createAssignments(ports: AssignmentPorts): Assignments {
  const { store, member, onRetry, fail } = ports;
  const readers = new Map<string, PartitionReader>();
  const leaving = new Set<string>();

  /** Another member owns it: what still runs here is stale. */
  function lose(reader: PartitionReader): void {
    readers.delete(keyOf(reader.at));
    ports.committer().forget(reader.at);
    void reader.stop(true);
  }

  /** It has been dealt to another member, who waits for it: finish, commit, release. */
  async function giveUp(lease: Lease): Promise<void> {
    const key = keyOf(lease);
    leaving.add(key);
    try {
      await readers.get(key)?.stop();
      readers.delete(key);
      await ports.committer().flush();
      await store.releaseLease(member, lease);
    } catch (error) {
      if (!isRetryable(error)) fail(error); // else: the next heartbeat finds it still held, and tries again
    } finally {
      leaving.delete(key);
    }
  }

  return {
    readers,
    follow(leases) {
      const held = new Map(leases.map((lease) => [keyOf(lease), lease]));
      for (const [key, reader] of readers) {
        if (held.get(key)?.generation !== reader.generation) lose(reader);
        else reader.ring(); // it waits while membership is in doubt
      }
      for (const lease of leases) {
        const key = keyOf(lease);
        if (leaving.has(key)) continue;
        if (!lease.wanted) void giveUp(lease);
        else if (!readers.has(key)) readers.set(key, ports.read(lease));
      }
    },
    loseStale({ topic, partition, generation }) {
      const reader = readers.get(keyOf({ topic, partition }));
      if (reader?.generation !== generation) return;
      onRetry?.(new LogError('stale-member', { topic, partition, generation }), reader.at, 1);
      lose(reader);
    },
    loseAll() {
      for (const reader of readers.values()) lose(reader);
    },
  };
}
