import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EventLog, TopicPartition } from '@told/event-log';
import { type RunningLog, systemClock } from '@told/event-log/engine';
import { logLevel, Kafka as Stock } from 'kafkajs';
import { type Kafka, type KafkaNode, startKafka } from '../../stack/src/kafka/index.ts';
import { createKafkaLog, type KafkaLogOptions } from '../src/kafka-log.ts';
import { openCluster } from '../src/wire/cluster.ts';

/** As the nodes are set (infra/kafka/broker-settings.yaml): unheard of for so long, a node has lost all it leads. */
export const BROKER_SESSION_MS = 2_000;
/** Kafka's own least is six seconds, too long for tests to wait for members to expire. */
const SESSION_MS_MIN = 500;
const LEASE_MS = 1_500;

/** Nodes of a test's own, to be killed: those of the run serve others. */
export interface TestNodes extends Kafka {
  nodeOf(id: number): KafkaNode;
  /** A client, as another process would be. */
  open(options?: Partial<KafkaLogOptions>): RunningLog;
  /** Ends clients and nodes, and removes what they have stored. */
  remove(): Promise<void>;
}

/** The folder is named so that a later run removes what a killed one left (tools/test-kafka.ts). */
export async function startTestNodes(
  nodes: 1 | 3,
  settings: Readonly<Record<string, string>> = {},
): Promise<TestNodes> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), `told-test-kafka-${process.pid}-`));
  const remove = (): void => fs.rmSync(dir, { recursive: true, force: true });
  try {
    const kafka = await startKafka({
      dir,
      nodes,
      source: 'java',
      settings: { 'group.min.session.timeout.ms': String(SESSION_MS_MIN), ...settings },
    });
    const logs: RunningLog[] = [];
    return {
      ...kafka,
      open(options) {
        const clientId = `client-${logs.length}`;
        const log = createKafkaLog({
          ...{ brokers: kafka.brokers, clientId, leaseMs: LEASE_MS },
          ...options,
        });
        logs.push(log);
        return log;
      },
      nodeOf: (id) => kafka.nodes.find((node) => node.id === id) as KafkaNode,
      async remove() {
        await Promise.all(logs.map((log) => log.close()));
        await kafka.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A topic of its own for each test. */
export async function createTopic(log: EventLog, partitions = 1): Promise<string> {
  const name = `faults.${randomUUID()}`;
  await log.createTopics([{ name, partitions, retentionMs: null }]);
  return name;
}

/** The node that leads a partition, as a client that is not this driver is told. */
export async function findLeader(
  brokers: readonly string[],
  { topic, partition }: TopicPartition,
): Promise<number> {
  const admin = new Stock({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    const found = topics[0]?.partitions.find(({ partitionId }) => partitionId === partition);
    return found?.leader ?? -1;
  } finally {
    await admin.disconnect();
  }
}

/** The node that keeps a group. */
export async function findCoordinator(brokers: readonly string[], group: string): Promise<number> {
  const cluster = openCluster({
    ...{ brokers, clientId: 'asker', clock: systemClock, random: Math.random },
  });
  try {
    const { coordinator } = await cluster.ask<{ readonly coordinator: { nodeId: number } }>(
      'GroupCoordinator',
      { groupId: group, coordinatorType: 0 },
    );
    return coordinator.nodeId;
  } finally {
    await cluster.close();
  }
}

/** Commits an offset for each partition in a group without members, by a client that knows nothing of this driver. */
export async function commitAsStock(
  brokers: readonly string[],
  groupId: string,
  topic: string,
  offsets: readonly string[],
): Promise<void> {
  const admin = new Stock({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const partitions = offsets.map((offset, partition) => ({ partition, offset }));
  await admin.setOffsets({ groupId, topic, partitions });
  await admin.disconnect();
}

export async function deleteAsStock(brokers: readonly string[], topic: string): Promise<void> {
  const admin = new Stock({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.deleteTopics({ topics: [topic] });
  await admin.disconnect();
}
