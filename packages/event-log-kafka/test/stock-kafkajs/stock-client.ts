import { randomUUID } from 'node:crypto';
import net from 'node:net';
import type { EventLog } from '@told/event-log';
import { Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import type { Address } from '../../../testing/src/faults/fault.ts';

export interface Connect {
  readonly brokers: readonly string[];
  readonly connectVia?: (to: Address) => Address;
}

/** kafkajs as it comes from its authors, told only where to connect and to try again for long enough. */
export function createStockClient(
  { brokers, connectVia = (to) => to }: Connect,
  more: Partial<KafkaConfig> = {},
): Kafka {
  return new Kafka({
    clientId: 'stock',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    retry: { retries: 60, initialRetryTime: 50, maxRetryTime: 500 },
    socketFactory: ({ host, port, onConnect }) =>
      net.connect(connectVia({ host, port }), onConnect),
    ...more,
  });
}

/** A topic of its own for each trial: test files share the broker of the run. */
export async function makeTopic(log: EventLog, partitions = 1): Promise<string> {
  const name = `stock.${randomUUID()}`;
  await log.createTopics([{ name, partitions, retentionMs: null }]);
  return name;
}

/** All texts of a topic, by partition, read by kafkajs' own consumer: nobody shall say that the driver's reader lost them. */
export async function readAllTexts(
  kafka: Kafka,
  topic: string,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const missing = new Set(
    ends.filter(({ low, high }) => BigInt(high) > BigInt(low)).map(({ partition }) => partition),
  );
  const texts = new Map<number, string[]>(ends.map(({ partition }) => [partition, []]));
  if (missing.size === 0) return texts;
  const endOf = new Map(ends.map(({ partition, high }) => [partition, BigInt(high)]));
  const groupId = `readers of ${topic} ${process.hrtime.bigint()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 50 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      const reading = consumer.run({
        eachBatch: async ({ batch }) => {
          const { partition, messages } = batch;
          texts.get(partition)?.push(...messages.map(({ value }) => String(value)));
          if (BigInt(batch.lastOffset()) + 1n >= (endOf.get(partition) ?? 0n))
            missing.delete(partition);
          if (missing.size === 0) resolve();
        },
      });
      reading.catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
  return texts;
}
