import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventLog, Subscription, TopicPartition } from '@told/event-log';
import { type FaultProxies, startFaultProxies } from '../../testing/src/faults/fault-proxies.ts';
import { eventually } from './eventually.ts';
import { tellFigures } from './figures.ts';
import { cutSegment } from './segment-files.ts';
import { readTexts } from './steady-load.ts';
import { createTopic, deleteAsStock, startTestNodes, type TestNodes } from './test-nodes.ts';
import { createWatermarks, type Watermarks } from './watermarks.ts';

const FOUND_WITHIN_MS = 15_000;

let nodes: TestNodes;
let proxies: FaultProxies;
beforeAll(async () => {
  nodes = await startTestNodes(1);
  proxies = await startFaultProxies(nodes.brokers);
});
afterAll(async () => {
  for (const proxy of proxies?.proxies ?? []) proxy.setOpen(true);
  await nodes?.remove();
  await proxies?.close();
});

const setReachable = (isReachable: boolean): void => {
  for (const proxy of proxies.proxies) {
    proxy.setOpen(isReachable);
    proxy.stall('none');
  }
};
const holdBack = (): void => {
  for (const proxy of proxies.proxies) proxy.stall('both');
};

/** One batch a record, so that a tail can be cut off between any two. */
async function appendEach(
  log: EventLog,
  at: TopicPartition,
  texts: readonly string[],
): Promise<void> {
  for (const text of texts)
    await log.append(at, [{ key: Buffer.from('k'), value: Buffer.from(text) }]);
}
const textsFrom = (word: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${word} ${n}`);

function subscribe(log: EventLog, topic: string, database: Watermarks): Promise<Subscription> {
  return log.subscribe({
    ...{ group: `of ${topic}`, topics: [topic], from: 'earliest' },
    positionOf: database.positionOf,
    handle: async (batch) => database.apply(batch),
  });
}

/** Ten records that a running subscriber behind the proxies has handled. */
async function handleTen() {
  const [other, log] = [
    nodes.open(),
    nodes.open({ brokers: proxies.brokers, connectVia: proxies.connectVia }),
  ];
  const topic = await createTopic(other);
  const at = { topic, partition: 0 };
  const database = createWatermarks();
  const subscription = await subscribe(log, topic, database);
  const ended = subscription.done.then(
    () => undefined,
    (error: unknown) => error as { readonly code: string },
  );
  await appendEach(other, at, textsFrom('first', 10));
  await eventually(() => database.count() === 10);
  return { other, log, topic, at, database, ended };
}

/** The node dies, its last records never reached the disk, and it starts again. */
async function loseTail(at: TopicPartition, end: bigint): Promise<void> {
  const node = nodes.nodeOf(1);
  await node.kill('SIGKILL');
  expect(cutSegment(node.dataDir, at, end)).toBeGreaterThan(0);
  await node.start();
}

/** How the running subscription ends, and how a new one does: within the bound, and with nothing handled from the other history. */
async function expectFound(
  { log, topic, database, ended }: Awaited<ReturnType<typeof handleTen>>,
  codes: readonly [running: string, next: string],
): Promise<void> {
  let error: { readonly code: string } | undefined;
  void ended.then((found) => {
    error = found;
  });
  const foundAfterMs = await eventually(() => error !== undefined, FOUND_WITHIN_MS).catch(
    () => undefined,
  );
  expect(database.of(0).texts).toEqual(textsFrom('first', 10));
  tellFigures('log lost its tail', { foundAfterMs, code: error?.code });
  expect(error?.code).toBe(codes[0]);
  const again = await subscribe(log, topic, database);
  await expect(again.done).rejects.toMatchObject({ code: codes[1], retryable: false });
  expect(database.count()).toBe(10);
}

describe('a log that lost its tail', () => {
  test('on disk: the running subscription ends, and so does the next', async () => {
    const given = await handleTen();
    await loseTail(given.at, 7n);
    expect(await readTexts(given.other, given.at)).toEqual(textsFrom('first', 7));
    await expectFound(given, ['offset-out-of-range', 'offset-out-of-range']);
  });

  test('on disk, and grew beyond the position before anybody looked', async () => {
    const given = await handleTen();
    setReachable(false);
    await loseTail(given.at, 7n);
    await appendEach(given.other, given.at, textsFrom('other', 6));
    setReachable(true);
    await expectFound(given, ['forked', 'forked']);
  });

  test.each([
    ['while the line was cut for a moment', () => setReachable(false)],
    ['while the line was silent, before it broke and was there again at once', holdBack],
  ])(
    'and grew again %s',
    async (_, part) => {
      const given = await handleTen();
      part();
      await deleteAsStock(nodes.brokers, given.topic);
      await eventually(async () =>
        (await given.other.topics()).every(({ name }) => name !== given.topic),
      );
      await given.other.createTopics([{ name: given.topic, partitions: 1, retentionMs: null }]);
      await appendEach(given.other, given.at, [...textsFrom('first', 7), ...textsFrom('other', 6)]);
      setReachable(false);
      setReachable(true);
      await expectFound(given, ['forked', 'forked']);
    },
    60_000,
  );
});
