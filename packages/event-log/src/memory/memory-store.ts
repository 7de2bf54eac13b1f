import type { LogClock } from '../clock.ts';
import type { Append, Bells, LogStore, Mark, Member } from '../engine/store.ts';
import { LogError } from '../errors.ts';
import type { Appended, StoredRecord, TopicPartition, TopicSpec } from '../port.ts';
import { createMemoryGroups } from './memory-groups.ts';

interface MemoryPartition {
  readonly at: TopicPartition;
  records: StoredRecord[];
  low: bigint;
  next: bigint;
  lastMs: number;
}

/** What all clients of one memory log share: the records, the groups and who wants to hear of news. */
export interface MemoryStore extends Omit<LogStore, 'close'> {
  partition(at: TopicPartition): MemoryPartition;
  ringAll(): void;
}

export function createMemoryStore(clock: LogClock): MemoryStore {
  const topics = new Map<string, { spec: TopicSpec; partitions: MemoryPartition[] }>();
  const watchers = new Set<{ member: Member; bells: Bells }>();
  const partitionsOf = (topic: string): readonly MemoryPartition[] => {
    const found = topics.get(topic);
    if (!found) throw new LogError('unknown-topic', { topic });
    return found.partitions;
  };
  const partition = (at: TopicPartition): MemoryPartition => {
    const found = partitionsOf(at.topic)[at.partition];
    if (!found) throw new LogError('unknown-topic', { topic: at.topic, partition: at.partition });
    return found;
  };
  const groups = createMemoryGroups(clock, partitionsOf, (group) => {
    for (const { member, bells } of watchers) if (member.group === group) bells.members();
  });
  const ring = (at?: TopicPartition): void => {
    for (const { bells } of watchers) bells.records(at);
  };

  return {
    partition,
    ringAll: () => ring(),
    async createTopics(specs) {
      for (const spec of specs) {
        const known = topics.get(spec.name);
        if (known && known.spec.partitions !== spec.partitions)
          throw new LogError('fatal', { topic: spec.name, partitions: known.spec.partitions });
        const partitions =
          known?.partitions ??
          Array.from({ length: spec.partitions }, (_, number) => emptyPartition(spec.name, number));
        topics.set(spec.name, { spec, partitions });
      }
    },
    topics: async () => [...topics.values()].map(({ spec }) => spec),
    append: async (parts) =>
      parts.map(({ to, appends }) =>
        answer(() => {
          const appended = storeAppends(partition(to), appends, clock.nowMs());
          ring(to);
          return appended;
        }),
      ),
    fetch: async (requests) =>
      requests.map(({ at, from, records: limit }) =>
        answer(() => {
          const { records, low, next: end } = partition(at);
          const first = firstIndex(records, (record) => record.offset >= from);
          return { low, end, records: records.slice(first, first + limit) };
        }),
      ),
    bounds: async (topic) =>
      partitionsOf(topic).map(({ at, low, next: end }) => ({ partition: at.partition, low, end })),
    async offsetAt(at, timestampMs) {
      const { records } = partition(at);
      return records[firstIndex(records, (record) => record.timestampMs >= timestampMs)]?.offset;
    },
    committed: async (group, topic) => groups.committed(group, topic),
    joinGroup: async (member) => groups.join(member),
    commit: async (member: Member, marks: readonly Mark[]) => groups.commit(member, marks),
    releaseLease: async (member, at) => groups.release(member, at),
    leaveGroup: async (member) => groups.leave(member),
    watch(member, bells) {
      const watcher = { member, bells };
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    async applyRetention() {
      for (const { spec, partitions } of topics.values())
        if (spec.retentionMs !== null)
          for (const each of partitions) trimOlder(each, clock.nowMs() - spec.retentionMs);
    },
  };
}

/** An error of the log is the answer to one part of a call. */
function answer<T>(ask: () => T): T | LogError {
  try {
    return ask();
  } catch (error) {
    if (error instanceof LogError) return error;
    throw error;
  }
}

const emptyPartition = (topic: string, number: number): MemoryPartition => ({
  at: { topic, partition: number },
  records: [],
  low: 0n,
  next: 0n,
  lastMs: 0,
});

function storeAppends(
  partition: MemoryPartition,
  appends: readonly Append[],
  nowMs: number,
): readonly (readonly Appended[])[] {
  partition.lastMs = Math.max(partition.lastMs, Math.floor(nowMs));
  return appends.map((records) =>
    records.map(({ key, value, headers }) => {
      const { lastMs: timestampMs, next: offset } = partition;
      partition.next += 1n;
      partition.records.push({ ...partition.at, offset, timestampMs, key, value, headers });
      return { partition: partition.at.partition, offset, timestampMs };
    }),
  );
}

function trimOlder(partition: MemoryPartition, beforeMs: number): void {
  const { records } = partition;
  const kept = firstIndex(records, ({ timestampMs }) => timestampMs >= beforeMs);
  if (kept === 0) return;
  partition.low = records[kept]?.offset ?? partition.next;
  partition.records = records.slice(kept);
}

/** Binary search: the first index for which the rising condition holds, or the length. */
function firstIndex<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
