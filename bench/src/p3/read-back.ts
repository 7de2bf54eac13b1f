import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, Kafka, logLevel } from '@told/event-log-kafka/bench/stock-kafkajs';
import { InvariantError } from '../benchmark.ts';
import { createStoredCheck } from './check-stored.ts';
import { createRecordSource, type Work } from './work.ts';

const TIMEOUT_MS = 60_000;
const LEADER_RETRY_MS = 100;
const LEADER_ATTEMPTS_MAX = 50;

export type TopicKeeper = {
  /** A topic that nothing has written to. */
  create(topic: string, partitions: number): Promise<void>;
  remove(topic: string): Promise<void>;
  /** @throws InvariantError unless the topic holds the records of the work, once each, each key's in order */
  readBack(work: Work): Promise<void>;
  /** For records without a sequence. @throws InvariantError unless the topic holds so many */
  count(topic: string, records: number): Promise<void>;
};

/** Stock kafkajs keeps the topics and reads them: the check shares no code with the product that it checks. */
export function createTopicKeeper(brokers: readonly string[]): TopicKeeper {
  const kafka = new Kafka({
    clientId: 'bench-check',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
  });
  // One client a use: it would go on asking for a topic that it has seen, and fail once that is removed.
  const withAdmin = async <T>(use: (admin: Admin) => Promise<T>): Promise<T> => {
    const admin = kafka.admin();
    await admin.connect();
    try {
      return await use(admin);
    } finally {
      await admin.disconnect();
    }
  };
  return {
    async create(topic, numPartitions) {
      const spec = { topics: [{ topic, numPartitions }], waitForLeaders: false };
      await withAdmin((admin) => admin.createTopics(spec));
      await awaitLeaders(() => withAdmin((admin) => readEnds(admin, topic)));
    },
    async remove(topic) {
      await withAdmin((admin) => admin.deleteTopics({ topics: [topic] })).catch((error) => {
        // kafkajs asks again when the answer was late, and then hears that there is no such topic.
        if ((error.type ?? error.cause?.type) !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
      });
    },
    async count(topic, records) {
      const ends = await withAdmin((admin) => readEnds(admin, topic));
      const stored = [...ends.values()].reduce((sum, end) => sum + end, 0);
      if (stored !== records) throw new InvariantError({ acknowledged: records, stored });
    },
    async readBack(work) {
      const check = createStoredCheck(work.warmUpRecords + work.records, createRecordSource());
      const ends = await withAdmin((admin) => readEnds(admin, work.topic));
      await readAll(kafka, work.topic, ends, check.take);
      check.finish();
    },
  };
}

/** kafkajs's own wait ends with an error where a busy broker has not yet heard of the topic at all. */
async function awaitLeaders(askLeaders: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await askLeaders();
      return;
    } catch (error) {
      if (attempt === LEADER_ATTEMPTS_MAX) throw error;
      await sleep(LEADER_RETRY_MS);
    }
  }
}

/** Partition → the offset after its last record, of partitions that hold any. */
async function readEnds(admin: Admin, topic: string): Promise<ReadonlyMap<number, number>> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return new Map(
    offsets
      .map(({ partition, high }) => [partition, Number(high)] as const)
      .filter(([, end]) => end > 0),
  );
}

async function readAll(
  kafka: Kafka,
  topic: string,
  ends: ReadonlyMap<number, number>,
  take: (partition: number, key: Buffer | null, value: Buffer | null) => void,
): Promise<void> {
  const unread = new Set(ends.keys());
  if (unread.size === 0) return;
  const consumer = kafka.consumer({ groupId: `bench-${randomUUID()}`, maxWaitTimeInMs: 50 });
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  done.catch(() => undefined); // it may reject before anybody waits for it
  const timer = setTimeout(
    () => reject(new InvariantError({ partitionsNotReadToTheirEnd: unread.size })),
    TIMEOUT_MS,
  );
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      async eachBatch({ batch }) {
        for (const { key, value } of batch.messages) take(batch.partition, key, value);
        const next = Number(batch.lastOffset()) + 1;
        if (next >= (ends.get(batch.partition) ?? 0)) unread.delete(batch.partition);
        if (unread.size === 0) resolve();
      },
    });
    await done;
  } finally {
    clearTimeout(timer);
    await consumer.disconnect();
  }
}
