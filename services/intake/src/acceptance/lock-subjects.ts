import type { Transaction } from '@told/service';
import { FORGET_SUBJECTS, LOCK_SUBJECTS } from './queries.ts';

/** Locks these persons for the rest of the transaction, making those that are new. Answers each one's last sequence; 0: nothing accepted. */
export async function lockSubjects(
  tx: Pick<Transaction, 'query'>,
  keys: readonly (string | undefined)[],
): Promise<Map<string, number>> {
  const wanted = [...new Set(keys.filter((key) => key !== undefined))];
  if (wanted.length === 0) return new Map();
  const { rows } = await tx.query<{ subject_key: string; last_sequence: number }>(LOCK_SUBJECTS, [
    wanted,
  ]);
  return new Map(rows.map((row) => [row.subject_key, row.last_sequence]));
}

/** Takes back, of the persons locked, those of whom nothing is accepted. `heads` as they are by now. */
export async function forgetSubjects(
  tx: Pick<Transaction, 'query'>,
  heads: ReadonlyMap<string, number>,
): Promise<void> {
  const nothingOf = [...heads].filter(([, head]) => head === 0).map(([key]) => key);
  if (nothingOf.length > 0) await tx.query(FORGET_SUBJECTS, [nothingOf]);
}
