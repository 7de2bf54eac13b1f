import type { PartitionBounds, TopicPartition } from '@told/event-log';
import { LogError } from '@told/event-log';
import type { Committed } from '@told/event-log/engine';
import { openCoordinator } from './groups/coordinator.ts';
import type { Cluster } from './wire/cluster.ts';
import { fromKafka } from './wire/failures.ts';

/** Kafka's names for the ends of a partition, in the place of a time. */
const EARLIEST = -2;
const LATEST = -1;
const READ_COMMITTED = 1;
/** An offset that does not exist. */
const NONE = -1n;

interface OffsetsAnswer {
  readonly responses: readonly {
    readonly partitions: readonly {
      readonly partition: number;
      readonly errorCode: number;
      readonly offset: string;
    }[];
  }[];
}

async function offsetOf(cluster: Cluster, at: TopicPartition, timestamp: number): Promise<bigint> {
  const { topic, partition } = at;
  const { offset } = await cluster.atLeader(at, async (leader) => {
    const answer = await cluster.call<OffsetsAnswer>(leader, 'read', 'ListOffsets', {
      isolationLevel: READ_COMMITTED,
      topics: [{ topic, partitions: [{ partition, timestamp }] }],
    });
    const found = answer.responses[0]?.partitions[0];
    if (!found)
      throw new LogError('retriable', { api: 'ListOffsets', broker: leader, state: 'no answer' });
    return found;
  });
  return BigInt(offset);
}

export async function boundsOf(cluster: Cluster, at: TopicPartition): Promise<PartitionBounds> {
  const low = await offsetOf(cluster, at, EARLIEST); // first: the end cannot fall below it afterwards
  const end = await offsetOf(cluster, at, LATEST);
  return { partition: at.partition, low, end };
}

/** The smallest offset whose timestamp is at or after `timestampMs`. */
export async function offsetAtTime(
  cluster: Cluster,
  at: TopicPartition,
  timestampMs: number,
): Promise<bigint | undefined> {
  const found = await offsetOf(cluster, at, Math.max(0, Math.ceil(timestampMs)));
  return found === NONE ? undefined : found;
}

interface CommittedAnswer {
  readonly errorCode?: number;
  readonly responses: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly offset: string;
      readonly errorCode: number;
    }[];
  }[];
}

export async function committedBy(
  cluster: Cluster,
  group: string,
  topic: string,
): Promise<readonly Committed[]> {
  const partitions = (await cluster.partitionsOf(topic)).map((partition) => ({ partition }));
  const coordinator = openCoordinator(cluster, group, 'read');
  const { answer, error } = await coordinator.callForPartitions<CommittedAnswer>('OffsetFetch', {
    topics: [{ topic, partitions }],
  });
  if (error !== undefined) throw fromKafka(error, { group, topic });
  return answer.responses
    .flatMap((response) => response.partitions)
    .map(({ partition, offset }) => ({ partition, next: BigInt(offset) }))
    .filter(({ next }) => next !== NONE)
    .sort((a, b) => a.partition - b.partition);
}
