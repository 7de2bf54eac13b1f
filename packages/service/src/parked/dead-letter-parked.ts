import { keepDeadLetter } from '../database/dead-letter.ts';
import type { Statement, Transaction } from '../database/ports.ts';
import { type ParkedRow, readParkedRow } from '../database/take-parked.ts';
import { problem } from '../http/problems.ts';
import { MICROS_PER_MS } from '../time/micros.ts';
import type { RecordPlace } from './park-queries.ts';
import type { ParkedKeyName } from './redrive-piece.ts';
import { END_PIECE, LOCK_BY_DIGEST, TAKE_OUT, UNPARK_EMPTY } from './redrive-queries.ts';

/** Who does it, why and when: kept with it. */
export interface Decided {
  readonly reason: string;
  readonly actor: string;
  readonly nowMs: number;
}

const READ_AT: Statement = {
  name: 'parked_record_read_at',
  text: `SELECT position::text AS position, reason AS cause, cause AS code, topic, partition, "offset"::text AS "offsetText",
           timestamp_ms AS "timestampMs", record_key AS key, value, headers
         FROM parked_record WHERE stream = $1 AND key = $2 AND partition = $3 AND "offset" = $4`,
};

const INSERT_DECISION: Statement = {
  name: 'dead_letter_decision_insert',
  text: `INSERT INTO dead_letter_decision (topic, partition, "offset", decision, reason, actor, decided_at_micros)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
};

// What was given up behind an earlier head counts no longer.
const SKIP_SEQUENCE: Statement = {
  name: 'sequence_skip_add',
  text: `INSERT INTO sequence_skip AS s (stream, key, after_sequence, skipped)
         SELECT $1, $2, coalesce((SELECT last_sequence FROM sequence_head WHERE stream = $1 AND key = $2), 0), 1
         ON CONFLICT (stream, key) DO UPDATE SET after_sequence = excluded.after_sequence,
           skipped = CASE WHEN s.after_sequence = excluded.after_sequence THEN s.skipped + 1 ELSE 1 END`,
};

/** Writes down what an operator decided about a dead letter. */
export async function keepDecision(
  tx: Transaction,
  { topic, partition, offset }: RecordPlace,
  decision: 'dead-lettered' | 'redriven',
  { reason, actor, nowMs }: Decided,
): Promise<void> {
  const decidedAtMicros = nowMs * MICROS_PER_MS;
  const values = [topic, partition, offset, decision, reason, actor, decidedAtMicros];
  await tx.query(INSERT_DECISION, values);
}

type Row = ParkedRow & {
  readonly position: string;
  readonly cause: string;
  readonly code: string | null;
};

/**
 * Takes the record at fault out of a parked key, for good: it becomes a dead letter without its value, and what waits behind it may be
 * released. The sequence that it would have had is passed over. Answers the key. Throws the problems `not-found`, and `not-at-fault` for a
 * record that only waits its turn, or that waits for an earlier one that is missing: giving it up would mend nothing.
 */
export async function deadLetterParked(
  tx: Transaction,
  { stream, keyDigest }: ParkedKeyName,
  at: Pick<RecordPlace, 'partition' | 'offset'>,
  decided: Decided,
): Promise<string> {
  const locked = await tx.query<{ key: string }>(LOCK_BY_DIGEST, [stream, keyDigest]);
  const key = locked.rows[0]?.key;
  if (key === undefined) throw problem('not-found', { detail: 'No such key is parked here.' });
  const { rows } = await tx.query<Row>(READ_AT, [stream, key, at.partition, at.offset]);
  const row = rows[0];
  if (row === undefined) throw problem('not-found', { detail: 'No such record waits with it.' });
  refuseWaiting(row.cause);
  await tx.query(TAKE_OUT, [rows.map(({ position }) => position)]);
  const record = readParkedRow(row);
  // Of a record that cannot be read this changes nothing: it has been a dead letter since it came.
  await keepDeadLetter(tx, { record, cause: row.code ?? row.cause });
  await keepDecision(tx, record, 'dead-lettered', decided);
  if (row.cause !== 'fork') await tx.query(SKIP_SEQUENCE, [stream, key]);
  const { rowCount: emptied } = await tx.query(UNPARK_EMPTY, [stream, key]);
  if (emptied === 0) await tx.query(END_PIECE, [stream, key]);
  return key;
}

const WHY_NOT: Readonly<Record<string, string>> = {
  'key-parked': 'It is not at fault: it waits behind another record of its key. Release the key.',
  gap: 'It waits for an earlier record that is missing. Have that one told again, then release the key.',
};

function refuseWaiting(cause: string): void {
  const detail = WHY_NOT[cause];
  if (detail !== undefined) throw problem('not-at-fault', { detail });
}
