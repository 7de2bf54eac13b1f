import type { StoredRecord } from '@told/event-log';
import { type Arranged, decideSequences, type Sequenced } from './decide-sequences.ts';
import { DatabaseError } from './errors.ts';
import { parkRecords } from './park-records.ts';
import type { Transaction } from './ports.ts';
import { KEEP_IDS, MOVE_HEADS, PASS_OVER, READ_HEADS, READ_IDS } from './sequence-queries.ts';
import { together } from './together.ts';

export type SequencedArrival = Sequenced & { readonly record: StoredRecord };

/** Where a stream keeps which id took effect at which sequence of a key. */
export type AppliedIds = {
  /** Those of these places, and others if that is easier. */
  read(
    tx: Transaction,
    stream: string,
    places: readonly Sequenced[],
  ): Promise<readonly Sequenced[]>;
  keep(tx: Transaction, stream: string, applied: readonly Sequenced[]): Promise<void>;
};

const SEQUENCE_RECORD: AppliedIds = {
  async read(tx, stream, places) {
    const { rows } = await tx.query<Sequenced>(READ_IDS, [
      stream,
      places.map(({ key }) => key),
      places.map(({ sequence }) => sequence),
    ]);
    return rows;
  },
  async keep(tx, stream, applied) {
    const { rowCount } = await tx.query(KEEP_IDS, [
      stream,
      applied.map(({ key }) => key),
      applied.map(({ sequence }) => sequence),
      applied.map(({ id }) => id),
    ]);
    if (rowCount !== applied.length) throw new DatabaseError('conflict', { stream });
  },
};

/**
 * Sorts arrivals (any number of keys, in the order of the log) into those to apply now, duplicates, and those that wait; moves
 * the heads and parks, all in this transaction. `key` is the stream's own (a subject key, a case reference), `id` a UUID.
 * One statement for a batch without faults, and one more unless the stream's own tables hold the `ids`. Rejects with `conflict` when another transaction moved a key meanwhile: the
 * transaction is then run again. Throws `illegal-sequence` for a sequence that is not a whole number from 1.
 */
export async function arrangeBySequence<A extends SequencedArrival>(
  tx: Transaction,
  stream: string,
  arrivals: readonly A[],
  ids: AppliedIds = SEQUENCE_RECORD,
): Promise<Arranged<A>> {
  if (arrivals.length === 0) return { next: [], duplicates: [], parked: [] };
  for (const { sequence } of arrivals) {
    if (!Number.isSafeInteger(sequence) || sequence < 1)
      throw new DatabaseError('illegal-sequence', { stream });
  }
  if (await takeAsTheyCome(tx, stream, arrivals)) {
    await ids.keep(tx, stream, arrivals);
    return { next: arrivals, duplicates: [], parked: [] };
  }
  let arranged = await decide(tx, stream, arrivals, ids);
  // A redrive may have moved a head between the reading's start and the moment it got its locks: a fault is looked at twice.
  if (arranged.parked.some(({ reason }) => reason !== 'key-parked')) {
    await passOver(tx, stream, arranged);
    arranged = await decide(tx, stream, arrivals, ids);
  }
  const { next } = arranged;
  if (next.length > 0) {
    await together([moveBehind(tx, stream, next), ids.keep(tx, stream, next)]);
  }
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
  appliedIds: AppliedIds,
): Promise<Arranged<A>> {
  const { lastSequences, parked } = await readHeads(tx, stream, arrivals);
  const lastSequenceOf = (key: string): number => lastSequences.get(key) ?? 0;
  const seen = arrivals.filter(({ key, sequence }) => sequence <= lastSequenceOf(key));
  // Only a repeated or forked sequence needs the id that was applied there; usually there is none, and no statement.
  const applied = seen.length === 0 ? [] : await appliedIds.read(tx, stream, seen);
  const ids = new Map(applied.map(({ key, sequence, id }) => [placeOf(key, sequence), id]));
  return decideSequences(arrivals, {
    lastSequenceOf,
    isParked: (key) => parked.has(key),
    idAt: (key, sequence) => ids.get(placeOf(key, sequence)),
  });
}

type Heads = {
  /** Of keys that no record of has taken effect yet, 0. */
  readonly lastSequences: ReadonlyMap<string, number>;
  readonly parked: ReadonlySet<string>;
};
const placeOf = (key: string, sequence: number): string => `${sequence}/${key}`;

async function readHeads(
  tx: Transaction,
  stream: string,
  arrivals: readonly Sequenced[],
): Promise<Heads> {
  const keys = [...new Set(arrivals.map((arrival) => arrival.key))];
  type Row = { readonly lastSequences: string; readonly parked: readonly string[] | null };
  const { rows } = await tx.query<Row>(READ_HEADS, [stream, keys]);
  const sequences = rows[0]?.lastSequences.split(',') ?? [];
  return {
    lastSequences: new Map(keys.map((key, place) => [key, Number(sequences[place])])),
    parked: new Set(rows[0]?.parked),
  };
}

/** Of a key: stands at `before`, and at `last` when its records have taken effect. */
type Run = { readonly before: number; last: number };

/** For each key where its records lead from and to; undefined: one does not follow the one before it. */
function findRuns(arrivals: readonly Sequenced[]): ReadonlyMap<string, Run> | undefined {
  const runs = new Map<string, Run>();
  for (const { key, sequence } of arrivals) {
    const run = runs.get(key);
    if (run === undefined) runs.set(key, { before: sequence - 1, last: sequence });
    else if (sequence === run.last + 1) run.last = sequence;
    else return undefined;
  }
  return runs;
}

/** Moves the heads behind these records if all of them are next and no key is parked; otherwise none, and answers false. */
async function takeAsTheyCome(
  tx: Transaction,
  stream: string,
  arrivals: readonly Sequenced[],
): Promise<boolean> {
  const runs = findRuns(arrivals);
  return runs !== undefined && (await moveHeads(tx, stream, runs));
}

/** The same where they have just been read to be next. */
async function moveBehind(
  tx: Transaction,
  stream: string,
  next: readonly Sequenced[],
): Promise<void> {
  if (!(await takeAsTheyCome(tx, stream, next))) throw new DatabaseError('conflict', { stream });
}

/** False: one stands elsewhere or is parked, and none was moved. Throws `conflict` when another transaction moves one meanwhile. */
async function moveHeads(
  tx: Transaction,
  stream: string,
  runs: ReadonlyMap<string, Run>,
): Promise<boolean> {
  const ends = [...runs.values()];
  const { rows } = await tx.query<{ sound: boolean; moved: number }>(MOVE_HEADS, [
    stream,
    [...runs.keys()],
    ends.map(({ before }) => before),
    ends.map(({ last }) => last),
  ]);
  const [{ sound, moved } = { sound: false, moved: 0 }] = rows;
  if (sound && moved !== runs.size) throw new DatabaseError('conflict', { stream });
  return sound;
}
