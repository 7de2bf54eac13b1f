import { problem, type Statement, type Transaction } from '@told/service';

/** That nothing of a person is deleted or erased, until somebody says so. */
export interface Hold {
  readonly holdId: string;
  readonly subjectKey: string;
  readonly reason: string;
  readonly heldBy: string;
  readonly heldAt: Date;
  readonly releasedAt: Date | null;
}

const COLUMNS = `hold_id AS "holdId", subject_key AS "subjectKey", reason, held_by AS "heldBy", held_at AS "heldAt", released_at AS "releasedAt"`;

const INSERT: Statement = {
  name: 'intake_insert_hold',
  text: `INSERT INTO legal_hold (hold_id, subject_key, reason, held_by, held_at) VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
};

const RELEASE: Statement = {
  name: 'intake_release_hold',
  text: `UPDATE legal_hold SET released_by = $2, released_at = $3 WHERE hold_id = $1 AND released_at IS NULL RETURNING ${COLUMNS}`,
};

const FIND: Statement = {
  name: 'intake_find_hold',
  text: `SELECT ${COLUMNS} FROM legal_hold WHERE hold_id = $1`,
};

const LIST: Statement = {
  name: 'intake_list_holds',
  text: `SELECT ${COLUMNS} FROM legal_hold WHERE released_at IS NULL AND hold_id > $1 ORDER BY hold_id LIMIT $2`,
};

const IS_HELD: Statement = {
  name: 'intake_is_held',
  text: `SELECT EXISTS (SELECT FROM legal_hold WHERE subject_key = ANY ($1::text[]) AND released_at IS NULL) AS held`,
};

type Asking = Pick<Transaction, 'query'>;

export async function insertHold(
  tx: Transaction,
  { holdId, subjectKey, reason, heldBy, heldAt }: Omit<Hold, 'releasedAt'>,
): Promise<Hold> {
  const values = [holdId, subjectKey, reason, heldBy, heldAt.toISOString()];
  return (await tx.query<Hold>(INSERT, values)).rows[0] as Hold;
}

/** The hold as it ended; undefined when none with this id stands. */
export async function endHold(
  tx: Transaction,
  { holdId, by, at }: { readonly holdId: string; readonly by: string; readonly at: Date },
): Promise<Hold | undefined> {
  return (await tx.query<Hold>(RELEASE, [holdId, by, at.toISOString()])).rows[0];
}

export async function findHold(db: Asking, holdId: string): Promise<Hold | undefined> {
  return (await db.query<Hold>(FIND, [holdId])).rows[0];
}

/** Those that stand, in the order of their ids. */
export async function listHolds(
  db: Asking,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly Hold[]> {
  return (await db.query<Hold>(LIST, [page.after, page.limit])).rows;
}

/** Throws the problem `held` while a hold stands on any of a person's keys. */
export async function refuseHeld(db: Asking, subjectKeys: readonly string[]): Promise<void> {
  const { rows } = await db.query<{ readonly held: boolean }>(IS_HELD, [subjectKeys]);
  if (rows[0]?.held === true) throw problem('held');
}

// In both directions: two who turned out to be one since are held as one.
const READ_KEYS: Statement = {
  name: 'intake_read_held_keys',
  text: `WITH RECURSIVE held (key) AS (
           SELECT subject_key FROM legal_hold WHERE released_at IS NULL
           UNION
           SELECT CASE WHEN m.ended_key = h.key THEN m.into_key ELSE m.ended_key END
           FROM held h JOIN subject_merge m ON m.ended_key = h.key OR m.into_key = h.key
         )
         SELECT key FROM held ORDER BY key LIMIT $1`,
};

/** Every key of everybody who is held, at most so many. */
export async function readHeldKeys(db: Asking, limit: number): Promise<readonly string[]> {
  const { rows } = await db.query<{ readonly key: string }>(READ_KEYS, [limit]);
  return rows.map(({ key }) => key);
}
