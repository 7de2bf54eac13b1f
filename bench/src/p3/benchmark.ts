import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Benchmark, Contender, Measurement } from '../benchmark.ts';
import { elapsedProcessorTime, readProcessorTime } from '../measure/processor-time.ts';
import { runContender } from '../measure/run-contender.ts';
import { findJavaTool, type JavaTool } from './java-tool.ts';
import { type OpenBroker, openBroker } from './open-broker.ts';
import { runProducerPerformance } from './producer-performance.ts';
import { createTopicKeeper, type TopicKeeper } from './read-back.ts';
import { VALUE_BYTES, type Work } from './work.ts';

const PARTITIONS = 4;
const BATCH_RECORDS = 500;
const WARM_UP_RECORDS = 100_000;
const RECORDS = 200_000;

type Setting = {
  readonly broker: OpenBroker;
  readonly keeper: TopicKeeper;
  readonly tool: JavaTool;
};

/** Runs one contender on a topic of its own, which is removed again. */
async function withTopic(
  { broker, keeper }: Setting,
  measure: (work: Work) => Promise<Measurement>,
): Promise<Measurement> {
  const work: Work = {
    brokers: broker.brokers,
    topic: `bench-${randomUUID()}`,
    partitions: PARTITIONS,
    warmUpRecords: WARM_UP_RECORDS,
    records: RECORDS,
    batchRecords: BATCH_RECORDS,
  };
  await keeper.create(work.topic, PARTITIONS);
  try {
    return await measure(work);
  } finally {
    await keeper.remove(work.topic);
  }
}

/** Readings at the edges of the measured part: what was used between the first and the last. */
function meter(read: () => number | undefined) {
  const readings: (number | undefined)[] = [];
  return {
    take: (): void => void readings.push(read()),
    used: (): number | undefined => elapsedProcessorTime(readings.at(0), readings.at(-1)),
  };
}

const nodeContender = (name: string, program: string, setting: Setting): Contender => ({
  name,
  measure: () =>
    withTopic(setting, async (work) => {
      const broker = meter(() => readProcessorTime(setting.broker.pid()));
      const file = path.join(import.meta.dirname, program);
      const {
        done: acknowledged,
        seconds,
        cpuSeconds,
      } = await runContender(file, work, broker.take);
      if (acknowledged !== work.records)
        throw new Error(`${name} sends all it was given (acknowledged=${acknowledged})`);
      await setting.keeper.readBack(work);
      return {
        records: acknowledged,
        seconds,
        clientCpuSeconds: cpuSeconds,
        brokerCpuSeconds: broker.used(),
      };
    }),
});

const javaContender = (setting: Setting): Contender => ({
  name: 'ProducerPerformance',
  measure: () =>
    withTopic(setting, async (work) => {
      const broker = meter(() => readProcessorTime(setting.broker.pid()));
      let pid: number | undefined;
      const client = meter(() => readProcessorTime(pid));
      const { records, seconds } = await runProducerPerformance(setting.tool, work, (its) => {
        pid = its;
        client.take();
        broker.take();
      });
      await setting.keeper.count(work.topic, work.warmUpRecords + work.records);
      return {
        records,
        seconds,
        clientCpuSeconds: client.used(),
        brokerCpuSeconds: broker.used(),
      };
    }),
});

const kafkajsVersion = (): string =>
  (createRequire(import.meta.url)('kafkajs/package.json') as { readonly version: string }).version;

export const P3: Benchmark = {
  id: 'P3',
  work: `producer: ${RECORDS.toLocaleString('en-GB')} records with a key and a value of ${VALUE_BYTES} bytes, ${BATCH_RECORDS} a batch, to one topic of ${PARTITIONS} partitions, until all are acknowledged`,
  async open(onProgress) {
    const tool = await findJavaTool(onProgress);
    const broker = await openBroker(onProgress);
    const keeper = createTopicKeeper(broker.brokers);
    const setting: Setting = { broker, keeper, tool };
    return {
      product: nodeContender('event-log-kafka', 'product.ts', setting),
      productRunsAs: `createKafkaLog().append, as the relay calls it: by partition, one append of ${BATCH_RECORDS} a partition at a time, ${PARTITIONS} partitions side by side; it computes every record's partition and digest`,
      comparisons: [
        {
          id: 'P3',
          peer: nodeContender('stock kafkajs', 'stock-kafkajs.ts', setting),
          aim: 1.3,
          peerRunsAs: `producer.send of ${BATCH_RECORDS} with the default partitioner, the next when the last is acknowledged; same keys, values and headers, digests given`,
        },
        {
          id: 'P3-java',
          peer: javaContender(setting),
          aim: 0.9,
          peerRunsAs: `no keys, no headers, values longer by as much; batch.size of ${BATCH_RECORDS} records, otherwise its defaults: idempotent, 5 requests in flight, a buffer of 32 MB`,
        },
      ],
      durability: broker.durability,
      invariant:
        'every acknowledged record read back once, unchanged, in the order of its key (ProducerPerformance: counted)',
      versions: { ...tool.versions, kafkajs: kafkajsVersion() },
      async close() {
        await broker.close();
      },
    };
  },
};
