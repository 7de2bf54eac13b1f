import type { Database, KeyName, Statement, Transaction } from '@told/service';

/** An order to erase a person, and how far it is carried out. */
export interface Erasure {
  readonly erasureId: string;
  /** The key that the person goes by. */
  readonly subjectKey: string;
  readonly state: 'destroying' | 'telling' | 'done';
  readonly reason: string;
  readonly actor: string;
  readonly orderedAt: Date;
  /** What is to be destroyed. */
  readonly dataKeys: readonly KeyName[];
  /** The last change that is erased of each key of the person. */
  readonly through: readonly Through[];
  readonly changes: number;
  /** Those told before bodies were sealed. */
  readonly inClear: number;
}

export interface Through {
  readonly subjectKey: string;
  readonly changeSequence: number;
}

const COLUMNS = `erasure_id AS "erasureId", subject_key AS "subjectKey", state, reason, actor, ordered_at AS "orderedAt",
  data_keys AS "dataKeys", through, changes, in_clear AS "inClear"`;

const FIND_ONE: Statement = {
  name: 'intake_find_erasure',
  text: `SELECT ${COLUMNS} FROM erasure WHERE erasure_id = $1`,
};

const LOCK_ONE: Statement = {
  name: 'intake_lock_erasure',
  text: `SELECT ${COLUMNS} FROM erasure WHERE erasure_id = $1 FOR UPDATE`,
};

const FIND_LAST: Statement = {
  name: 'intake_find_last_erasure',
  text: `SELECT ${COLUMNS} FROM erasure WHERE subject_key = $1 ORDER BY ordered_at DESC, erasure_id LIMIT 1`,
};

const LIST_UNDER_WAY: Statement = {
  name: 'intake_list_erasures_under_way',
  text: `SELECT erasure_id AS "erasureId" FROM erasure WHERE state <> 'done' ORDER BY ordered_at, erasure_id`,
};

const LIST_KEYS: Statement = {
  name: 'intake_list_erased_keys',
  text: `SELECT erasure_id AS "erasureId", data_keys AS "dataKeys" FROM erasure
         WHERE state <> 'destroying' AND erasure_id > $1 ORDER BY erasure_id LIMIT $2`,
};

const INSERT: Statement = {
  name: 'intake_insert_erasure',
  text: `INSERT INTO erasure (erasure_id, subject_key, state, reason, actor, ordered_at, data_keys)
         VALUES ($1, $2, 'destroying', $3, $4, $5, $6::json) RETURNING ${COLUMNS}`,
};

const UPDATE: Statement = {
  name: 'intake_update_erasure',
  text: `UPDATE erasure SET state = $2, through = $3::json, changes = $4, in_clear = $5 WHERE erasure_id = $1`,
};

/** Every key whose person goes by this one: it, and those that ended in it, directly or by way of others. */
const FIND_KEYS_OF: Statement = {
  name: 'intake_find_keys_of_person',
  text: `WITH RECURSIVE mine (key) AS (
           SELECT $1::text UNION SELECT m.ended_key FROM mine JOIN subject_merge m ON m.into_key = mine.key
         )
         SELECT key FROM mine ORDER BY key`,
};

const READ_VALUES: Statement = {
  name: 'intake_read_values_of_person',
  text: `SELECT change_id AS "changeId", change_sequence AS "changeSequence", value FROM accepted_change
         WHERE subject_key = $1 AND change_sequence > $2 AND change_sequence <= $3 ORDER BY change_sequence LIMIT $4`,
};

/** Changes read at once: bounds the memory. */
const CHANGES_MAX = 500;
const ERASURES_MAX = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

type Asking = Pick<Transaction, 'query'>;

export async function findErasure(db: Asking, erasureId: string): Promise<Erasure | undefined> {
  return (await db.query<Erasure>(FIND_ONE, [erasureId])).rows[0];
}

/** The row is locked: of two who carry it out, one does each step. */
export async function lockErasure(tx: Transaction, erasureId: string): Promise<Erasure> {
  const [found] = (await tx.query<Erasure>(LOCK_ONE, [erasureId])).rows;
  if (found === undefined) throw new TypeError('an erasure that is carried out was ordered');
  return found;
}

/** The person's newest one, under way or done. */
export async function findLast(tx: Transaction, subjectKey: string): Promise<Erasure | undefined> {
  return (await tx.query<Erasure>(FIND_LAST, [subjectKey])).rows[0];
}

export async function listUnderWay(db: Database): Promise<readonly string[]> {
  const { rows } = await db.query<{ erasureId: string }>(LIST_UNDER_WAY);
  return rows.map(({ erasureId }) => erasureId);
}

/** All that was ever destroyed, some at a time. */
export async function* listDestroyed(db: Database): AsyncGenerator<readonly KeyName[]> {
  let after = BEFORE_ALL;
  for (;;) {
    const { rows } = await db.query<Pick<Erasure, 'erasureId' | 'dataKeys'>>(LIST_KEYS, [
      ...[after, ERASURES_MAX],
    ]);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.erasureId;
    yield rows.flatMap(({ dataKeys }) => dataKeys);
  }
}

export async function insertErasure(
  tx: Transaction,
  erasure: Pick<
    Erasure,
    'erasureId' | 'subjectKey' | 'reason' | 'actor' | 'orderedAt' | 'dataKeys'
  >,
): Promise<Erasure> {
  const { erasureId, subjectKey, reason, actor, orderedAt, dataKeys } = erasure;
  const values = [erasureId, subjectKey, reason, actor, orderedAt.toISOString()];
  const { rows } = await tx.query<Erasure>(INSERT, [...values, JSON.stringify(dataKeys)]);
  return rows[0] as Erasure;
}

export async function updateErasure(tx: Transaction, erasure: Erasure): Promise<void> {
  const { erasureId, state, through, changes, inClear } = erasure;
  await tx.query(UPDATE, [erasureId, state, JSON.stringify(through), changes, inClear]);
}

export async function findKeysOf(tx: Asking, subjectKey: string): Promise<readonly string[]> {
  const { rows } = await tx.query<{ key: string }>(FIND_KEYS_OF, [subjectKey]);
  return rows.map(({ key }) => key);
}

export interface ValueRow {
  readonly changeId: string;
  readonly changeSequence: number;
  readonly value: Buffer;
}

/** A person's changes up to these, in their order, some at a time. */
export async function* readChangesThrough(
  db: Asking,
  through: readonly Through[],
): AsyncGenerator<readonly ValueRow[]> {
  for (const { subjectKey, changeSequence } of through) {
    let after = 0;
    for (;;) {
      const place = [subjectKey, after, changeSequence, CHANGES_MAX];
      const { rows } = await db.query<ValueRow>(READ_VALUES, place);
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.changeSequence;
      yield rows;
    }
  }
}
