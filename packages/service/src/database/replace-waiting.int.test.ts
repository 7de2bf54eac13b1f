import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createMemoryLog, type MemoryLog, RECORD_BYTES_MAX } from '@told/event-log';
import { countPlanRows, PLAN_MODES } from '../../../../tools/count-plan-rows.ts';
import { eventHeaders } from './event-headers.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import { retireAndClaim } from './relay-queries.ts';
import { FIND, lockWaiting, replaceWaiting, type SaidRecord } from './replace-waiting.ts';
import { startRelay } from './start-relay.ts';
import {
  createListeningLogger,
  createServiceDatabase,
  type ServiceDatabase,
  until,
} from './test/service-database.ts';

const TOPIC = 'told.releases.luton';
const KEY = 'CTB-é/1';
const uuid = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

let service: ServiceDatabase;
let log: MemoryLog;
let publisher: Publisher;

beforeEach(async () => {
  service = await createServiceDatabase();
  log = createMemoryLog();
  await log.createTopics([{ name: TOPIC, partitions: 1, retentionMs: null }]);
  publisher = await createPublisher({ log });
});
afterEach(async () => {
  await log.close();
  await service.drop();
});

const named = (number: number): SaidRecord => ({ topic: TOPIC, key: KEY, id: uuid(number) });
const say = (...numbers: readonly number[]) =>
  service.db.transaction((tx) =>
    publisher.publish(
      tx,
      numbers.map((number) => ({
        topic: TOPIC,
        key: KEY,
        value: Buffer.from(`${number}`),
        headers: eventHeaders({ id: uuid(number), source: 'x', type: 'Release', timeMs: 0 }),
      })),
    ),
  );
/** Takes back what has not been claimed; says which could be. */
const takeBack = (...numbers: readonly number[]) =>
  service.db.transaction(async (tx) => {
    const waiting = await lockWaiting(tx, numbers.map(named));
    await replaceWaiting(
      tx,
      waiting.map((one) => ({ ...one, value: Buffer.from(`${one.value}:void`) })),
    );
    return waiting.map((one) => one.id);
  });
async function sent(): Promise<readonly string[]> {
  const values: string[] = [];
  for await (const some of log.read({ topic: TOPIC, partition: 0, from: 0n })) {
    values.push(...some.map(({ value }) => value.toString()));
  }
  return values;
}

test('replaces what waits in its place, and leaves everything else of it as it was', async () => {
  await say(1, 2, 3);
  const rows = () =>
    service.rows('SELECT id, topic, partition, key, headers FROM outbox ORDER BY id');
  const before = await rows();
  expect(await takeBack(2)).toEqual([uuid(2)]);
  expect(await rows()).toEqual(before);
  const relay = startRelay({ db: service.db, log, logger: createListeningLogger() });
  await until(async () => (await rows()).length === 0);
  await relay.stop();
  expect(await sent()).toEqual(['1', '2:void', '3']);
});

test('gives no record of another topic, key or id', async () => {
  await say(1);
  const found = await service.db.transaction((tx) =>
    lockWaiting(tx, [
      { ...named(1), topic: 'told.releases.jobcentre' },
      { ...named(1), key: 'CTB-2' },
      named(2),
    ]),
  );
  expect(found).toEqual([]);
});

test('leaves what is claimed alone, even before it is sent', async () => {
  await say(1, 2);
  const session = await service.db.openSession();
  await retireAndClaim(session, [], 1);
  await session.close();
  expect(await takeBack(1, 2)).toEqual([uuid(2)]);
});

test('a claim waits until the replacement is committed, and then finds it', async () => {
  await say(1);
  const session = await service.db.openSession();
  const gate = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const replacing = service.db.transaction(async (tx) => {
    const waiting = await lockWaiting(tx, [named(1)]);
    locked.resolve();
    await gate.promise;
    await replaceWaiting(
      tx,
      waiting.map((one) => ({ ...one, value: Buffer.from('void') })),
    );
  });
  await locked.promise;
  const claiming = retireAndClaim(session, [], 10);
  const idle = new Promise<string>((resolve) => setTimeout(() => resolve('waits'), 200));
  expect(await Promise.race([claiming, idle])).toBe('waits');
  gate.resolve();
  await replacing;
  expect((await claiming).map(({ record }) => record.value.toString())).toEqual(['void']);
  await session.close();
});

test('of any record, either its replacement leaves or its taker knows that it may have left, whatever the relay does meanwhile', async () => {
  const relay = startRelay({
    db: service.db,
    log,
    logger: createListeningLogger(),
    batchRecords: 3,
    linger: { maxMs: 0 },
  });
  const numbers: number[] = [];
  const replaced = new Set<string>();
  // Until both have happened, or the race was none; on a busy machine the relay needs a start.
  for (
    let round = 0;
    round < 30 || replaced.size === 0 || replaced.size === numbers.length;
    round += 1
  ) {
    const some = Array.from({ length: 10 }, (_, at) => round * 10 + at + 1);
    numbers.push(...some);
    await say(...some);
    if (round >= 30 && replaced.size > 0) await sleep(round);
    const taken = await Promise.all([takeBack(...some.slice(0, 5)), takeBack(...some.slice(5))]);
    for (const id of taken.flat()) replaced.add(id);
  }
  await until(async () => (await service.rows('SELECT FROM outbox')).length === 0);
  await relay.stop();
  expect(await sent()).toEqual(
    numbers.map((number) => (replaced.has(uuid(number)) ? `${number}:void` : `${number}`)),
  );
});

test('refuses a value that the log would never take', async () => {
  await say(1);
  const replacing = service.db.transaction(async (tx) => {
    const [waiting] = await lockWaiting(tx, [named(1)]);
    if (waiting !== undefined) {
      await replaceWaiting(tx, [{ ...waiting, value: Buffer.alloc(RECORD_BYTES_MAX) }]);
    }
  });
  await expect(replacing).rejects.toMatchObject({ code: 'record-too-large' });
});

test.each(PLAN_MODES)(
  'with %s, records of a full outbox are found in one pass, however many are wanted',
  async (mode) => {
    const [records, keys, wanted] = [4_000, 500, 200];
    await service.rows(
      `INSERT INTO outbox (topic, partition, key, value, headers)
       SELECT 't', 0, (n % $2)::text::bytea, '', json_build_object('ce_id', n)::text FROM generate_series(1, $1::integer) AS n`,
      [records, keys],
    );
    await service.rows('ANALYZE outbox');
    const ids = Array.from({ length: wanted }, (_, index) => String(index + 1));
    const rows = await countPlanRows(service.db, FIND, [ids.map(() => 't'), ids, ids], mode);
    expect(rows).toBeGreaterThanOrEqual(records);
    expect(rows).toBeLessThan(5 * records);
  },
);
