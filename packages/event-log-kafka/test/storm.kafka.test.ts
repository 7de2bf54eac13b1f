import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import type { StoredRecord, Subscription } from '@told/event-log';
import type { RunningLog } from '@told/event-log/engine';
import { readTestKafka } from '../../../tools/read-test-kafka.ts';
import { createSeededRandom } from '../../testing/src/seeded-random.ts';
import { createKafkaLog } from '../src/kafka-log.ts';
import { eventually } from './eventually.ts';
import { tellFigures } from './figures.ts';
import { readTexts, startLoad } from './steady-load.ts';
import { createTopic } from './test-nodes.ts';
import { createWatermarks } from './watermarks.ts';

const { brokers, leaseMs } = readTestKafka();
const SEED = 20_261_122;
const PARTITIONS = 6;
const MEMBERS_MAX = 5;
const STORM_MS = 15_000;
const PAUSE_MS_MAX = 400;
/** The dead expire, those who are left share out what there is, and handle what has gathered. */
const CALM_WITHIN_MS = 15_000;

const logs: RunningLog[] = [];
afterAll(() => Promise.all(logs.map((log) => log.close())), 30_000);

function open(): RunningLog {
  const clientId = `member-${logs.length}`;
  const log = createKafkaLog({ brokers, clientId, leaseMs, commitIntervalMs: 20 });
  logs.push(log);
  return log;
}

interface Member {
  readonly log: RunningLog;
  readonly subscription: Subscription;
}

test('members join, leave and die at random under load: each record is handled once, in order', async () => {
  const random = createSeededRandom(SEED);
  const log = open();
  const topic = await createTopic(log, PARTITIONS);
  const group = `storm of ${topic}`;
  const database = createWatermarks();
  const done = { joined: 0, left: 0, died: 0 };
  let members: Member[] = [];
  const ended: unknown[] = [];

  async function join(): Promise<void> {
    done.joined += 1;
    const member = open();
    const subscription = await member.subscribe({
      ...{ group, topics: [topic], from: 'earliest', maxBatchRecords: 10 },
      positionOf: database.positionOf,
      async handle(batch: readonly StoredRecord[]) {
        await sleep(5); // long enough to lose a partition meanwhile
        database.apply(batch);
      },
    });
    subscription.done.catch((error: unknown) => ended.push(error));
    members.push({ log: member, subscription });
  }

  async function change(): Promise<void> {
    const chosen = members[random.integer(0, members.length - 1)];
    const dice = random.next();
    const mayJoin = members.length < MEMBERS_MAX && dice < 0.5;
    if (!chosen || members.length === 1 || mayJoin) return join();
    members = members.filter((member) => member !== chosen);
    if (dice < 0.75) {
      done.left += 1;
      return chosen.subscription.close();
    }
    done.died += 1;
    chosen.log.abandon();
    return chosen.log.close(); // only the connections are left to it: they break, and no word is said
  }

  const load = startLoad(log, topic, PARTITIONS, 20);
  const changing: Promise<void>[] = [];
  const endMs = performance.now() + STORM_MS;
  while (performance.now() < endMs) {
    changing.push(change()); // who leaves does not wait for who joins
    await sleep(random.integer(0, PAUSE_MS_MAX));
  }
  await Promise.all(changing);
  await load.stop();

  const total = load.acknowledged();
  const behind = total - database.count();
  const calmAfterMs = await eventually(() => database.count() === total, CALM_WITHIN_MS);
  const refused = database.refused();
  tellFigures('rebalance storm', { ...done, handled: total, behind, calmAfterMs, refused });
  expect(ended).toEqual([]);
  for (const { at } of load.lanes)
    expect(database.of(at.partition).texts).toEqual(await readTexts(log, at));
  expect(database.skips).toEqual([]);
  const lag = async (): Promise<bigint> => {
    const ends = (await log.bounds(topic)).reduce((sum, { end }) => sum + end, 0n);
    return (await log.committed(group, topic)).reduce((sum, { next }) => sum - next, ends);
  };
  await eventually(async () => (await lag()) === 0n, CALM_WITHIN_MS);
  await Promise.all(members.map(({ subscription }) => subscription.close()));
});
