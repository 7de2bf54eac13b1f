import { LogError, type StoredRecord, type TopicPartition } from '@told/event-log';
import type { Fetched } from '@told/event-log/engine';
import { visibleRecords } from './visible-records.ts';
import type { Cluster, Purpose } from './wire/cluster.ts';
import { fromKafka } from './wire/failures.ts';
import { type FetchedPartition, nameError, type WireRecord } from './wire/kafkajs-parts.ts';

/** Kafka hides what belongs to a transaction that was given up, or is still open. Agencies may write by transactions. */
const READ_COMMITTED = 1;
const REQUEST_BYTES_MAX = 16 * 1024 * 1024;

export interface FetchPosition {
  readonly at: TopicPartition;
  readonly from: bigint;
}
export interface FetchLimits {
  readonly waitMs: number;
  readonly bytesPerPartition: number;
}

interface FetchAnswer {
  readonly errorCode: number;
  readonly responses: readonly {
    readonly topicName: string;
    readonly partitions: readonly FetchedPartition[];
  }[];
}

/** What a partition had at a position. `next` is where to go on: beyond what Kafka keeps for itself, too. */
export interface Look extends Fetched {
  readonly errorCode: number;
  readonly next: bigint;
}

/** Asks one broker for several of the partitions it leads. @throws LogError when there is no answer */
export async function fetchFrom(
  cluster: Cluster,
  leader: number,
  purpose: Purpose,
  positions: readonly FetchPosition[],
  { waitMs, bytesPerPartition }: FetchLimits,
): Promise<readonly Look[]> {
  const answer = await cluster.call<FetchAnswer>(leader, purpose, 'Fetch', {
    isolationLevel: READ_COMMITTED,
    maxWaitTime: waitMs,
    minBytes: 1,
    maxBytes: Math.min(REQUEST_BYTES_MAX, positions.length * bytesPerPartition),
    topics: groupByTopic(positions, bytesPerPartition),
  });
  const name = nameError(answer.errorCode);
  if (name !== undefined) throw fromKafka(name, { api: 'Fetch', broker: leader });
  return positions.map(({ at, from }) => {
    const found = answer.responses
      .find(({ topicName }) => topicName === at.topic)
      ?.partitions.find(({ partition }) => partition === at.partition);
    if (!found)
      throw new LogError('retriable', { api: 'Fetch', broker: leader, state: 'no answer' });
    return readPartition(at, from, found);
  });
}

function readPartition(at: TopicPartition, from: bigint, found: FetchedPartition): Look {
  const { errorCode, messages } = found;
  if (errorCode !== 0) return { errorCode, low: 0n, end: 0n, next: from, records: [] };
  const records = visibleRecords(messages, found.abortedTransactions, from).map((message) =>
    toRecord(at, message),
  );
  const lastSeen = messages.at(-1);
  const next = lastSeen && BigInt(lastSeen.offset) >= from ? BigInt(lastSeen.offset) + 1n : from;
  // A new leader may not know yet how much is safe to read; that it took the position says that it has as much.
  const end = [BigInt(found.lastStableOffset), next].reduce((a, b) => (a > b ? a : b));
  return { errorCode, low: BigInt(found.lastStartOffset), end, next, records };
}

function groupByTopic(positions: readonly FetchPosition[], maxBytes: number) {
  const topics = new Map<string, object[]>();
  for (const { at, from } of positions) {
    const partitions = topics.get(at.topic) ?? [];
    topics.set(at.topic, partitions);
    partitions.push({ partition: at.partition, fetchOffset: from.toString(), maxBytes });
  }
  return [...topics].map(([topic, partitions]) => ({ topic, partitions }));
}

const EMPTY = Buffer.alloc(0);

/** Foreign producers may leave out a key or a value, name a header twice or as no program may: the port knows none of it. */
function toRecord({ topic, partition }: TopicPartition, message: WireRecord): StoredRecord {
  const headers: Record<string, Buffer> = {};
  for (const [name, value] of Object.entries(message.headers))
    if (name !== '__proto__')
      headers[name] = (Array.isArray(value) ? value.at(-1) : value) ?? EMPTY;
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    timestampMs: Number(message.timestamp),
    key: message.key ?? EMPTY,
    value: message.value ?? EMPTY,
    headers,
  };
}
