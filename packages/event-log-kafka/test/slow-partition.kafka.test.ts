import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RunningLog } from '@told/event-log/engine';
import { readTestKafka } from '../../../tools/read-test-kafka.ts';
import { createKafkaLog } from '../src/kafka-log.ts';
import { eventually } from './eventually.ts';
import { tellFigures } from './figures.ts';
import { createTopic } from './test-nodes.ts';

const { brokers } = readTestKafka();
const PARTITIONS = 4;
const SLOW = 0;
const VALUE_BYTES = 16 * 1024;
const RECORDS = 32;
const ROUNDS = 128;
const MEBIBYTE = 1024 * 1024;
const WAITING_MIB = (VALUE_BYTES * RECORDS * ROUNDS) / MEBIBYTE;
/** From before its append to its handling, beside a partition that has been blocked for seconds; two busy cores. */
const DELAY_MS_MAX = 3_000;
/** A member that a busy machine makes miss its lease waits for its blocked handler before it joins again: that is not tried here. */
const LEASE_MS = 60_000;
/** What has been fetched ahead for the blocked partition: a few batches, and not what waits. */
const GROWTH_MIB_MAX = 16;

let writer: RunningLog;
let reader: RunningLog;
beforeAll(() => {
  writer = createKafkaLog({ brokers, clientId: 'writer' });
  reader = createKafkaLog({ brokers, clientId: 'reader', leaseMs: LEASE_MS });
});
afterAll(() => Promise.all([writer?.close(), reader?.close()]));

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
async function measureMib(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    collectGarbage();
    await setImmediate(); // buffers outside the heap go a turn later
  }
  const { heapUsed, external } = process.memoryUsage();
  return Math.round((heapUsed + external) / MEBIBYTE);
}

test('a blocked partition holds up no other, and what waits for it stays in the log', async () => {
  const topic = await createTopic(writer, PARTITIONS);
  const unblocked = Promise.withResolvers<void>();
  const handled = Array.from({ length: PARTITIONS }, () => 0);
  const delaysMs: number[] = [];
  let beganSlow = false;
  const subscription = await reader.subscribe({
    ...{ group: `of ${topic}`, topics: [topic], from: 'earliest' },
    positionOf: async () => undefined,
    async handle(batch) {
      const partition = batch[0]?.partition ?? -1;
      if (partition === SLOW) {
        beganSlow = true;
        await unblocked.promise;
      }
      for (const { value } of batch)
        if (partition !== SLOW) delaysMs.push(performance.now() - value.readDoubleBE(0));
      handled[partition] = (handled[partition] ?? 0) + batch.length;
    },
  });
  const startMs = performance.now();
  const appendRound = (partition: number, count: number): Promise<unknown> => {
    const value = Buffer.alloc(VALUE_BYTES, 7);
    value.writeDoubleBE(performance.now());
    const records = Array.from({ length: count }, () => ({ key: Buffer.from('k'), value }));
    return writer.append({ topic, partition }, records);
  };
  await appendRound(SLOW, 1);
  await eventually(() => beganSlow);
  const beforeMib = await measureMib();
  for (let round = 0; round < ROUNDS; round += 1) {
    const others = Array.from({ length: PARTITIONS - 1 }, (_, n) => appendRound(n + 1, 1));
    await Promise.all([appendRound(SLOW, RECORDS), ...others]);
  }
  await eventually(() => delaysMs.length >= ROUNDS * (PARTITIONS - 1));
  const blockedMs = Math.round(performance.now() - startMs);
  const growthMib = (await measureMib()) - beforeMib;
  expect(handled[SLOW]).toBe(0);
  unblocked.resolve();
  const caughtUpMs = await eventually(() => (handled[SLOW] ?? 0) >= 1 + ROUNDS * RECORDS);
  const longestDelayMs = Math.round(Math.max(...delaysMs));
  tellFigures('slow partition', {
    ...{ blockedMs, waitingMib: WAITING_MIB, growthMib, longestDelayMs, caughtUpMs },
  });
  expect(longestDelayMs).toBeLessThan(DELAY_MS_MAX);
  expect(growthMib).toBeLessThan(GROWTH_MIB_MAX);
  await subscription.close();
});
