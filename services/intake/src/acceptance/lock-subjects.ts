import type { Statement, Transaction } from '@told/service';
import { FORGET_SUBJECTS, LOCK_SUBJECTS, MAKE_SUBJECTS } from './queries.ts';

type Tx = Pick<Transaction, 'query'>;
/** Person → last sequence; 0: nothing accepted. */
type Heads = ReadonlyMap<string, number>;

/** Locks, of these persons, those that are there; nearly all are, and a lock costs half of what the upsert of a row does that is there. */
export const lockSubjects = (tx: Tx, keys: readonly string[]): Promise<Heads> =>
  lock(tx, LOCK_SUBJECTS, keys);

/** Makes and locks the others, after `lockSubjects`. */
export const makeSubjects = (tx: Tx, keys: readonly string[]): Promise<Heads> =>
  lock(tx, MAKE_SUBJECTS, keys);

async function lock(tx: Tx, statement: Statement, keys: readonly string[]): Promise<Heads> {
  if (keys.length === 0) return new Map();
  const { rows } = await tx.query<{ subject_key: string; last_sequence: number }>(statement, [
    keys,
  ]);
  return new Map(rows.map((row) => [row.subject_key, row.last_sequence]));
}

/** Takes back, of the persons locked, those of whom nothing is accepted. `heads` as they are by now. */
export function forgetSubjects(tx: Transaction, heads: Heads): void {
  const nothingOf = [...heads].filter(([, head]) => head === 0).map(([key]) => key);
  if (nothingOf.length > 0) void tx.query(FORGET_SUBJECTS, [nothingOf]);
}
