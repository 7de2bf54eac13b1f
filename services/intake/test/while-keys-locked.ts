import type { Database } from '@told/service';
import { lockKeys } from '../src/erasures/lock-keys.ts';

/** On a slow machine fewer looks find nobody waiting, which proves nothing. */
const LOOKS_MAX = 5_000;

const COUNT_WAITING = {
  name: 'test_waiting_locks',
  text: `SELECT count(*) AS waiting FROM pg_locks JOIN pg_database d ON d.oid = database
         WHERE d.datname = current_database() AND locktype = 'advisory' AND NOT granted`,
};

/** Begins `work` while somebody else holds the data keys; answers whether it was done before they were free, and waits for it. */
export async function isDoneWhileLocked(
  db: Database,
  work: () => Promise<unknown>,
): Promise<boolean> {
  let isDone = false;
  let working: Promise<unknown> = Promise.resolve();
  const wasDone = await db.transaction(async (tx) => {
    await lockKeys(tx);
    working = work().then(() => {
      isDone = true;
    });
    for (let look = 0; look < LOOKS_MAX && !isDone; look += 1) {
      const { rows } = await tx.query<{ waiting: number }>(COUNT_WAITING);
      if ((rows[0]?.waiting ?? 0) > 0) break;
    }
    return isDone;
  });
  await working;
  return wasDone;
}
