import type { StoredRecord } from '@told/event-log';
import type { Database, Statement, Transaction } from './ports.ts';
import { parseHeaders } from './stored-bytes.ts';

const LOCK: Statement = {
  name: 'parked_key_take',
  text: 'SELECT FROM parked_key WHERE stream = $1 AND key = $2 FOR UPDATE',
};

const TAKE: Statement = {
  name: 'parked_record_take',
  text: `WITH taken AS (DELETE FROM parked_record WHERE stream = $1 AND key = $2 RETURNING *)
         SELECT topic, partition, "offset"::text AS "offsetText", timestamp_ms AS "timestampMs", record_key AS key, value, headers
         FROM taken ORDER BY sequence NULLS FIRST, position`,
};

const UNPARK: Statement = {
  name: 'parked_key_delete',
  text: 'DELETE FROM parked_key WHERE stream = $1 AND key = $2',
};

const COUNT: Statement = {
  name: 'backlog_count',
  text: `SELECT (SELECT count(*) FROM (SELECT FROM parked_key LIMIT $1) AS k) AS "parkedKeys",
                (SELECT count(*) FROM (SELECT FROM parked_record LIMIT $1) AS r) AS "parkedRecords",
                (SELECT count(*) FROM (SELECT FROM dead_letter LIMIT $1) AS d) AS "deadLetters"`,
};

/**
 * Redrive: unparks a key and takes its records out, by sequence and then by arrival, for the same handler that met them
 * first, in the same transaction. What is still at fault parks again. Arrivals of the key wait until this transaction ends.
 */
export async function takeParked(
  tx: Transaction,
  stream: string,
  key: string,
): Promise<readonly StoredRecord[]> {
  await tx.query(LOCK, [stream, key]);
  const { rows } = await tx.query<ParkedRow>(TAKE, [stream, key]);
  await tx.query(UNPARK, [stream, key]);
  return rows.map(readParkedRow);
}

/** A parked record as the table gives it. */
export type ParkedRow = Omit<StoredRecord, 'offset' | 'headers'> & {
  readonly offsetText: string;
  readonly headers: string;
};

export const readParkedRow = (row: ParkedRow): StoredRecord => ({
  topic: row.topic,
  partition: row.partition,
  offset: BigInt(row.offsetText),
  timestampMs: row.timestampMs,
  key: row.key,
  value: row.value,
  headers: parseHeaders(row.headers),
});

export type Backlog = {
  readonly parkedKeys: number;
  readonly parkedRecords: number;
  readonly deadLetters: number;
};

const COUNTED_MAX = 100_001;

/** What waits for an operator; for metrics, health and doctor. */
export async function readBacklog(db: Database): Promise<Backlog> {
  const { rows } = await db.query<Backlog>(COUNT, [COUNTED_MAX]);
  return rows[0] ?? { parkedKeys: 0, parkedRecords: 0, deadLetters: 0 };
}
