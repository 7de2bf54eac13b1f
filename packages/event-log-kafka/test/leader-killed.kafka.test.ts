import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeCluster } from '../src/cluster-state.ts';
import { eventually } from './eventually.ts';
import { tellFigures } from './figures.ts';
import { compare, longestStallMs, readTexts, type SteadyLoad, startLoad } from './steady-load.ts';
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
const PARTITIONS = 6;

let nodes: TestNodes;
beforeAll(async () => {
  nodes = await startTestNodes(3);
});
afterAll(() => nodes?.remove(), 30_000);

/** Kills the leader of one of the partitions, another node each time, until all nodes have had their turn. */
async function killEachLeader(topic: string, load: SteadyLoad): Promise<readonly number[]> {
  const killed: number[] = [];
  for (let partition = 0; killed.length < nodes.nodes.length; partition += 1) {
    const at = { topic, partition: partition % PARTITIONS };
    const leader = await findLeader(nodes.brokers, at);
    if (killed.includes(leader)) continue;
    killed.push(leader);
    await nodes.nodeOf(leader).kill('SIGKILL');
    const before = load.lanes.map(({ acknowledged }) => acknowledged.length);
    await eventually(() =>
      load.lanes.every(({ acknowledged }, n) => acknowledged.length > (before[n] ?? 0) + 20),
    );
    await restart(leader);
    await sleep(300);
  }
  return killed;
}

/** Starts a node again, and waits until it has caught up: or the next death would leave one copy, which is not enough. */
async function restart(id: number): Promise<void> {
  await nodes.nodeOf(id).start();
  await eventually(async () => {
    const { underReplicatedPartitions } = await describeCluster({ brokers: nodes.brokers });
    return underReplicatedPartitions === 0;
  });
}

describe('three nodes, each killed once while it leads, under load', () => {
  test('what was acknowledged is read, in order, and appends go on in time', async () => {
    const log = nodes.open();
    const topic = await createTopic(log, PARTITIONS);
    const database = createWatermarks();
    const subscription = await nodes.open().subscribe({
      group: `readers of ${topic}`,
      topics: [topic],
      from: 'earliest',
      positionOf: database.positionOf,
      handle: async (batch) => database.apply(batch),
    });
    const load = startLoad(log, topic, PARTITIONS);
    const { lanes } = load;
    const killed = await killEachLeader(topic, load);
    await load.stop();

    const stored = new Map<number, readonly string[]>();
    for (const { at } of lanes) stored.set(at.partition, await readTexts(log, at));
    const findings = compare(lanes, (partition) => stored.get(partition) ?? []);
    const stallMs = Math.round(longestStallMs(lanes));
    tellFigures('leader killed', { killed, ...findings, stallMs });
    expect(findings).toMatchObject({ lost: 0, strange: 0, disordered: [] });

    await eventually(() => database.count() >= findings.acknowledged + findings.doubled);
    for (const { at } of lanes)
      expect(database.of(at.partition).texts).toEqual(stored.get(at.partition));
    expect(database.skips).toEqual([]);
    expect(stallMs).toBeLessThanOrEqual(BROKER_SESSION_MS + GRACE_MS);
    await subscription.close();
  });
});

test('what was acknowledged can be read at once, also by who has not heard that the leader has moved', async () => {
  const [writer, reader] = [nodes.open(), nodes.open()];
  const at = { topic: await createTopic(writer), partition: 0 };
  await readTexts(reader, at); // now it knows the leader
  const leader = await findLeader(nodes.brokers, at);
  await nodes.nodeOf(leader).kill('SIGKILL');
  await eventually(async () => (await findLeader(nodes.brokers, at)) !== leader);
  await restart(leader);
  const texts: string[] = [];
  for (let n = 0; n < 50; n += 1) {
    const text = String(n);
    await writer.append(at, [{ key: Buffer.from('k'), value: Buffer.from(text) }]);
    texts.push(text);
    expect(await readTexts(reader, at)).toEqual(texts);
  }
});
