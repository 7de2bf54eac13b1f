import type { StoredRecord } from '@told/event-log';
import { type Arranged, decideSequences, type Sequenced } from './decide-sequences.ts';
import { DatabaseError } from './errors.ts';
import { parkRecords } from './park-records.ts';
import type { Transaction } from './ports.ts';
import { PASS_OVER, READ_HEADS, READ_IDS, WRITE_APPLIED } from './sequence-queries.ts';

export type SequencedArrival = Sequenced & { readonly record: StoredRecord };

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
    await passOver(tx, stream, arranged);
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

/** Moves heads over sequences that an operator has given up: right behind the head, so not where this very batch moves it on. */
async function passOver(
  tx: Transaction,
  stream: string,
  { next, parked }: Arranged<Sequenced>,
): Promise<void> {
  const moved = new Set(next.map(({ key }) => key));
  const gaps = parked.flatMap(({ arrival, reason }) =>
    reason === 'gap' && !moved.has(arrival.key) ? [arrival] : [],
  );
  if (gaps.length === 0) return;
  await tx.query(PASS_OVER, [
    stream,
    gaps.map(({ key }) => key),
    gaps.map(({ sequence }) => sequence),
  ]);
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
  const { rows } = await tx.query<Head>(READ_HEADS, [stream, keys]);
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
  const { rows } = await tx.query<{ stored: number }>(WRITE_APPLIED, [
    stream,
    next.map((arrival) => arrival.key),
    next.map((arrival) => arrival.sequence),
    next.map((arrival) => arrival.id),
  ]);
  if (rows[0]?.stored !== next.length) throw new DatabaseError('conflict', { stream });
}
