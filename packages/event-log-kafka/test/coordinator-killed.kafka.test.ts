import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from './eventually.ts';
import { tellFigures } from './figures.ts';
import { readTexts, startLoad } from './steady-load.ts';
import { createTopic, findCoordinator, startTestNodes, type TestNodes } from './test-nodes.ts';
import { createWatermarks } from './watermarks.ts';

const PARTITIONS = 6;
const MEMBERS = 3;
/** The coordinator's death noticed, the next one in charge, the members in again. */
const HANDLED_WITHIN_MS = 15_000;

let nodes: TestNodes;
beforeAll(async () => {
  nodes = await startTestNodes(3);
});
afterAll(() => nodes?.remove(), 30_000);

test('a group goes on when its coordinator dies: nothing lost, nothing handled twice', async () => {
  const log = nodes.open();
  const topic = await createTopic(log, PARTITIONS);
  const group = `readers of ${topic}`;
  const database = createWatermarks();
  const members = await Promise.all(
    Array.from({ length: MEMBERS }, () =>
      nodes.open().subscribe({
        ...{ group, topics: [topic], from: 'earliest', positionOf: database.positionOf },
        handle: async (batch) => database.apply(batch),
      }),
    ),
  );
  const shares = (): readonly number[] => members.map((member) => member.assigned().length);
  await eventually(() => shares().every((share) => share === PARTITIONS / MEMBERS));
  const load = startLoad(log, topic, PARTITIONS);
  await sleep(1_000);

  const coordinator = await findCoordinator(nodes.brokers, group);
  await nodes.nodeOf(coordinator).kill('SIGKILL');
  const before = load.lanes.map(({ at }) => database.of(at.partition).texts.length);
  const handledAfterMs = await eventually(
    () =>
      load.lanes.every(
        ({ at, acknowledged }, n) =>
          acknowledged.length > (before[n] ?? 0) + 50 &&
          database.of(at.partition).texts.length > (before[n] ?? 0) + 50,
      ),
    HANDLED_WITHIN_MS,
  );
  const movedTo = await findCoordinator(nodes.brokers, group);
  await nodes.nodeOf(coordinator).start();
  await sleep(1_000);
  await load.stop();

  const committed = async (): Promise<bigint> =>
    (await log.committed(group, topic)).reduce((sum, { next }) => sum + next, 0n);
  const ends = (await log.bounds(topic)).reduce((sum, { end }) => sum + end, 0n);
  await eventually(() => BigInt(database.count()) === ends);
  await eventually(async () => (await committed()) === ends); // to the new coordinator
  const refused = database.refused();
  tellFigures('coordinator killed', {
    ...{ coordinator, movedTo, handledAfterMs, refused },
    ends: Number(ends),
  });
  expect(movedTo).not.toBe(coordinator);
  for (const { at } of load.lanes)
    expect(database.of(at.partition).texts).toEqual(await readTexts(log, at));
  expect(database.skips).toEqual([]);
  await eventually(() => shares().every((share) => share === PARTITIONS / MEMBERS));
  await Promise.all(members.map((member) => member.close()));
});
