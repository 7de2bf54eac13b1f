import { setTimeout as sleep } from 'node:timers/promises';
import { LogError, systemClock } from '@told/event-log';
import { type BrokerAccess, pickAccess } from './broker-access.ts';
import { createGroupMember } from './groups/group-member.ts';
import { type Cluster, openCluster } from './wire/cluster.ts';
import type { Address } from './wire/open-socket.ts';
import { quietIdleQueues } from './wire/quiet-queue.ts';

export interface ClusterState {
  readonly brokers: readonly (Address & { readonly id: number })[];
  /** Partitions that nobody leads: they can be neither written nor read. */
  readonly offlinePartitions: number;
  /** Partitions of which a copy is missing or behind. */
  readonly underReplicatedPartitions: number;
}

export interface ClusterAccess extends BrokerAccess {
  readonly connectVia?: (to: Address) => Address;
}

const CLIENT_ID = 'told-cluster-state';
const NOBODY = -1;
const POLL_MS = 25;
/** Within Kafka's default bounds of 6 and 1,800 s; the member leaves at once. */
const SESSION_MS = 10_000;

/**
 * Asks the first broker that answers for the state of its cluster. `brokers` are host:port; the addresses in the answer
 * are those that the brokers advertise. Rejects with LogError `retriable` when none answers.
 */
export async function describeCluster(options: ClusterAccess): Promise<ClusterState> {
  return withCluster(options, async (cluster) => {
    const { brokers, topicMetadata } = await cluster.describe();
    const partitions = topicMetadata.flatMap(({ partitionMetadata }) => partitionMetadata);
    return {
      brokers: brokers.map(({ nodeId: id, host, port }) => ({ id, host, port })),
      offlinePartitions: partitions.filter(({ leader }) => leader === NOBODY).length,
      underReplicatedPartitions: partitions.filter(
        ({ replicas, isr }) => isr.length < replicas.length,
      ).length,
    };
  });
}

/**
 * Resolves when `nodes` brokers are registered and a group was joined and left. A cluster that knows its brokers may still
 * be unable to coordinate groups, so only the round trip says that it is ready; it needs no topic, and Kafka itself removes the empty group.
 * Rejects with LogError `retriable` after `timeoutMs`, with the last refusal as its cause; `unauthorized` at once; or with the signal's reason.
 */
export async function awaitCoordinator(
  options: BrokerAccess & {
    readonly nodes: number;
    readonly timeoutMs: number;
    readonly signal?: AbortSignal;
  },
): Promise<void> {
  const { nodes, timeoutMs, signal } = options;
  const deadline = Date.now() + timeoutMs;
  await withCluster(options, async (cluster) => {
    for (;;) {
      signal?.throwIfAborted();
      try {
        await refuseMissing(cluster, nodes);
        await joinAndLeave(cluster);
        return;
      } catch (error) {
        if (error instanceof LogError && error.code === 'unauthorized') throw error;
        if (Date.now() >= deadline) throw new LogError('retriable', { nodes, timeoutMs }, error);
      }
      await sleep(POLL_MS, undefined, signal && { signal });
    }
  });
}

async function withCluster<T>(
  options: ClusterAccess,
  use: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  quietIdleQueues();
  const { connectVia } = options;
  const cluster = openCluster({
    ...pickAccess(options),
    ...(connectVia && { connectVia }),
    clientId: CLIENT_ID,
    clock: systemClock,
    random: Math.random,
  });
  try {
    return await use(cluster);
  } finally {
    await cluster.close();
  }
}

async function refuseMissing(cluster: Cluster, nodes: number): Promise<void> {
  const { brokers } = await cluster.describe([]);
  if (brokers.length < nodes) {
    throw new LogError('retriable', { registered: brokers.length, wanted: nodes });
  }
}

/** The first to look for a coordinator makes Kafka create its offsets topic; a synchronised group is written to it. */
async function joinAndLeave(cluster: Cluster): Promise<void> {
  const membership = createGroupMember(cluster, {
    member: { group: `told-ready-${process.pid}`, id: 'ready', topics: [], leaseMs: SESSION_MS },
    handOverMs: SESSION_MS,
    clock: systemClock,
    ring: () => undefined,
  });
  await membership.beat();
  await membership.leave();
}
