import path from 'node:path';
import { serviceMigrations } from '@told/service';
import {
  type Benchmark,
  type BenchOptions,
  type Contender,
  InvariantError,
  type OpenBenchmark,
  partOf,
} from '../benchmark.ts';
import { measureProgram } from '../measure/measure-program.ts';
import { type OpenServer, openServer } from '../measure/open-server.ts';
import { createStoredCheck } from '../p3/check-stored.ts';
import { createRecordSource, VALUE_BYTES } from '../p3/work.ts';
import { fillOutbox } from './fill-outbox.ts';
import { type Bus, openBus } from './open-bus.ts';
import { openLog, PARTITIONS, ROUND_RECORDS, type Work } from './work.ts';

const RECORDS = 40_000;
const WARM_UP_RECORDS = 10_000;
const TIMED_RECORDS = 20_000;
const AIM = 0.6;
const AIM_MS = 25;

type Setting = {
  readonly server: OpenServer;
  readonly bus: Bus;
  /** All tables of a service, and no rows. */
  readonly emptyUrl: string;
  readonly counts: Pick<Work, 'warmUpRecords' | 'records' | 'timedRecords'>;
};

const contender = (
  name: string,
  program: string,
  { server, bus, emptyUrl, counts }: Setting,
): Contender => ({
  name,
  async measure() {
    const { log, topic, remove } = await bus.create();
    const warmUpUrl = await server.copy(emptyUrl);
    const outboxUrl = await server.copy(emptyUrl);
    const { warmUpRecords, records, timedRecords } = counts;
    const relays = program === 'product.ts';
    if (relays) {
      await fillOutbox(warmUpUrl, topic, { from: 0, to: warmUpRecords });
      const to = warmUpRecords + records;
      await fillOutbox(outboxUrl, topic, { from: warmUpRecords, to });
      for (const url of [warmUpUrl, outboxUrl]) await server.rows(url, 'VACUUM ANALYZE');
      await server.rows(outboxUrl, 'CHECKPOINT');
    }
    const both = { processorTime: () => addTimes(server.processorTime(), bus.processorTime()) };
    const work: Work = { log, topic, warmUpUrl, outboxUrl, ...counts };
    const found = await measureProgram(both, path.join(import.meta.dirname, program), work);
    const stored = warmUpRecords + records + (relays ? timedRecords : 0);
    await checkStored(work, stored);
    if (relays) await checkRetired(server, [warmUpUrl, outboxUrl]);
    await server.drop(warmUpUrl, outboxUrl);
    await remove();
    return found;
  },
});

const addTimes = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? undefined : one + other;

/** @throws InvariantError unless the log holds every record once, unchanged, each key's in order */
async function checkStored({ log: place, topic }: Work, count: number): Promise<void> {
  const log = openLog(place, 'check');
  const check = createStoredCheck(count, createRecordSource());
  for (const { partition } of await log.bounds(topic))
    for await (const some of log.read({ topic, partition, from: 0n }))
      for (const { key, value } of some) check.take(partition, key, value);
  await log.close();
  check.finish();
}

async function checkRetired(server: OpenServer, urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    const text = 'SELECT count(*)::int AS waiting FROM outbox';
    const [row] = await server.rows<{ readonly waiting: number }>(url, text);
    if (row?.waiting !== 0)
      throw new InvariantError({ waiting: row?.waiting ?? -1 }, 'what is acknowledged is retired');
  }
}

const peerOf = (setting: Setting) =>
  setting.bus.name === 'embedded'
    ? {
        peer: contender('bare producer', 'bare-producer.ts', setting),
        peerRunsAs: `the log’s own append of the same records from memory, sorted by partition before: ${ROUND_RECORDS} at a time, partitions side by side, the next when all are acknowledged`,
      }
    : {
        peer: contender('stock kafkajs', 'stock-kafkajs.ts', setting),
        peerRunsAs: `producer.send of the same records from memory with partition and digest given: ${ROUND_RECORDS} at a time, the next when the last is acknowledged`,
      };

async function open(
  server: OpenServer,
  options: BenchOptions,
  onProgress: (what: string) => void,
): Promise<OpenBenchmark> {
  const bus = await openBus(server, options, onProgress);
  const emptyUrl = await server.create([{ name: 'service', dir: serviceMigrations }]);
  const [records, warmUpRecords, timedRecords] = [RECORDS, WARM_UP_RECORDS, TIMED_RECORDS].map(
    (whole) => partOf(whole / ROUND_RECORDS, options.size) * ROUND_RECORDS,
  ) as [number, number, number];
  const setting = { server, bus, emptyUrl, counts: { records, warmUpRecords, timedRecords } };
  const id = bus.name === 'embedded' ? 'P2' : 'P2-kafka';
  return {
    product: contender('relay', 'product.ts', setting),
    productRunsAs: `startRelay on an outbox that holds all of it: ${ROUND_RECORDS} rows a round, claimed before they are sent and deleted when acknowledged`,
    comparisons: [{ id, aim: AIM, ...peerOf(setting) }],
    costs: [
      {
        ...{ id: `${id}-p99`, unit: 'ms from commit to acknowledgement at half load (p99)' },
        aim: AIM_MS,
        costOfRecord: ({ figures }) => figures?.['p99Ms'] ?? Number.NaN,
      },
    ],
    durability: bus.durability,
    invariant:
      'every record on the log once, unchanged, in the order of its key; no row left in the outbox',
    versions: { postgresql: server.version },
    async close() {
      await bus.close();
      await server.close();
    },
  };
}

/** The embedded log, or Kafka with `--bus kafka`. */
export const P2: Benchmark = {
  id: 'P2',
  work: `relay: ${RECORDS.toLocaleString('en-GB')} committed outbox rows, a key, a value of ${VALUE_BYTES} bytes and the headers of an event each, to ${PARTITIONS} partitions of the log, until all are acknowledged and their rows retired`,
  async open(onProgress, options) {
    const server = await openServer();
    try {
      return await open(server, options, onProgress);
    } catch (error) {
      await server.close();
      throw error;
    }
  },
};
