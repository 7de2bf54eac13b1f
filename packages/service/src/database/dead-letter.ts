import { recordDigest, type StoredRecord } from '@told/event-log';
import { DatabaseError } from './errors.ts';
import { parkRecords } from './park-records.ts';
import type { Statement, Transaction } from './ports.ts';
import { formatKey } from './stored-bytes.ts';

export type DeadLetter = {
  readonly record: StoredRecord;
  /** A stable code, such as the codec's `undecodable` or `illegal-value`; never text that quotes the value. */
  readonly cause: string;
};

/** As for parked records: beyond this, everything is undecodable, and going on would only hide the cause. */
export const DEAD_LETTERS_MAX = 100_000;

const COUNT: Statement = {
  name: 'dead_letter_count',
  text: 'SELECT count(*) AS dead FROM (SELECT FROM dead_letter LIMIT $1) AS counted',
};

const INSERT: Statement = {
  name: 'dead_letter_insert',
  text: `INSERT INTO dead_letter (topic, partition, "offset", timestamp_ms, cause, digest)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING`,
};

/**
 * Records that one record cannot be decoded (where it is, why, its digest; not its value) and parks its key in its topic, so
 * that later records of that key wait while others flow. Throws `dead-letters-full` or `parked-full`, which pause.
 */
export async function deadLetter(
  tx: Transaction,
  { record, cause }: DeadLetter,
  limit = DEAD_LETTERS_MAX,
): Promise<void> {
  const { topic, partition, offset, timestampMs, key, value } = record;
  const { rows } = await tx.query<{ dead: number }>(COUNT, [limit]);
  if ((rows[0]?.dead ?? 0) >= limit) throw new DatabaseError('dead-letters-full', { limit });
  const digest = recordDigest(key, value);
  await tx.query(INSERT, [topic, partition, offset, timestampMs, cause, digest]);
  await parkRecords(tx, topic, [{ key: formatKey(key), reason: 'undecodable', record }]);
  tx.signal({ kind: 'dead-letter', topic, partition, offset, cause });
}
