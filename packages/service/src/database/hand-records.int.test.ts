import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createMemoryLog, type MemoryLog, type NewRecord } from '@told/event-log';
import { readRecord } from '../parked/redrive-dead-letter.ts';
import { redriveKey } from '../parked/redrive-key.ts';
import { takeEach } from '../parked/test/parked-records.ts';
import { isWrittenByAgencies } from './agency-topics.ts';
import { consume } from './consume.ts';
import { digestKey } from './stored-bytes.ts';
import {
  createListeningLogger,
  createServiceDatabase,
  type ServiceDatabase,
  until,
} from './test/service-database.ts';

const FOREIGN = 'told.submissions.luton';
const OWN = 'told.changes';
const AT = { topic: FOREIGN, partition: 0 };

let service: ServiceDatabase;
let log: MemoryLog;
const logger = createListeningLogger();

beforeEach(async () => {
  service = await createServiceDatabase();
  log = createMemoryLog({ undigestedTopics: isWrittenByAgencies });
  const topics = [FOREIGN, OWN].map((name) => ({ name, partitions: 1, retentionMs: null }));
  await log.createTopics(topics);
});
afterEach(async () => {
  await log.close();
  await service.drop();
});

const record = (key: string, value: string): NewRecord => ({
  ...{ key: Buffer.from(key), value: Buffer.from(value) },
});
const damaged = (key: string, value: string): NewRecord => ({
  ...record(key, value),
  headers: { digest: Buffer.alloc(64, 'a') },
});
const start = () =>
  consume({
    ...{ log, db: service.db, logger, group: 'intake', topics: [FOREIGN, OWN] },
    handle: takeEach(),
  });
const effects = async (): Promise<string[]> =>
  (await service.rows<{ id: string }>('SELECT id FROM effect ORDER BY place')).map(({ id }) => id);
const parked = async (): Promise<string[]> =>
  (
    await service.rows<{ line: string }>(
      `SELECT convert_from(value, 'UTF8') || ' ' || coalesce(cause, reason) AS line FROM parked_record ORDER BY position`,
    )
  ).map(({ line }) => line);

test('what an agency wrote with the digest of other bytes is a dead letter: its key waits, all else goes on', async () => {
  log.storeRaw(AT, record('a', 'a:1'));
  log.storeRaw(AT, damaged('a', 'a:2'));
  log.storeRaw(AT, record('a', 'a:3'));
  log.storeRaw(AT, record('b', 'b:1'));
  const consumer = await start();
  await until(async () => (await parked()).length === 2);
  expect(await effects()).toEqual(['a:1', 'b:1']);
  expect(await parked()).toEqual(['a:2 corrupt', 'a:3 key-parked']);
  log.storeRaw(AT, record('b', 'b:2'));
  await until(async () => (await effects()).length === 3);
  expect(consumer.state()).toMatchObject([{ state: 'running' }, { state: 'running' }]);
  expect(await service.rows('SELECT topic, cause FROM dead_letter')).toEqual([
    { topic: FOREIGN, cause: 'corrupt' },
  ]);
  await consumer.stop();
});

test('whoever takes it is given it like any other, and nothing waits', async () => {
  log.storeRaw(AT, record('a', 'a:1'));
  log.storeRaw(AT, damaged('a', 'a:2'));
  log.storeRaw(AT, record('a', 'a:3'));
  const consumer = await consume({
    ...{ log, db: service.db, logger, group: 'intake', topics: [FOREIGN, OWN] },
    handle: takeEach(),
    takesAll: true,
  });
  await until(async () => (await effects()).length === 3);
  expect([await effects(), await parked()]).toEqual([['a:1', 'a:2', 'a:3'], []]);
  await consumer.stop();
});

test('released by an operator it is at fault again, and read from its topic again it is refused', async () => {
  const offset = log.storeRaw(AT, damaged('a', 'a:1'));
  const consumer = await start();
  await until(async () => (await parked()).length === 1);
  await consumer.stop();
  const redriven = await redriveKey(
    {
      ...{ db: service.db, handle: takeEach(), logger, nowMs: Date.now },
      onPiece: async () => undefined,
    },
    { stream: FOREIGN, keyDigest: digestKey('a') },
  );
  expect(redriven).toEqual({ state: 'parked', moved: 0, waiting: 1 });
  expect(await parked()).toEqual(['a:1 corrupt']);
  expect(await effects()).toEqual([]);
  await expect(readRecord(log, { ...AT, offset })).rejects.toMatchObject({
    code: 'redrive-refused',
  });
});

test('on a topic of the bus itself it ends the consumer, as the log is at fault there', async () => {
  log.storeRaw({ topic: OWN, partition: 0 }, damaged('a', 'a:1'));
  const consumer = await start();
  await expect(consumer.done).rejects.toMatchObject({ code: 'corrupt' });
  expect(await effects()).toEqual([]);
});
