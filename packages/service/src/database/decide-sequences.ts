/** What a stream says of one record: it is the `sequence`-th of its key, and its identity is `id`. */
export type Sequenced = { readonly key: string; readonly sequence: number; readonly id: string };

export type Arranged<A> = {
  /** To be applied: for each key dense and in order. */
  readonly next: readonly A[];
  /** Applied before; nothing is to be done. */
  readonly duplicates: readonly A[];
  readonly parked: readonly { readonly arrival: A; readonly reason: SequenceFault }[];
};

export type SequenceFault = 'gap' | 'fork' | 'key-parked';

/** What is known before the batch: the last sequence applied (0: none), parked or not, and the id applied at a sequence. */
export type KnownSequences = {
  lastSequenceOf(key: string): number;
  isParked(key: string): boolean;
  idAt(key: string, sequence: number): string | undefined;
};

/**
 * Same sequence and same id: duplicate. Same sequence, other id: fork. Beyond the next: gap. A fault parks its key, and all
 * later records of that key wait behind it, except duplicates, which have nothing to wait for. Pure; the answer does not
 * depend on how the records are cut into batches.
 */
export function decideSequences<A extends Sequenced>(
  arrivals: readonly A[],
  known: KnownSequences,
): Arranged<A> {
  const next: A[] = [];
  const duplicates: A[] = [];
  const parked: { arrival: A; reason: SequenceFault }[] = [];
  const heads = new Map<string, number>();
  const appliedIds = new Map<string, string>();
  const newlyParked = new Set<string>();
  for (const arrival of arrivals) {
    const { key, sequence } = arrival;
    const id = arrival.id.toLowerCase(); // as PostgreSQL gives it back
    const head = heads.get(key) ?? known.lastSequenceOf(key);
    const place = `${sequence}/${key}`;
    if (sequence <= head && (appliedIds.get(place) ?? known.idAt(key, sequence)) === id) {
      duplicates.push(arrival);
    } else if (newlyParked.has(key) || known.isParked(key)) {
      parked.push({ arrival, reason: 'key-parked' });
    } else if (sequence !== head + 1) {
      newlyParked.add(key);
      parked.push({ arrival, reason: sequence <= head ? 'fork' : 'gap' });
    } else {
      heads.set(key, sequence);
      appliedIds.set(place, id);
      next.push(arrival);
    }
  }
  return { next, duplicates, parked };
}
