import type { TopicPartition } from '@told/event-log';
import { MemberAssignment, MemberMetadata } from '../wire/kafkajs-parts.ts';

/** Kafka's name of the way partitions are dealt out; every member of a group must know it. */
export const PROTOCOL = 'told-round-robin';
const VERSION = 0;

export interface GroupMember {
  readonly memberId: string;
  readonly memberMetadata: Buffer;
}

export const describeTopics = (topics: readonly string[]): Buffer =>
  MemberMetadata.encode({ version: VERSION, topics });

/** Topics that any of the members wants. */
export const listTopics = (members: readonly GroupMember[]): readonly string[] => [
  ...new Set(members.flatMap(({ memberMetadata }) => MemberMetadata.decode(memberMetadata).topics)),
];

/**
 * Deals partitions out in turn, each to a member that wants its topic. The same members and partitions give the same deal,
 * whoever leads the group.
 */
export function dealPartitions(
  members: readonly GroupMember[],
  partitions: readonly TopicPartition[],
): ReadonlyMap<string, readonly TopicPartition[]> {
  const wanting = members
    .map(({ memberId, memberMetadata }) => ({
      memberId,
      topics: new Set(MemberMetadata.decode(memberMetadata).topics),
    }))
    .sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
  const dealt = new Map<string, TopicPartition[]>(wanting.map(({ memberId }) => [memberId, []]));
  let turn = 0;
  for (const at of partitions) {
    const takers = wanting.filter(({ topics }) => topics.has(at.topic));
    const taker = takers[turn % takers.length];
    if (!taker) continue;
    dealt.get(taker.memberId)?.push(at);
    turn += 1;
  }
  return dealt;
}

export function encodeShare(share: readonly TopicPartition[]): Buffer {
  const assignment: Record<string, number[]> = {};
  for (const { topic, partition } of share) {
    assignment[topic] ??= [];
    assignment[topic].push(partition);
  }
  return MemberAssignment.encode({ version: VERSION, assignment });
}

/** A member that gets nothing is sent nothing at all. */
export function decodeShare(bytes: Buffer): readonly TopicPartition[] {
  const { assignment } = MemberAssignment.decode(bytes) ?? { assignment: {} };
  return Object.entries(assignment).flatMap(([topic, partitions]) =>
    partitions.map((partition) => ({ topic, partition })),
  );
}
