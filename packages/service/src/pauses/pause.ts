import { DatabaseError } from '../database/errors.ts';
import type { Database, Statement, Transaction } from '../database/ports.ts';
import { together } from '../database/together.ts';

/** An operator's pause of a group of consumers. */
export interface Pause {
  readonly group: string;
  readonly reason: string;
  readonly actor: string;
  readonly pausedAtMs: number;
}

/** Advisory locks live in their database, so one number serves every service; the relay's is the one before. */
const PAUSE_LOCK = 7_418_004;

// An advisory lock writes nothing to the disk, and whoever pauses is given it in turn, however many batches follow each other.
const SHARE: Statement = {
  name: 'pause_lock_shared',
  text: 'SELECT pg_advisory_xact_lock_shared($1)',
};

const QUEUE: Statement = { name: 'pause_lock', text: 'SELECT pg_advisory_xact_lock($1)' };

const FIND: Statement = {
  name: 'pause_find',
  text: `SELECT consumer_group AS "group", reason, actor, paused_at_ms AS "pausedAtMs" FROM consumption_pause WHERE consumer_group = $1`,
};

const INSERT: Statement = {
  name: 'pause_insert',
  text: `INSERT INTO consumption_pause (consumer_group, reason, actor, paused_at_ms) VALUES ($1, $2, $3, $4)
         ON CONFLICT (consumer_group) DO NOTHING`,
};

const DELETE: Statement = {
  name: 'pause_delete',
  text: 'DELETE FROM consumption_pause WHERE consumer_group = $1',
};

type Queryable = Pick<Transaction | Database, 'query'>;

export const readPause = async (on: Queryable, group: string): Promise<Pause | undefined> =>
  (await on.query<Pause>(FIND, [group])).rows[0];

/**
 * Asked in every consuming transaction of the group: while it is paused, throws DatabaseError `paused`, which is waited out with position and
 * records as they are. A pause comes wholly before the transaction or wholly after it.
 */
export const guardByPause =
  (group: string): ((tx: Transaction) => Promise<void>) =>
  async (tx) => {
    const [, pause] = await together([tx.query(SHARE, [PAUSE_LOCK]), readPause(tx, group)]);
    if (pause !== undefined) throw new DatabaseError('paused', { group });
  };

/** Waits for the batches under way; none of the group's takes effect after it. False when it was paused before, which stays as it was. */
export async function keepPause(tx: Transaction, wanted: Pause): Promise<boolean> {
  const { group, reason, actor, pausedAtMs } = wanted;
  await tx.query(QUEUE, [PAUSE_LOCK]);
  return (await tx.query(INSERT, [group, reason, actor, pausedAtMs])).rowCount === 1;
}

/** False when it was not paused. */
export async function endPause(tx: Transaction, group: string): Promise<boolean> {
  await tx.query(QUEUE, [PAUSE_LOCK]);
  return (await tx.query(DELETE, [group])).rowCount === 1;
}
