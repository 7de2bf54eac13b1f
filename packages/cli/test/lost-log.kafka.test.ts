import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { EventLog, StoredRecord, TopicSpec } from '@told/event-log';
import { openEventLog } from '@told/service';
import type { Stack } from '@told/stack';
import { deleteAsStock } from '../../event-log-kafka/test/test-nodes.ts';
import { onOwnKafka } from '../../stack/test/on-own-kafka.ts';
import { checkLostLog } from './check-lost-log.ts';

jest.setTimeout(400_000); // starts brokers and every service, and the gateway again and again
const TOPIC = 'told.changes';
const TRIES_MAX = 60;

/** Kafka gives nobody a way to cut a tail: the topic is made again with what it keeps. */
async function loseTail(stack: Stack, share: number): Promise<void> {
  const log = openEventLog(stack.log, 'test-log');
  try {
    const topic = (await log.topics()).find(({ name }) => name === TOPIC) as TopicSpec;
    const kept = new Map<number, StoredRecord[]>();
    for (const { partition, end } of await log.bounds(TOPIC)) {
      const to = BigInt(Math.floor(Number(end) * share));
      const records: StoredRecord[] = [];
      if (to > 0n) {
        for await (const some of log.read({ topic: TOPIC, partition, from: 0n, to })) {
          records.push(...some);
        }
      }
      kept.set(partition, records);
    }
    await deleteAsStock(stack.log.brokers, TOPIC);
    await createAgain(log, topic);
    for (const [partition, records] of kept) {
      if (records.length > 0) await log.append({ topic: TOPIC, partition }, records);
    }
  } finally {
    await log.close();
  }
}

/** Brokers delete in their own time. */
async function createAgain(log: EventLog, topic: TopicSpec): Promise<void> {
  for (let tried = 1; (await log.topics()).some(({ name }) => name === TOPIC); tried += 1) {
    if (tried > TRIES_MAX) throw new Error(`topic ${TOPIC} does not go`);
    await sleep(200);
  }
  await log.createTopics([topic]);
}

checkLostLog({ choose: onOwnKafka, loseTail });
