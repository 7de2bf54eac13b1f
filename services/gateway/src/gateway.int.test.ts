import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readOrThrow } from '@told/codec';
import { partitionFor } from '@told/event-log';
import { type Consumer, consume, createLogger, type Relay, startRelay } from '@told/service';
import { AGENCIES, openTestGateway, type TestGateway } from '../test/open-gateway.ts';
import { makeChange, makePerson, type TestChange } from '../test/people.ts';
import { CHANGES_TOPIC, outcomesTopicOf } from './topics.ts';

let gateway: TestGateway;
const logger = createLogger({ service: 'gateway', logLevel: 'silent' });

beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());

const PARTITIONS = 4;
const PEOPLE = 40;
const CHANGES_EACH = 5;

async function append(...told: readonly TestChange[]): Promise<void> {
  for (const one of told) {
    const { key, value } = gateway.recordOf(one);
    await gateway.log.append({ topic: CHANGES_TOPIC, partition: partitionFor(key, PARTITIONS) }, [
      { key, value },
    ]);
  }
}

async function readTopic(topic: string) {
  const found = [];
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    for await (const records of gateway.log.read({ topic, partition, from: 0n }))
      found.push(...records);
  }
  return found;
}

function start(): Promise<Consumer> {
  return consume({
    log: gateway.log,
    db: gateway.db,
    logger,
    group: 'gateway',
    topics: [CHANGES_TOPIC, ...AGENCIES.map(outcomesTopicOf)],
    handle: gateway.handle,
    maxBatchRecords: 7,
  });
}

async function untilDecided(count: number): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const [row] = await gateway.rows<{ done: number }>(
      'SELECT (SELECT count(*) FROM decision) - (SELECT count(*) FROM outbox) AS done',
    );
    if (row?.done === count) return;
    if (Date.now() > deadline) throw new Error(`decided and delivered: ${row?.done} of ${count}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('from log to log: every change decided once, released in order, though all of it comes twice', async () => {
  const people = Array.from({ length: PEOPLE }, (_, at) => makePerson(at + 1));
  await gateway.register(...people.map((person, at) => ({ person, caseReference: `G-${at}` })));
  const relay: Relay = startRelay({ db: gateway.db, log: gateway.log, logger });
  const changes = people.flatMap((person) =>
    Array.from({ length: CHANGES_EACH }, (_, at) => makeChange(person, at + 1)),
  );
  let consumer = await start();
  await append(...changes.slice(0, 100));
  // A member that leaves in the middle, a relay upstream that repeats itself.
  await consumer.stop();
  consumer = await start();
  await append(...changes, ...changes.slice(0, 50));
  await untilDecided(changes.length);
  await consumer.stop();
  await relay.stop();

  const decisions = await readTopic('told.decisions');
  expect(decisions).toHaveLength(changes.length);
  const decoded = await gateway.codec.decode(
    'Release',
    (await readTopic('told.releases.central-bedfordshire')).map(({ value }) => value),
  );
  const releases = decoded.map(readOrThrow);
  const byCase = Map.groupBy(releases, (one) => one.caseReference);
  expect(byCase.size).toBe(PEOPLE);
  for (const own of byCase.values()) {
    expect(own.map((one) => one.releaseSequence)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(own.map((one) => one.changeId)).size).toBe(CHANGES_EACH);
  }
});
