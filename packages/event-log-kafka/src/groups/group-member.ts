import { LogError, type TopicPartition } from '@told/event-log';
import { keyOf, type Lease, type LogClock, type Mark, type Member } from '@told/event-log/engine';
import type { Cluster, Purpose } from '../wire/cluster.ts';
import { fromKafka } from '../wire/failures.ts';
import {
  dealPartitions,
  decodeShare,
  describeTopics,
  encodeShare,
  type GroupMember,
  listTopics,
  PROTOCOL,
} from './assignment.ts';
import { openCoordinator, type PartitionErrors } from './coordinator.ts';

export interface GroupMemberOptions {
  readonly member: Member;
  /** So long the group waits for members to finish with their partitions before it deals them out without the late ones. */
  readonly handOverMs: number;
  readonly clock: LogClock;
  /** To be called once there is a reason to speak up before the next heartbeat. */
  ring(): void;
}

/** One member of a consumer group, from its first heartbeat to its leave. Between two deals it holds what it was dealt. */
export interface GroupMembership {
  /** A heartbeat: joins first if need be. Gives what the member holds; what it has to give up is not `wanted`. */
  beat(): Promise<readonly Lease[]>;
  /** The partition is finished with. */
  release(at: TopicPartition): void;
  /** Gives the marks that were accepted. */
  commit(marks: readonly Mark[]): Promise<readonly TopicPartition[]>;
  leave(): Promise<void>;
}

/** The group no longer knows this member, or has gone on without it. */
const LOST: readonly string[] = ['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID'];
const REBALANCING = 'REBALANCE_IN_PROGRESS';
/** A group whose members come and go is joined again this often before the next heartbeat tries. */
const JOINS_MAX = 5;
const NO_GENERATION = -1;

interface Joined {
  readonly errorCode: number;
  readonly generationId: number;
  readonly leaderId: string;
  readonly memberId: string;
  readonly members: readonly GroupMember[];
}

export function createGroupMember(cluster: Cluster, options: GroupMemberOptions): GroupMembership {
  const { member, handOverMs, clock, ring } = options;
  const purpose: Purpose = `member ${member.id}`;
  const coordinator = openCoordinator(cluster, member.group, purpose);
  let memberId = '';
  let generation = NO_GENERATION;
  let held = new Map<string, TopicPartition>();
  /** A new deal is due: all partitions are given up first, and only then the member joins again. */
  let isHandingOver = false;

  function forgetDeal(): void {
    generation = NO_GENERATION;
    held = new Map();
    isHandingOver = false;
  }

  const leases = (): readonly Lease[] =>
    [...held.values()].map((at) => ({
      ...at,
      generation: BigInt(generation),
      wanted: !isHandingOver,
    }));

  /** Joins, and waits until all members have, or the slowest have run out of time. */
  async function join(): Promise<void> {
    for (let attempt = 1; attempt <= JOINS_MAX; attempt += 1) {
      const { answer, error } = await coordinator.call<Joined>('JoinGroup', {
        memberId,
        sessionTimeout: member.leaseMs,
        rebalanceTimeout: handOverMs,
        protocolType: 'consumer',
        groupProtocols: [{ name: PROTOCOL, metadata: describeTopics(member.topics) }],
      });
      if (error === undefined) {
        memberId = answer.memberId;
        if (await takeShare(answer)) return;
      } else if (error === 'MEMBER_ID_REQUIRED') {
        memberId = answer.memberId; // KIP-394: the group names its members before it counts them
      } else if (LOST.includes(error)) {
        memberId = '';
      } else if (error !== REBALANCING) {
        throw fromKafka(error, { group: member.group });
      }
    }
    throw new LogError('retriable', { group: member.group, state: 'members come and go' });
  }

  /** Gives false when others have joined meanwhile. The leader deals for all. */
  async function takeShare(joined: Joined): Promise<boolean> {
    const isLeader = joined.leaderId === joined.memberId;
    const { answer, error } = await coordinator.call<{
      readonly errorCode: number;
      readonly memberAssignment: Buffer;
    }>('SyncGroup', {
      memberId: joined.memberId,
      generationId: joined.generationId,
      groupAssignment: isLeader ? await deal(joined.members) : [],
    });
    if (error === REBALANCING) return false;
    if (error !== undefined && LOST.includes(error)) {
      memberId = '';
      return false;
    }
    if (error !== undefined) throw fromKafka(error, { group: member.group });
    generation = joined.generationId;
    held = new Map(decodeShare(answer.memberAssignment).map((at) => [keyOf(at), at]));
    return true;
  }

  async function deal(members: readonly GroupMember[]) {
    const partitions = await Promise.all(
      listTopics(members).map(async (topic) =>
        (await cluster.partitionsOf(topic)).map((partition) => ({ topic, partition })),
      ),
    );
    return [...dealPartitions(members, partitions.flat())].map(([id, share]) => ({
      memberId: id,
      memberAssignment: encodeShare(share),
    }));
  }

  /** Unanswered for a third of the lease, the line is given up while there is time to speak up by another. */
  async function callInTime(api: string, values: object) {
    const answered = new AbortController();
    void clock.sleep(member.leaseMs / 3, answered.signal).then(async () => {
      if (!answered.signal.aborted) await cluster.closePurpose(purpose);
    });
    return coordinator.call(api, values).finally(() => answered.abort('answered'));
  }

  async function heartbeat(): Promise<void> {
    const { error } = await callInTime('Heartbeat', { memberId, groupGenerationId: generation });
    if (error === undefined) return;
    if (error === REBALANCING) isHandingOver = true;
    else if (LOST.includes(error)) {
      forgetDeal();
      if (error !== 'ILLEGAL_GENERATION') memberId = '';
      ring();
    } else throw fromKafka(error, { group: member.group });
  }

  return {
    async beat() {
      if (generation !== NO_GENERATION) {
        await heartbeat();
        // Also what was lost is told before the member joins again: that waits for others, and handlers must stop now.
        if (!isHandingOver || held.size > 0) return leases();
      }
      for (const topic of member.topics) await cluster.partitionsOf(topic);
      forgetDeal();
      await join();
      return leases();
    },
    release(at) {
      held.delete(keyOf(at));
      if (isHandingOver && held.size === 0) ring();
    },
    async commit(marks) {
      const current = marks.filter((mark) => mark.generation === BigInt(generation));
      if (current.length === 0) return [];
      const { error } = await coordinator.callForPartitions<PartitionErrors>('OffsetCommit', {
        memberId,
        groupGenerationId: generation,
        topics: groupByTopic(current),
      });
      if (error === undefined) return current;
      if (LOST.includes(error)) return [];
      throw fromKafka(error, { group: member.group });
    },
    async leave() {
      try {
        if (memberId !== '') await coordinator.call('LeaveGroup', { memberId });
      } finally {
        forgetDeal();
        memberId = '';
        await cluster.closePurpose(purpose);
      }
    },
  };
}

function groupByTopic(marks: readonly Mark[]) {
  const topics = new Map<string, { partition: number; offset: string }[]>();
  for (const { topic, partition, next } of marks) {
    const partitions = topics.get(topic) ?? [];
    topics.set(topic, partitions);
    partitions.push({ partition, offset: next.toString() });
  }
  return [...topics].map(([topic, partitions]) => ({ topic, partitions }));
}
