import type { Statement, Transaction } from '@told/service';
import { FORGET_SUBJECTS, LOCK_SUBJECTS, MAKE_SUBJECTS } from './queries.ts';

type Tx = Pick<Transaction, 'query'>;

/**
 * Locks these persons for the rest of the transaction, making those that are new; every later statement relies on these locks. Answers each one's
 * last sequence; 0: nothing accepted. Nearly all are there already, and a lock costs half of what the upsert of a row does that is there.
 */
export async function lockSubjects(
  tx: Tx,
  keys: readonly (string | undefined)[],
): Promise<Map<string, number>> {
  const wanted = new Set(keys.filter((key) => key !== undefined));
  const heads = await lock(tx, LOCK_SUBJECTS, [...wanted]);
  const missing = [...wanted].filter((key) => !heads.has(key));
  for (const [key, head] of await lock(tx, MAKE_SUBJECTS, missing)) heads.set(key, head);
  return heads;
}

async function lock(
  tx: Tx,
  statement: Statement,
  keys: readonly string[],
): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const { rows } = await tx.query<{ subject_key: string; last_sequence: number }>(statement, [
    keys,
  ]);
  return new Map(rows.map((row) => [row.subject_key, row.last_sequence]));
}

/** Takes back, of the persons locked, those of whom nothing is accepted. `heads` as they are by now. */
export async function forgetSubjects(tx: Tx, heads: ReadonlyMap<string, number>): Promise<void> {
  const nothingOf = [...heads].filter(([, head]) => head === 0).map(([key]) => key);
  if (nothingOf.length > 0) await tx.query(FORGET_SUBJECTS, [nothingOf]);
}
