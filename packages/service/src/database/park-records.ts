import type { StoredRecord } from '@told/event-log';
import { DatabaseError } from './errors.ts';
import type { Statement, Transaction } from './ports.ts';
import { digestKey, formatHeaders, keepTimestampMs } from './stored-bytes.ts';

/** Why a record waits: its own fault, or (`key-parked`) an earlier one of its key. */
export type ParkReason = 'gap' | 'fork' | 'key-parked' | 'undecodable' | 'failed';

export type ParkedEntry = {
  readonly key: string;
  readonly reason: ParkReason;
  readonly sequence?: number;
  readonly id?: string;
  /** Stable code of the error, or of the reading that failed; never text that quotes the value. */
  readonly cause?: string;
  readonly record: StoredRecord;
};

/** An operator clears parked records within days; a table beyond this speaks of a fault in everything, so consuming waits. */
export const PARKED_RECORDS_MAX = 100_000;

const COUNT: Statement = {
  name: 'parked_record_count',
  text: 'SELECT count(*) AS parked FROM (SELECT FROM parked_record LIMIT $1) AS counted',
};

const LOCK_KEYS: Statement = {
  name: 'parked_key_lock',
  text: `SELECT key FROM parked_key WHERE stream = $1 AND key = ANY ($2::text[]) ORDER BY key FOR UPDATE`,
};

// DO UPDATE for its row lock, so that a redrive cannot empty the key between these two statements. In the redrive itself the key waits
// again from here on.
const PARK_KEYS: Statement = {
  name: 'parked_key_park',
  text: `INSERT INTO parked_key (stream, key, reason, key_digest)
         SELECT $1, key, reason, key_digest FROM unnest($2::text[], $3::text[], $4::text[]) AS p (key, reason, key_digest) ORDER BY key
         ON CONFLICT (stream, key) DO UPDATE SET redriving = false`,
};

const PARK_RECORDS: Statement = {
  name: 'parked_record_insert',
  text: `INSERT INTO parked_record (stream, key, reason, sequence, id, topic, partition, "offset", timestamp_ms,
                                    record_key, value, headers, cause)
         SELECT $1, key, reason, sequence, id, topic, partition, "offset", timestamp_ms, record_key, value, headers, cause
         FROM unnest($2::text[], $3::text[], $4::bigint[], $5::uuid[], $6::text[], $7::int[], $8::bigint[],
                     $9::bigint[], $10::bytea[], $11::bytea[], $12::text[], $13::text[])
              WITH ORDINALITY AS r (key, reason, sequence, id, topic, partition, "offset", timestamp_ms,
                                    record_key, value, headers, cause, place)
         ORDER BY place
         ON CONFLICT (stream, key, sequence, id) WHERE id IS NOT NULL DO NOTHING`,
};

/** Which of these keys are parked; their rows stay locked until the transaction ends. */
export async function lockParkedKeys(
  tx: Transaction,
  stream: string,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ key: string }>(LOCK_KEYS, [stream, keys]);
  return new Set(rows.map((row) => row.key));
}

/**
 * Parks keys and stores their records, in the order given, behind those that wait already. The same (sequence, id) of a key
 * is stored once. Raises an alarm for each key newly at fault. Throws `parked-full`, which pauses the partition.
 */
export async function parkRecords(
  tx: Transaction,
  stream: string,
  entries: readonly ParkedEntry[],
  limit = PARKED_RECORDS_MAX,
): Promise<void> {
  if (entries.length === 0) return;
  const { rows } = await tx.query<{ parked: number }>(COUNT, [limit]);
  const parked = rows[0]?.parked ?? 0;
  if (parked + entries.length > limit) throw new DatabaseError('parked-full', { stream, limit });
  const reasons = new Map<string, ParkReason>();
  for (const { key, reason } of entries) if (!reasons.has(key)) reasons.set(key, reason);
  const keys = [...reasons.keys()];
  await tx.query(PARK_KEYS, [stream, keys, [...reasons.values()], keys.map(digestKey)]);
  await tx.query(PARK_RECORDS, [stream, ...toColumns(entries)]);
  for (const [key, reason] of reasons) {
    const count = entries.filter((entry) => entry.key === key).length;
    tx.signal({ kind: 'parked', stream, keyDigest: digestKey(key), reason, count });
  }
}

function toColumns(entries: readonly ParkedEntry[]): unknown[] {
  return [
    entries.map((entry) => entry.key),
    entries.map((entry) => entry.reason),
    entries.map((entry) => entry.sequence ?? null),
    entries.map((entry) => entry.id ?? null),
    entries.map(({ record }) => record.topic),
    entries.map(({ record }) => record.partition),
    entries.map(({ record }) => record.offset),
    entries.map(({ record }) => keepTimestampMs(record.timestampMs)),
    entries.map(({ record }) => record.key),
    entries.map(({ record }) => record.value),
    entries.map(({ record }) => formatHeaders(record.headers)),
    entries.map((entry) => entry.cause ?? null),
  ];
}
