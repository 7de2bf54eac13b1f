import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventLog, Subscription } from '@told/event-log';
import type { RunningLog } from '@told/event-log/engine';
import { readTestKafka } from '../../../tools/read-test-kafka.ts';
import { createKafkaLog } from '../src/kafka-log.ts';
import { eventually } from './eventually.ts';
import { tellFigures } from './figures.ts';
import { createTopic, deleteAsStock } from './test-nodes.ts';

const { brokers, leaseMs } = readTestKafka();
/** Brokers do not hear of a topic's making or deletion at once, so it takes a while until nobody doubts it. */
const TOLD_WITHIN_MS = 15_000;
const record = { key: Buffer.from('k'), value: Buffer.from('v') };
const unknown = { code: 'unknown-topic', retryable: false };

let log: RunningLog;
beforeAll(() => {
  log = createKafkaLog({ brokers, clientId: 'asker', leaseMs });
});
afterAll(() => log?.close());

function subscribe(
  client: EventLog,
  topics: readonly string[],
  onRecord = () => {},
): Promise<Subscription> {
  return client.subscribe({
    ...{ group: `of ${topics.join()}`, topics, from: 'earliest' },
    positionOf: async () => undefined,
    handle: async () => onRecord(),
  });
}

describe('a topic that is not there', () => {
  test('refuses appends and readers, and makes no topic of a mistyped name', async () => {
    const there = await createTopic(log);
    const missing = `${there}.mistyped`;
    await expect(log.append({ topic: missing, partition: 0 }, [record])).rejects.toMatchObject(
      unknown,
    );
    await expect(subscribe(log, [there, missing])).rejects.toMatchObject(unknown);
    expect((await log.topics()).map(({ name }) => name)).not.toContain(missing);
  });

  test('with fewer partitions than its writer thinks: the rest are not there', async () => {
    const topic = await createTopic(log, 2);
    await expect(log.append({ topic, partition: 2 }, [record])).rejects.toMatchObject(unknown);
    await expect(
      log.createTopics([{ name: topic, partitions: 3, retentionMs: null }]),
    ).rejects.toMatchObject({ code: 'fatal', details: { partitions: 2, asked: 3 } });
  });
});

describe('a topic that is deleted', () => {
  test('ends its subscriptions, also one that waits for news, and refuses appends', async () => {
    const client = createKafkaLog({ brokers, clientId: 'reader', leaseMs });
    const topic = await createTopic(client, 2);
    let seen = 0;
    const subscription = await subscribe(client, [topic], () => {
      seen += 1;
    });
    await client.append({ topic, partition: 1 }, [record]);
    await eventually(() => seen === 1);
    await deleteAsStock(brokers, topic);
    let ended: unknown;
    subscription.done.catch((error: unknown) => {
      ended = error;
    });
    const toldAfterMs = await eventually(() => ended !== undefined, TOLD_WITHIN_MS);
    expect(ended).toMatchObject(unknown);
    await expect(client.append({ topic, partition: 1 }, [record])).rejects.toMatchObject(unknown);
    tellFigures('topic deleted', { toldAfterMs });
    await client.close();
  });

  test('does not keep others from being listed', async () => {
    const kept = await createTopic(log);
    let isDone = false;
    const coming = (async () => {
      for (let n = 0; n < 20 && !isDone; n += 1)
        await deleteAsStock(brokers, await createTopic(log));
      isDone = true;
    })();
    try {
      while (!isDone) expect((await log.topics()).map(({ name }) => name)).toContain(kept);
    } finally {
      isDone = true;
      await coming;
    }
  });
});
