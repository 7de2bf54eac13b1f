import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeEventLogContract } from '@told/event-log/contract';
import { eventually } from './eventually.ts';
import { tellFigures } from './figures.ts';
import { createKafkaHarness, type KafkaHarness } from './kafka-harness.ts';
import { compare, longestStallMs, readTexts, startLoad } from './steady-load.ts';
import {
  BROKER_SESSION_MS,
  createTopic,
  findLeader,
  startTestNodes,
  type TestNodes,
} from './test-nodes.ts';
import { createWatermarks } from './watermarks.ts';

/** Beyond the time in which a dead node is noticed. */
const GRACE_MS = 3_000;
const LEASE_MS = 1_500;
const PARTITIONS = 6;

let nodes: TestNodes;
beforeAll(async () => {
  nodes = await startTestNodes(3);
}, 60_000);
afterAll(() => nodes?.remove(), 30_000);

describeEventLogContract('Kafka, three nodes', () => createKafkaHarness(nodes.brokers, LEASE_MS));

describe('three nodes, each killed once while it leads', () => {
  let harness: KafkaHarness;
  beforeAll(async () => {
    harness = await createKafkaHarness(nodes.brokers, LEASE_MS);
  }, 30_000);
  afterAll(() => harness?.close(), 30_000);

  test('what was acknowledged is read, in order, and appends go on in time', async () => {
    const log = harness.open({ settleMs: 30_000 });
    const topic = await createTopic(log, PARTITIONS);
    const database = createWatermarks();
    const subscription = await harness.open().subscribe({
      group: `readers of ${topic}`,
      topics: [topic],
      from: 'earliest',
      positionOf: database.positionOf,
      handle: async (batch) => database.apply(batch),
    });
    const load = startLoad(log, topic, PARTITIONS);
    const killed = new Set<number>();
    for (const { partition } of load.lanes.map(({ at }) => at)) {
      const leader = await findLeader(harness.kafka, { topic, partition });
      if (killed.has(leader) || killed.size === nodes.nodes.length) continue;
      await sleep(500);
      await nodes.nodeOf(leader).kill('SIGKILL');
      killed.add(leader);
      await sleep(BROKER_SESSION_MS + GRACE_MS);
      await nodes.nodeOf(leader).start();
    }
    await load.stop();
    const { lanes } = load;

    const stored = new Map<number, readonly string[]>();
    for (const { at } of lanes) stored.set(at.partition, await readTexts(log, at));
    const inLog = compare(lanes, (partition) => stored.get(partition) ?? []);
    await eventually(() => database.count() >= inLog.acknowledged + inLog.doubled);
    const byReader = compare(lanes, (partition) => database.of(partition).texts);
    const stallMs = Math.round(longestStallMs(lanes));
    tellFigures('leader killed', { killed: [...killed], ...inLog, stallMs });

    const whole = { lost: 0, strange: 0, disordered: [] };
    expect(killed.size).toBe(nodes.nodes.length);
    expect(inLog).toMatchObject(whole);
    expect(byReader).toEqual(inLog);
    for (const { at } of lanes)
      expect(database.of(at.partition).texts).toEqual(stored.get(at.partition));
    expect(database.skips).toEqual([]);
    expect(stallMs).toBeLessThanOrEqual(BROKER_SESSION_MS + GRACE_MS);
    await subscription.close();
  }, 60_000);
});
