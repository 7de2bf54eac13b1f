import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunningLog } from '@told/event-log/engine';
import type { Kafka } from 'kafkajs';
import { readTestKafka } from '../../../../tools/read-test-kafka.ts';
import { createKafkaLog } from '../../src/kafka-log.ts';
import { eventually } from '../eventually.ts';
import { createStockClient, makeTopic } from './stock-client.ts';

/** Of records 0 to 9 the first five have gone by retention. */
const LOW = 5;
const END = 10;
const BELOW = 2;
const BEYOND = 1_000;
/** For what must not come: several fetches long. */
const SILENCE_MS = 1_000;

const { brokers, leaseMs } = readTestKafka();
let log: RunningLog;
let stock: Kafka;
let topic: string;

beforeAll(async () => {
  log = createKafkaLog({ brokers, leaseMs, clientId: 'reader' });
  stock = createStockClient({ brokers });
});
afterAll(() => log?.close());

async function makeTrimmedTopic(): Promise<void> {
  topic = await makeTopic(log);
  await append(0, END);
  const admin = stock.admin();
  await admin.connect();
  await admin.fetchTopicOffsets(topic); // or it knows no leader to ask
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(LOW) }] });
  await admin.disconnect();
}

async function append(from: number, to: number): Promise<void> {
  const records = Array.from({ length: to - from }, (_, at) => {
    return { key: Buffer.from('key'), value: Buffer.from(String(from + at)) };
  });
  await log.append({ topic, partition: 0 }, records);
}

/** Asks kafkajs' consumer for a position; then one more record is appended. Resolves with the offsets seen by then. */
async function seekAndRun(
  position: number,
  fromBeginning: boolean,
): Promise<{ readonly seen: readonly number[]; readonly errors: readonly Error[] }> {
  const consumer = stock.consumer({ groupId: `group of ${topic}`, maxWaitTimeInMs: 50 });
  const seen: number[] = [];
  const errors: Error[] = [];
  consumer.on(consumer.events.CRASH, ({ payload }) => errors.push(payload.error));
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning });
    const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
    const jumped = new Promise((resolve) => consumer.on(consumer.events.FETCH, resolve));
    await consumer.run({
      eachMessage: async ({ message }) => void seen.push(Number(message.offset)),
    });
    consumer.seek({ topic, partition: 0, offset: String(position) });
    await Promise.all([joined, jumped]);
    await sleep(SILENCE_MS);
    await append(END, END + 1);
    await eventually(() => seen.includes(END));
  } finally {
    await consumer.disconnect();
  }
  return { seen, errors };
}

describe('a position below the oldest record', () => {
  test('kafkajs jumps over the records that are gone, and says nothing', async () => {
    await makeTrimmedTopic();
    expect(await seekAndRun(BELOW, true)).toEqual({ seen: [5, 6, 7, 8, 9, 10], errors: [] });
  });

  test('kafkajs jumps over the records that are there too, unless told to begin at the beginning', async () => {
    await makeTrimmedTopic();
    expect(await seekAndRun(BELOW, false)).toEqual({ seen: [10], errors: [] });
  });

  test('the driver ends the subscription', () => expectRefused(BELOW));
});

describe('a position beyond the end', () => {
  test('kafkajs begins again at the beginning, and says nothing', async () => {
    await makeTrimmedTopic();
    expect(await seekAndRun(BEYOND, true)).toEqual({ seen: [5, 6, 7, 8, 9, 10], errors: [] });
  });

  test('the driver ends the subscription', () => expectRefused(BEYOND));
});

async function expectRefused(position: number): Promise<void> {
  await makeTrimmedTopic();
  let handled = 0;
  const subscription = await log.subscribe({
    group: `group of ${topic}`,
    topics: [topic],
    from: 'earliest',
    positionOf: async () => ({ next: BigInt(position) }),
    handle: async (batch) => {
      handled += batch.length;
    },
  });
  await expect(subscription.done).rejects.toMatchObject({ code: 'offset-out-of-range' });
  expect(handled).toBe(0);
}
