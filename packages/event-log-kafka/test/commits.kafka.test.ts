import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { StoredRecord } from '@told/event-log';
import { type RunningLog, systemClock } from '@told/event-log/engine';
import { readTestKafka } from '../../../tools/read-test-kafka.ts';
import { createGroupMember } from '../src/groups/group-member.ts';
import { createKafkaLog } from '../src/kafka-log.ts';
import { openCluster } from '../src/wire/cluster.ts';
import { eventually } from './eventually.ts';
import { commitAsStock, createTopic } from './test-nodes.ts';

const { brokers, leaseMs } = readTestKafka();
const PARTITIONS = 3;
const RECORDS = 10;

let log: RunningLog;
beforeAll(() => {
  log = createKafkaLog({ brokers, clientId: 'committer', leaseMs, commitIntervalMs: 20 });
});
afterAll(() => log?.close());

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

async function createFilled(): Promise<string> {
  const topic = await createTopic(log, PARTITIONS);
  const records = Array.from({ length: RECORDS }, (_, n) => {
    return { key: Buffer.from('k'), value: Buffer.from(String(n)) };
  });
  for (let partition = 0; partition < PARTITIONS; partition += 1)
    await log.append({ topic, partition }, records);
  return topic;
}

const committed = async (group: string, topic: string): Promise<readonly bigint[]> =>
  (await log.committed(group, topic)).map(({ next }) => next);

describe('what others have committed for the group', () => {
  test('does not move a subscriber: ahead of its watermark, behind it, or Kafka’s own -2', async () => {
    const topic = await createFilled();
    const group = `moved ${topic}`;
    await commitAsStock(brokers, group, topic, ['9', '1', '-2']);
    expect(await committed(group, topic)).toEqual([9n, 1n, -2n]);

    const first = new Map<number, bigint>();
    const subscription = await log.subscribe({
      ...{ group, topics: [topic], from: 'fail' },
      positionOf: async () => ({ next: 5n }),
      async handle([record]: readonly StoredRecord[]) {
        if (record && !first.has(record.partition)) first.set(record.partition, record.offset);
      },
    });
    await eventually(() => first.size === PARTITIONS);
    expect([...first.values()]).toEqual([5n, 5n, 5n]);
    const end = BigInt(RECORDS);
    await eventually(async () => (await committed(group, topic)).every((next) => next === end));
    await subscription.close();
  });

  test('is an error, not a jump, for a subscriber that asks the log and is told -2', async () => {
    const topic = await createFilled();
    const group = `lost ${topic}`;
    await commitAsStock(brokers, group, topic, ['-2', '-2', '-2']);
    const subscription = await log.subscribe({
      ...{ group, topics: [topic], from: 'latest' },
      positionOf: async ({ partition }) =>
        (await log.committed(group, topic)).find((one) => one.partition === partition),
      handle: async () => undefined,
    });
    await expect(subscription.done).rejects.toMatchObject({ code: 'offset-out-of-range' });
  });
});

describe('a mark', () => {
  test('of an earlier deal is not committed under the present one', async () => {
    const topic = await createFilled();
    const group = `marks of ${topic}`;
    const cluster = openCluster({
      ...{ brokers, clientId: 'marker', clock: systemClock, random: Math.random },
    });
    ending.push(() => cluster.close());
    const open = (id: string) =>
      createGroupMember(cluster, {
        member: { group, id, topics: [topic], leaseMs },
        ...{ handOverMs: 5_000, clock: systemClock, ring: () => undefined },
      });
    const [first, second] = [open('first'), open('second')];
    const [before] = await first.beat();
    const at = { topic, partition: before?.partition ?? -1 };
    const joining = second.beat();
    await eventually(async () => (await first.beat()).some(({ wanted }) => !wanted));
    for (let partition = 0; partition < PARTITIONS; partition += 1)
      first.release({ topic, partition });
    const [[after]] = await Promise.all([first.beat(), joining]);
    const [old, now] = [before?.generation ?? 0n, after?.generation ?? 0n];
    expect(now).toBeGreaterThan(old);

    expect(await first.commit([{ ...at, generation: old, next: 7n }])).toEqual([]);
    expect(await committed(group, topic)).toEqual([]);
    expect(await first.commit([{ ...at, generation: now, next: 3n }])).toHaveLength(1);
    expect(await committed(group, topic)).toEqual([3n]);
  });
});
