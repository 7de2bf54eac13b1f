import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunningLog } from '@told/event-log/engine';
import type { Kafka } from 'kafkajs';
import { readTestKafka } from '../../../../tools/read-test-kafka.ts';
import { createKafkaLog } from '../../src/kafka-log.ts';
import { eventually } from '../eventually.ts';
import { tellFigures } from '../figures.ts';
import { createStockClient, makeTopic } from './stock-client.ts';

const PARTITIONS = 6;
const SLOW = 0;
const RECORDS_EACH = 20;
/** How long the slow handler takes at least, while the other partitions have new records. */
const HELD_MS = 2_000;

const { brokers } = readTestKafka();
let log: RunningLog;
let stock: Kafka;

beforeAll(async () => {
  log = createKafkaLog({ brokers, clientId: 'reader' });
  stock = createStockClient({ brokers });
});
afterAll(() => log?.close());

type Handle = (partition: number, records: number) => Promise<void>;
/** Begins to consume a topic, partitions side by side. Resolves with what ends it. */
type WayOfConsuming = (topic: string, handle: Handle) => Promise<() => Promise<void>>;

const stockConsumer: WayOfConsuming = async (topic, handle) => {
  const consumer = stock.consumer({ groupId: `group of ${topic}`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    partitionsConsumedConcurrently: PARTITIONS,
    eachBatch: ({ batch: { partition, messages } }) => handle(partition, messages.length),
  });
  return () => consumer.disconnect();
};

const driver: WayOfConsuming = async (topic, handle) => {
  const subscription = await log.subscribe({
    group: `group of ${topic}`,
    topics: [topic],
    from: 'earliest',
    positionOf: async () => undefined,
    handle: (batch) => handle(batch[0]?.partition ?? -1, batch.length),
  });
  return () => subscription.close();
};

/** Records of the neighbours handled while one partition's handler was busy, and after it was done. */
interface Progress {
  readonly asked: number;
  readonly whileBusy: number;
  readonly afterwards: number;
}

async function consumeBesideSlowPartition(consume: WayOfConsuming): Promise<Progress> {
  const topic = await makeTopic(log, PARTITIONS);
  const neighbours = await findNeighbours(topic);
  const asked = neighbours.length * RECORDS_EACH;
  let isBusy = false;
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let handled = 0;
  await append(topic, SLOW);
  const end = await consume(topic, async (partition, records) => {
    if (partition !== SLOW) {
      handled += records;
      return;
    }
    isBusy = true;
    await released;
  });
  await eventually(() => isBusy);
  await Promise.all(neighbours.map((partition) => append(topic, partition)));
  await sleep(HELD_MS);
  const whileBusy = handled;
  release();
  await eventually(() => handled >= asked);
  await end();
  return { asked, whileBusy, afterwards: handled };
}

/** The partitions that the slow one's leader leads too. */
async function findNeighbours(topic: string): Promise<readonly number[]> {
  const admin = stock.admin();
  await admin.connect();
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  await admin.disconnect();
  const partitions = topics[0]?.partitions ?? [];
  const leader = partitions.find(({ partitionId }) => partitionId === SLOW)?.leader;
  return partitions
    .filter((one) => one.partitionId !== SLOW && one.leader === leader)
    .map(({ partitionId }) => partitionId);
}

async function append(topic: string, partition: number): Promise<void> {
  const record = { key: Buffer.from('key'), value: Buffer.from('value') };
  await log.append({ topic, partition }, Array(RECORDS_EACH).fill(record));
}

describe('one partition whose handler takes its time', () => {
  test('the consumer of kafkajs fetches nothing for the other partitions of that node', async () => {
    const progress = await consumeBesideSlowPartition(stockConsumer);
    tellFigures('slow partition, the consumer of kafkajs', { ...progress });
    expect(progress.whileBusy).toBe(0);
  });

  test('the driver goes on with the others', async () => {
    const progress = await consumeBesideSlowPartition(driver);
    tellFigures('slow partition, the driver', { ...progress });
    expect(progress.whileBusy).toBe(progress.asked);
  });
});
