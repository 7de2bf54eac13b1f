import type { StoredRecord } from '@told/event-log';
import { type Arranged, decideSequences, type Sequenced } from './decide-sequences.ts';
import { DatabaseError } from './errors.ts';
import { parkRecords } from './park-records.ts';
import type { Statement, Transaction } from './ports.ts';

export type SequencedArrival = Sequenced & { readonly record: StoredRecord };

// Locks parked keys, in order. A redrive of one is waited for, and then the head read here may be older than its end.
const READ: Statement = {
  name: 'sequence_read',
  text: `WITH parked AS (
           SELECT key FROM parked_key WHERE stream = $1 AND key = ANY ($2::text[]) ORDER BY key FOR UPDATE
         )
         SELECT k.key, coalesce(h.last_sequence, 0) AS "lastSequence", p.key IS NOT NULL AS parked
         FROM unnest($2::text[]) AS k (key)
              LEFT JOIN sequence_head h ON h.stream = $1 AND h.key = k.key
              LEFT JOIN parked p ON p.key = k.key
         WHERE h.key IS NOT NULL OR p.key IS NOT NULL`,
};

const READ_IDS: Statement = {
  name: 'sequence_read_ids',
  text: `SELECT r.key, r.sequence, r.id
         FROM unnest($2::text[], $3::bigint[]) AS k (key, sequence)
              JOIN sequence_record r ON r.stream = $1 AND r.key = k.key AND r.sequence = k.sequence`,
};

const WRITE: Statement = {
  name: 'sequence_write',
  text: `WITH arrived AS (
           SELECT key, sequence, id FROM unnest($2::text[], $3::bigint[], $4::uuid[]) AS a (key, sequence, id)
         ), head AS (
           INSERT INTO sequence_head (stream, key, last_sequence)
           SELECT $1, key, max(sequence) FROM arrived GROUP BY key ORDER BY key
           ON CONFLICT (stream, key) DO UPDATE SET last_sequence = excluded.last_sequence
         ), stored AS (
           INSERT INTO sequence_record (stream, key, sequence, id)
           SELECT $1, key, sequence, id FROM arrived ORDER BY key, sequence
           ON CONFLICT DO NOTHING
           RETURNING 1
         )
         SELECT count(*) AS stored FROM stored`,
};

/**
 * Sorts arrivals (any number of keys, in the order of the log) into those to apply now, duplicates, and those that wait; moves
 * the heads and parks, all in this transaction. `key` is the stream's own (a subject key, a case reference), `id` a UUID.
 * Two statements for a batch without faults. Rejects with `conflict` when another transaction moved a key meanwhile: the
 * transaction is then run again. Throws `illegal-sequence` for a sequence that is not a whole number from 1.
 */
export async function arrangeBySequence<A extends SequencedArrival>(
  tx: Transaction,
  stream: string,
  arrivals: readonly A[],
): Promise<Arranged<A>> {
  if (arrivals.length === 0) return { next: [], duplicates: [], parked: [] };
  for (const { sequence } of arrivals) {
    if (!Number.isSafeInteger(sequence) || sequence < 1)
      throw new DatabaseError('illegal-sequence', { stream });
  }
  let arranged = await decide(tx, stream, arrivals);
  // A redrive may have moved a head between the reading's start and the moment it got its locks: a fault is looked at twice.
  if (arranged.parked.some(({ reason }) => reason !== 'key-parked')) {
    arranged = await decide(tx, stream, arrivals);
  }
  await writeApplied(tx, stream, arranged.next);
  await parkRecords(
    tx,
    stream,
    arranged.parked.map(({ arrival: { key, sequence, id, record }, reason }) => ({
      key,
      sequence,
      id,
      record,
      reason,
    })),
  );
  return arranged;
}

async function decide<A extends SequencedArrival>(
  tx: Transaction,
  stream: string,
  arrivals: readonly A[],
): Promise<Arranged<A>> {
  const heads = await readHeads(tx, stream, arrivals);
  const ids = await readIds(tx, stream, arrivals, heads);
  return decideSequences(arrivals, {
    lastSequenceOf: (key) => heads.get(key)?.lastSequence ?? 0,
    isParked: (key) => heads.get(key)?.parked ?? false,
    idAt: (key, sequence) => ids.get(placeOf(key, sequence)),
  });
}

type Head = { readonly key: string; readonly lastSequence: number; readonly parked: boolean };
const placeOf = (key: string, sequence: number): string => `${sequence}/${key}`;

async function readHeads(
  tx: Transaction,
  stream: string,
  arrivals: readonly Sequenced[],
): Promise<ReadonlyMap<string, Head>> {
  const keys = [...new Set(arrivals.map((arrival) => arrival.key))];
  const { rows } = await tx.query<Head>(READ, [stream, keys]);
  return new Map(rows.map((row) => [row.key, row]));
}

/** Only a repeated or forked sequence needs the id that was applied there; usually there is none, and no statement. */
async function readIds(
  tx: Transaction,
  stream: string,
  arrivals: readonly Sequenced[],
  heads: ReadonlyMap<string, Head>,
): Promise<ReadonlyMap<string, string>> {
  const seen = arrivals.filter(
    ({ key, sequence }) => sequence <= (heads.get(key)?.lastSequence ?? 0),
  );
  if (seen.length === 0) return new Map();
  const { rows } = await tx.query<Sequenced>(READ_IDS, [
    stream,
    seen.map((arrival) => arrival.key),
    seen.map((arrival) => arrival.sequence),
  ]);
  return new Map(rows.map((row) => [placeOf(row.key, row.sequence), row.id]));
}

async function writeApplied(
  tx: Transaction,
  stream: string,
  next: readonly Sequenced[],
): Promise<void> {
  if (next.length === 0) return;
  const { rows } = await tx.query<{ stored: number }>(WRITE, [
    stream,
    next.map((arrival) => arrival.key),
    next.map((arrival) => arrival.sequence),
    next.map((arrival) => arrival.id),
  ]);
  if (rows[0]?.stored !== next.length) throw new DatabaseError('conflict', { stream });
}
