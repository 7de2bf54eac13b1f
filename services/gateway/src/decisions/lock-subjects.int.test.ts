import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type GatewayDatabase, openGatewayDatabase } from '../../test/gateway-database.ts';
import { lockSubjects } from './queries.ts';

const KNOWN = 'a'.repeat(32);
const NEW = 'c'.repeat(32);
let database: GatewayDatabase;

beforeAll(async () => {
  database = await openGatewayDatabase();
});
afterAll(() => database.close());

const statement = (name: string, text: string) => ({ name: `test_${name}`, text });
const add = (key: string) =>
  statement(`add_${key}`, `INSERT INTO subject (subject_key) VALUES ('${key}')`);
const countWaiting = async () =>
  (await database.rows('SELECT FROM pg_locks WHERE NOT granted')).length;

test('locks the subjects in order, and makes the rows that are missing', async () => {
  await database.rows(`INSERT INTO subject (subject_key) VALUES ('${KNOWN}')`);
  const missing = 'b'.repeat(32);
  const locked = await database.db.transaction((tx) => lockSubjects(tx, [KNOWN, missing]));
  expect(locked.map((one) => one.subjectKey)).toEqual([KNOWN, missing]);
});

test('holds none of the subjects while it waits to add one that is missing', async () => {
  const [added, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const adding = database.db.transaction(async (tx) => {
    await tx.query(add(NEW));
    added.resolve();
    await gate.promise;
  });
  await added.promise;
  const locking = database.db.transaction((tx) => lockSubjects(tx, [KNOWN, NEW]));
  try {
    while ((await countWaiting()) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    // Whoever locks both to change them has added the missing one first.
    const text = 'SELECT FROM subject WHERE subject_key = $1 FOR UPDATE NOWAIT';
    const { rowCount } = await database.db.transaction((tx) =>
      tx.query(statement('lock_at_once', text), [KNOWN]),
    );
    expect(rowCount).toBe(1);
  } finally {
    gate.resolve();
    await adding;
  }
  expect((await locking).map((one) => one.subjectKey)).toEqual([KNOWN, NEW]);
});
