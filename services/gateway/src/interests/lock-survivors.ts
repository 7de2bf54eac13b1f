import type { Statement, Transaction } from '@told/service';
import { type LockedRow, lockSubjects } from '../decisions/queries.ts';

/** Each key that was asked about, and the one that stands for it since they were merged: itself as a rule. */
export type Survivors = ReadonlyMap<string, string>;

const READ_SURVIVORS: Statement = {
  name: 'gateway_read_surviving_subjects',
  text: `WITH RECURSIVE surviving AS (
           SELECT subject_key AS asked, subject_key, merged_into FROM subject WHERE subject_key = ANY ($1::text[])
           UNION
           SELECT o.asked, s.subject_key, s.merged_into FROM subject s JOIN surviving o ON s.subject_key = o.merged_into
         )
         SELECT asked, subject_key AS "subjectKey" FROM surviving WHERE merged_into IS NULL AND asked <> subject_key`,
};

/** Two keys become one a few times in a life; beyond this something is wrong. */
const MERGES_MAX = 100;

/** Who stands for these keys by now. Nothing is locked: a hint, unless the caller holds them all. */
export async function readSurvivors(
  on: Pick<Transaction, 'query'>,
  subjectKeys: readonly string[],
): Promise<Survivors> {
  type Row = { readonly asked: string; readonly subjectKey: string };
  const { rows } = await on.query<Row>(READ_SURVIVORS, [subjectKeys]);
  const merged = new Map(rows.map((row) => [row.asked, row.subjectKey]));
  return new Map(subjectKeys.map((key) => [key, merged.get(key) ?? key]));
}

/**
 * Locks the subjects FOR UPDATE, and whoever stands for them: a person may have been merged into another key since the caller learnt who it
 * is, and what is written must count there. Whose key stands under these locks is nobody else's before the transaction ends.
 */
export async function lockSurvivors(
  tx: Transaction,
  subjectKeys: readonly string[],
): Promise<Survivors> {
  const locked = new Set<string>();
  let wanted: readonly string[] = subjectKeys;
  for (let merges = 0; merges <= MERGES_MAX; merges++) {
    const rows = await lockForChange(tx, wanted);
    for (const { subjectKey } of rows) locked.add(subjectKey);
    const isAnyMerged = merges > 0 || rows.some(({ mergedInto }) => mergedInto !== null);
    if (!isAnyMerged) return new Map(subjectKeys.map((key) => [key, key]));
    const survivors = await readSurvivors(tx, subjectKeys);
    wanted = [...survivors.values()].filter((key) => !locked.has(key));
    if (wanted.length === 0) return survivors;
  }
  throw new TypeError('a subject was merged more often than can be');
}

/** The same for one person, step by step, with the row of whoever stands for it. */
export async function lockSurvivor(tx: Transaction, subjectKey: string): Promise<LockedRow> {
  let wanted = subjectKey;
  for (let merges = 0; merges <= MERGES_MAX; merges++) {
    const [row] = await lockForChange(tx, [wanted]);
    if (row === undefined) throw new TypeError('a subject that is locked has a row');
    if (row.mergedInto === null) return row;
    wanted = row.mergedInto;
  }
  throw new TypeError('a subject was merged more often than can be');
}

/** Locks the subjects against every decision, in sorted order; their rows are made if need be. */
export const lockForChange = (tx: Transaction, subjectKeys: readonly string[]) =>
  lockSubjects(tx, [...new Set(subjectKeys)].sort(), { toChange: true });
