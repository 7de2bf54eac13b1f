import type { Statement, Transaction } from '@told/service';

// What waits in the outbox has not been in the log yet, or is about to be; whatever is not there any more, the log has acknowledged.
const LIST_ACCEPTED: Statement = {
  name: 'intake_list_accepted',
  text: `SELECT subject_key AS "subjectKey", change_sequence AS "changeSequence", sha256(value) AS digest,
      change_id::text IN (SELECT headers::json ->> 'ce_id' FROM outbox WHERE topic = 'told.changes') AS waits
    FROM accepted_change WHERE (subject_key, change_sequence) > ($1, $2)
    ORDER BY subject_key, change_sequence LIMIT $3`,
};

const INSERT_SOUGHT: Statement = {
  name: 'intake_insert_republish_sought',
  text: `INSERT INTO republish_sought (digest, subject_key, change_sequence, partition)
    SELECT * FROM unnest($1::bytea[], $2::text[], $3::bigint[], $4::integer[])`,
};

const INSERT_POSITIONS: Statement = {
  name: 'intake_insert_republish_positions',
  text: `INSERT INTO republish_position (partition, next_offset, end_offset)
    SELECT * FROM unnest($1::integer[], $2::bigint[], $3::bigint[])`,
};

const FIND_POSITIONS: Statement = {
  name: 'intake_find_republish_positions',
  text: `SELECT partition, next_offset::text AS "nextText", end_offset::text AS "endText" FROM republish_position ORDER BY partition`,
};

const MOVE_POSITION: Statement = {
  name: 'intake_move_republish_position',
  text: 'UPDATE republish_position SET next_offset = $3 WHERE partition = $1 AND next_offset = $2',
};

const CROSS_OFF: Statement = {
  name: 'intake_cross_off_republish_sought',
  text: `DELETE FROM republish_sought USING unnest($2::text[], $3::bytea[]) AS found (subject_key, digest)
    WHERE republish_sought.digest = found.digest AND republish_sought.subject_key = found.subject_key
      AND republish_sought.partition = $1`,
};

const COUNT_KNOWN: Statement = {
  name: 'intake_count_known_records',
  text: `SELECT count(*) AS known FROM unnest($1::uuid[], $2::bytea[]) AS found (change_id, digest)
    JOIN accepted_change USING (change_id) WHERE sha256(accepted_change.value) = found.digest`,
};

const COUNT_MISSING: Statement = {
  name: 'intake_count_republish_sought',
  text: 'SELECT partition, count(*) AS missing FROM republish_sought GROUP BY partition ORDER BY partition',
};

const TAKE_MISSING: Statement = {
  name: 'intake_take_republish_sought',
  text: `WITH taken AS (
      SELECT digest, subject_key, change_sequence FROM republish_sought ORDER BY subject_key, change_sequence LIMIT $1
    ), gone AS (DELETE FROM republish_sought USING taken WHERE republish_sought.digest = taken.digest)
    SELECT change_id AS "changeId", agency, subject_key AS "subjectKey", value,
      (extract(epoch FROM accepted_at) * 1000)::bigint AS "timeMs"
    FROM taken JOIN accepted_change USING (subject_key, change_sequence) ORDER BY subject_key, change_sequence`,
};

const LOCK_SUBJECTS: Statement = {
  name: 'intake_lock_republished_subjects',
  text: 'SELECT FROM subject WHERE subject_key = ANY ($1::text[]) ORDER BY subject_key FOR UPDATE',
};

export interface ListedChange {
  readonly subjectKey: string;
  readonly changeSequence: number;
  readonly digest: Buffer;
  readonly waits: boolean;
}

/** Accepted changes after a place, in the order of persons and sequences. */
export const listAccepted = async (
  tx: Transaction,
  after: { readonly listedKey: string; readonly listedSequence: number },
  limit: number,
): Promise<readonly ListedChange[]> =>
  (await tx.query<ListedChange>(LIST_ACCEPTED, [after.listedKey, after.listedSequence, limit]))
    .rows;

export async function insertSought(
  tx: Transaction,
  sought: readonly (ListedChange & { readonly partition: number })[],
): Promise<void> {
  await tx.query(INSERT_SOUGHT, [
    sought.map((one) => one.digest),
    sought.map((one) => one.subjectKey),
    sought.map((one) => one.changeSequence),
    sought.map((one) => one.partition),
  ]);
}

export interface ReadPosition {
  readonly partition: number;
  readonly next: bigint;
  readonly end: bigint;
}

export async function insertPositions(
  tx: Transaction,
  positions: readonly ReadPosition[],
): Promise<void> {
  await tx.query(INSERT_POSITIONS, [
    positions.map((one) => one.partition),
    positions.map((one) => one.next),
    positions.map((one) => one.end),
  ]);
}

export async function findPositions(
  on: Pick<Transaction, 'query'>,
): Promise<readonly ReadPosition[]> {
  type Row = { readonly partition: number; readonly nextText: string; readonly endText: string };
  const { rows } = await on.query<Row>(FIND_POSITIONS);
  return rows.map(({ partition, nextText, endText }) => ({
    ...{ partition, next: BigInt(nextText), end: BigInt(endText) },
  }));
}

/** False when another request has been here. */
export const movePosition = async (
  tx: Transaction,
  { partition, next }: ReadPosition,
  to: bigint,
): Promise<boolean> => (await tx.query(MOVE_POSITION, [partition, next, to])).rowCount === 1;

/** What a record of the log says of itself. */
export interface FoundRecord {
  readonly subjectKey: string;
  /** Null: it has none that could be a change's. */
  readonly changeId: string | null;
  readonly digest: Buffer;
}

/** Crosses found records off and answers how many of them were never accepted here. */
export async function crossOff(
  tx: Transaction,
  partition: number,
  found: readonly FoundRecord[],
): Promise<number> {
  const digests = found.map((one) => one.digest);
  await tx.query(CROSS_OFF, [partition, found.map((one) => one.subjectKey), digests]);
  const { rows } = await tx.query<{ known: number }>(COUNT_KNOWN, [
    found.map((one) => one.changeId),
    digests,
  ]);
  return found.length - (rows[0]?.known ?? 0);
}

export const countMissing = async (
  tx: Transaction,
): Promise<readonly { readonly partition: number; readonly missing: number }[]> =>
  (await tx.query<{ partition: number; missing: number }>(COUNT_MISSING)).rows;

export interface MissingChange {
  readonly changeId: string;
  readonly agency: string;
  readonly subjectKey: string;
  readonly value: Buffer;
  /** When it was accepted. */
  readonly timeMs: number;
}

/** Takes the next that are missing, in the order of persons and sequences, with their persons locked. */
export async function takeMissing(
  tx: Transaction,
  limit: number,
): Promise<readonly MissingChange[]> {
  const { rows } = await tx.query<MissingChange>(TAKE_MISSING, [limit]);
  const keys = [...new Set(rows.map((one) => one.subjectKey))];
  if (keys.length > 0) await tx.query(LOCK_SUBJECTS, [keys]);
  return rows;
}
