import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { readTestKafka } from '../../../tools/read-test-kafka.ts';
import { createKafkaLog } from '../src/kafka-log.ts';

const IDLE_MS = 3_000;
/** An idle reader asks a broker four times a second, and speaks up every few seconds. Unpatched, kafkajs's timers alone take more. */
const BUSY_SHARE_MAX = 0.05;

test('an idle subscriber leaves the processor alone', async () => {
  const { brokers } = readTestKafka();
  const log = createKafkaLog({ brokers, clientId: 'idle' });
  const topic = `idle.${process.pid}`;
  await log.createTopics([{ name: topic, partitions: 8, retentionMs: null }]);
  const subscription = await log.subscribe({
    ...{ group: topic, topics: [topic], from: 'earliest' },
    positionOf: async () => undefined,
    handle: async () => undefined,
  });
  while (subscription.assigned().length < 8) await sleep(20);
  await log.append({ topic, partition: 0 }, [{ key: Buffer.from('k'), value: Buffer.from('v') }]);
  await sleep(1_500); // the bustle after a record is over

  const before = process.cpuUsage();
  await sleep(IDLE_MS);
  const { user, system } = process.cpuUsage(before);
  const share = (user + system) / 1_000 / IDLE_MS;

  await log.close();
  expect(share).toBeLessThan(BUSY_SHARE_MAX);
});
