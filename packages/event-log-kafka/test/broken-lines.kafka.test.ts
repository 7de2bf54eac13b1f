import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { readTestKafka } from '../../../tools/read-test-kafka.ts';
import { type FaultProxies, startFaultProxies } from '../../testing/src/faults/fault-proxies.ts';
import { KAFKA_API } from '../../testing/src/faults/request-frame.ts';
import { createKafkaLog } from '../src/kafka-log.ts';
import { eventually } from './eventually.ts';
import { tellFigures } from './figures.ts';
import { compare, longestStallMs, readTexts, startLoad } from './steady-load.ts';
import { createTopic } from './test-nodes.ts';
import { createWatermarks } from './watermarks.ts';

const { brokers, leaseMs } = readTestKafka();
const PARTITIONS = 2;
/** What is not answered is given up after eight seconds (src/wire/lines.ts), and tried again at once. */
const UNANSWERED_MS_MAX = 10_000;
/** A member does not wait for one that is missing until its lease is over. */
const HEARTBEAT_MISSED_MS_MAX = 3_000;
/** What was held back goes on; what was lost meanwhile is joined and asked for again. */
const RECOVERED_MS_MAX = 5_000;

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

/** A writer and a reader of one client, all of whose connections go through proxies, under load while something happens to them. */
async function disturb(
  name: string,
  fault: (proxies: FaultProxies) => Promise<void>,
  goesOnWithinMs: number,
): Promise<{ readonly readsStalledMs: number }> {
  const proxies = await startFaultProxies(brokers);
  const { connectVia } = proxies;
  const log = createKafkaLog({ brokers: proxies.brokers, connectVia, clientId: name, leaseMs });
  const topic = await createTopic(log, PARTITIONS);
  const database = createWatermarks();
  const handledMs: number[] = [];
  await log.subscribe({
    ...{ group: `of ${topic}`, topics: [topic], from: 'earliest' },
    positionOf: database.positionOf,
    async handle(batch) {
      database.apply(batch);
      handledMs.push(performance.now());
    },
  });
  const load = startLoad(log, topic, PARTITIONS);
  ending.push(async () => {
    await load.stop();
    await log.close();
    await proxies.close();
  });
  const progress = async (withinMs: number): Promise<number> => {
    const before = load.lanes.map(({ acknowledged }) => acknowledged.length);
    const isPast = (n: number, count: number): boolean => count > (before[n] ?? 0) + 40;
    return eventually(
      () =>
        load.lanes.every(
          ({ at, acknowledged }, n) =>
            isPast(n, acknowledged.length) && isPast(n, database.of(at.partition).texts.length),
        ),
      withinMs,
    );
  };
  await progress(RECOVERED_MS_MAX);
  await fault(proxies);
  const goesOnAfterMs = await progress(goesOnWithinMs);
  await load.stop();
  const stored = new Map<number, readonly string[]>();
  for (const { at } of load.lanes) stored.set(at.partition, await readTexts(log, at));
  const findings = compare(load.lanes, (partition) => stored.get(partition) ?? []);
  await eventually(() => database.count() === findings.acknowledged + findings.doubled);
  const appendsStalledMs = Math.round(longestStallMs(load.lanes));
  const readsStalledMs = Math.round(longestGap(handledMs));
  tellFigures(name, { ...findings, goesOnAfterMs, appendsStalledMs, readsStalledMs });
  expect(findings).toMatchObject({ lost: 0, strange: 0, disordered: [] });
  for (const { at } of load.lanes)
    expect(database.of(at.partition).texts).toEqual(stored.get(at.partition));
  expect(database.skips).toEqual([]);
  return { readsStalledMs };
}

const longestGap = (momentsMs: readonly number[]): number =>
  momentsMs.reduce((gap, ms, n) => Math.max(gap, ms - (momentsMs[n - 1] ?? ms)), 0);

describe('a request whose answer never comes, on a connection that stays', () => {
  test.each([
    ['produce', UNANSWERED_MS_MAX],
    ['fetch', UNANSWERED_MS_MAX],
    ['offsetCommit', UNANSWERED_MS_MAX],
    ['metadata', UNANSWERED_MS_MAX],
    ['heartbeat', HEARTBEAT_MISSED_MS_MAX],
  ] as const)(
    '%s: is given up in time, and nothing is lost',
    async (api, readsStalledMsMax) => {
      const swallow = async ({ proxies, countFaults }: FaultProxies): Promise<void> => {
        const fault = { kind: 'swallow-answer' } as const;
        for (const proxy of proxies) proxy.aim({ apiKey: KAFKA_API[api], count: 1, fault });
        // Brokers are asked about only when something is amiss.
        if (api === 'metadata')
          for (const proxy of proxies) {
            proxy.setOpen(false);
            proxy.setOpen(true);
          }
        await eventually(() => countFaults('swallow-answer') === 1);
        await sleep(leaseMs); // while it is missed
      };
      const { readsStalledMs } = await disturb(`${api} unanswered`, swallow, UNANSWERED_MS_MAX);
      expect(readsStalledMs).toBeLessThan(readsStalledMsMax);
    },
    40_000,
  );
});

describe('a line that is cut one way or both, without a word', () => {
  test.each([
    ['to-node', 2],
    ['to-client', 2],
    ['both', 10],
  ] as const)(
    '%s, for %i s: goes on afterwards, and nothing is lost',
    async (direction, seconds) => {
      const stall = async ({ proxies }: FaultProxies): Promise<void> => {
        for (const proxy of proxies) proxy.stall(direction);
        await sleep(seconds * 1_000);
        for (const proxy of proxies) proxy.stall('none');
      };
      await disturb(`cut ${direction} for ${seconds} s`, stall, RECOVERED_MS_MAX);
    },
    40_000,
  );
});

test('a log that has been closed makes no new connection', async () => {
  const proxies = await startFaultProxies(brokers);
  ending.push(() => proxies.close());
  const { connectVia } = proxies;
  const log = createKafkaLog({ brokers: proxies.brokers, connectVia, clientId: 'closed', leaseMs });
  const topic = await createTopic(log);
  await log.close();
  const count = (): readonly number[] => proxies.proxies.map((proxy) => proxy.counts().connections);
  const before = count();
  await expect(log.bounds(topic)).rejects.toMatchObject({ code: 'retriable' });
  expect(count()).toEqual(before);
});
