import { recordDigest, type StoredRecord } from '@told/event-log';
import { parkRecords } from './park-records.ts';
import type { Statement, Transaction } from './ports.ts';
import { formatKey, keepTimestampMs } from './stored-bytes.ts';

export type DeadLetter = {
  readonly record: StoredRecord;
  /** A stable code, such as the codec's `undecodable` or `illegal-value`; never text that quotes the value. */
  readonly cause: string;
};

const INSERT: Statement = {
  name: 'dead_letter_insert',
  text: `INSERT INTO dead_letter (topic, partition, "offset", timestamp_ms, cause, digest)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING`,
};

/** Writes down where a record is, why it is a dead letter, and its digest; not its value. One that is there already stays as it is. */
export async function keepDeadLetter(
  tx: Transaction,
  { record, cause }: DeadLetter,
): Promise<void> {
  const { topic, partition, offset, key, value } = record;
  const timestampMs = keepTimestampMs(record.timestampMs);
  const digest = recordDigest(key, value);
  const values = [topic, partition, offset, timestampMs, cause, digest];
  const { rowCount } = await tx.query(INSERT, values);
  if (rowCount > 0) {
    tx.signal({ kind: 'dead-letter-kept', topic, partition, offset, digest, cause });
  }
}

/**
 * Records that one record cannot be decoded (where it is, why, its digest; not its value) and parks its key in its topic, so
 * that later records of that key wait while others flow. Throws `parked-full`, which pauses: what is a dead letter waits as a parked record,
 * until an operator has dealt with it, so one bound is enough.
 */
export async function deadLetter(tx: Transaction, { record, cause }: DeadLetter): Promise<void> {
  const { topic, partition, offset, key } = record;
  await keepDeadLetter(tx, { record, cause });
  await parkRecords(tx, topic, [{ key: formatKey(key), reason: 'undecodable', cause, record }]);
  tx.signal({ kind: 'dead-letter', topic, partition, offset, cause });
}
