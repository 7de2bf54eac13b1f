import { randomUUID } from 'node:crypto';
import { eventLogMigrations } from '@told/event-log';
import type { BenchOptions } from '../benchmark.ts';
import type { OpenServer } from '../measure/open-server.ts';
import { elapsedProcessorTime, readProcessorTime } from '../measure/processor-time.ts';
import { openBroker } from '../p3/open-broker.ts';
import { type LogPlace, openLog, PARTITIONS } from './work.ts';

export type Bus = {
  readonly name: 'embedded' | 'kafka';
  readonly durability: string;
  /** A topic that nobody has written to. */
  create(): Promise<{ readonly log: LogPlace; readonly topic: string; remove(): Promise<void> }>;
  /** Of the broker, beside the database server; nothing where they are one. */
  processorTime(): number | undefined;
  close(): Promise<void>;
};

const LOG = [{ name: 'event-log', dir: eventLogMigrations }];

async function createTopic(log: LogPlace, topic: string): Promise<void> {
  const opened = openLog(log, 'bench');
  await opened.createTopics([{ name: topic, partitions: PARTITIONS, retentionMs: null }]);
  await opened.close();
}

/** The log that was asked for: in a database of the server, or a Kafka broker of its own. */
export async function openBus(
  server: OpenServer,
  { bus }: Pick<BenchOptions, 'bus'>,
  onProgress: (what: string) => void,
): Promise<Bus> {
  if (bus === 'embedded')
    return {
      name: bus,
      durability: server.durability,
      async create() {
        const url = await server.create(LOG);
        const log: LogPlace = { kind: 'embedded', url };
        await createTopic(log, 'told.changes');
        return { log, topic: 'told.changes', remove: () => server.drop(url) };
      },
      processorTime: () => 0,
      close: async () => undefined,
    };
  const broker = await openBroker(onProgress);
  const readBroker = (): number | undefined => readProcessorTime(broker.pid());
  const from = readBroker();
  return {
    name: bus,
    durability: `${server.durability}; ${broker.durability}`,
    async create() {
      const log: LogPlace = { kind: 'kafka', brokers: broker.brokers };
      const topic = `bench-${randomUUID()}`;
      await createTopic(log, topic);
      return { log, topic, remove: async () => undefined };
    },
    processorTime: () => elapsedProcessorTime(from, readBroker()),
    close: () => broker.close(),
  };
}
