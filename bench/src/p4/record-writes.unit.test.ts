import { expect, test } from '@jest/globals';
import type { Database, Statement, Transaction } from '@told/service';
import { recordWrites } from './record-writes.ts';

const INSERT: Statement = {
  name: 'insert',
  text: 'WITH one AS (INSERT INTO a VALUES ($1)) SELECT',
};
const UPDATE: Statement = { name: 'update', text: 'UPDATE b x SET c = $1' };
const LOCK: Statement = { name: 'lock', text: 'SELECT FROM a WHERE b = $1 FOR UPDATE' };
const DELETE: Statement = { name: 'delete', text: 'DELETE FROM a' };

/** Runs each transaction twice, as after a lost race. */
const twice: Database = {
  ...({} as Database),
  async transaction(run) {
    const tx: Transaction = {
      query: async () => ({ rows: [], rowCount: 0 }),
      savepoint: (part) => part(),
      signal: () => undefined,
    };
    await run(tx);
    return run(tx);
  },
};

test('remembers what committed transactions wrote, and no reading or locking', async () => {
  const { db, transactions } = recordWrites(twice);
  await db.transaction(async (tx) => {
    for (const statement of [LOCK, INSERT, UPDATE, DELETE]) await tx.query(statement, [1]);
    tx.signal({ kind: 'published', count: 3 });
  });
  await db.transaction((tx) => tx.query(LOCK, [1]));
  expect(transactions).toEqual([
    {
      statements: [INSERT, UPDATE, DELETE].map((statement) => ({ statement, values: [1] })),
      published: 3,
    },
  ]);
});
