import type { Statement, Transaction } from '@told/service';
import type { LockedSubject } from './subject-view.ts';

/** A recipient's case: where its releases stand. */
export interface CaseRow {
  readonly agency: string;
  readonly caseReference: string;
  readonly lastReleaseSequence: number;
  readonly heldSinceMicros: number | null;
  /** Something waits here whose body is not kept. */
  readonly heldWithoutBody: boolean;
}

export interface CaseName {
  readonly agency: string;
  readonly caseReference: string;
}

const SUBJECT_COLUMNS = `subject_key AS "subjectKey", version, protected_since AS "protectedSince",
  protected_by AS "protectedBy", merged_into AS "mergedInto"`;

// All or none: whoever must wait to add a row that is missing holds none of the others meanwhile.
const LOCK_ALL = `SELECT ${SUBJECT_COLUMNS} FROM subject
  WHERE subject_key = ANY ($1::text[])
        AND (SELECT count(*) FROM subject WHERE subject_key = ANY ($1::text[])) = cardinality($1::text[])
  ORDER BY subject_key`;

const LOCK_SUBJECTS: Statement = {
  name: 'gateway_lock_subjects_shared',
  text: `${LOCK_ALL} FOR SHARE`,
};

const LOCK_SUBJECTS_TO_CHANGE: Statement = {
  name: 'gateway_lock_subjects_to_change',
  text: `${LOCK_ALL} FOR UPDATE`,
};

const ADD_SUBJECTS: Statement = {
  name: 'gateway_add_subjects',
  text: `INSERT INTO subject (subject_key) SELECT key FROM unnest($1::text[]) AS k (key) ORDER BY key
         ON CONFLICT DO NOTHING`,
};

const PROTECT_SUBJECTS: Statement = {
  name: 'gateway_protect_subjects',
  text: `UPDATE subject s SET version = s.version + 1, protected_since = n.protected_since, protected_by = n.protected_by
         FROM unnest($1::text[], $2::bigint[], $3::text[]) AS n (subject_key, protected_since, protected_by)
         WHERE s.subject_key = n.subject_key`,
};

const LOCK_CASES: Statement = {
  name: 'gateway_lock_cases',
  text: `SELECT c.agency, c.case_reference AS "caseReference", c.last_release_sequence AS "lastReleaseSequence",
                c.held_since_micros AS "heldSinceMicros", c.held_without_body AS "heldWithoutBody"
         FROM release_case c
              JOIN unnest($1::text[], $2::text[]) AS k (agency, case_reference) USING (agency, case_reference)
         ORDER BY c.agency, c.case_reference FOR UPDATE OF c`,
};

const MOVE_CASES: Statement = {
  name: 'gateway_move_cases',
  text: `UPDATE release_case c SET last_release_sequence = n.last_release_sequence, held_since_micros = n.held_since_micros
         FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])
              AS n (agency, case_reference, last_release_sequence, held_since_micros)
         WHERE c.agency = n.agency AND c.case_reference = n.case_reference`,
};

/**
 * Locks the subjects, in sorted order, against whoever would change what may be decided about them, and gives their rows. With `toChange`
 * FOR UPDATE, since this batch changes it itself. A subject that nobody holds an interest in gets its row now, since a row that is not
 * there cannot be locked: before any is locked, as for an interest, so that neither waits for the other. The keys are distinct.
 */
export async function lockSubjects(
  tx: Transaction,
  subjectKeys: readonly string[],
  { toChange }: { readonly toChange: boolean } = { toChange: false },
): Promise<readonly LockedRow[]> {
  const lock = toChange ? LOCK_SUBJECTS_TO_CHANGE : LOCK_SUBJECTS;
  const { rows } = await tx.query<LockedRow>(lock, [subjectKeys]);
  if (rows.length === subjectKeys.length) return rows;
  await tx.query(ADD_SUBJECTS, [subjectKeys]);
  return (await tx.query<LockedRow>(lock, [subjectKeys])).rows;
}

/** The row of one subject, locked FOR UPDATE; undefined where it has none yet. One statement. */
export async function lockKnown(
  tx: Transaction,
  subjectKey: string,
): Promise<LockedRow | undefined> {
  return (await tx.query<LockedRow>(LOCK_SUBJECTS_TO_CHANGE, [[subjectKey]])).rows[0];
}

export type LockedRow = LockedSubject & {
  /** The key that stands for it since they were merged. */
  readonly mergedInto: string | null;
};

/** Writes who is protected from now on, and moves the fence. The subjects are locked FOR UPDATE. */
export async function protectSubjects(
  tx: Transaction,
  subjects: readonly LockedSubject[],
): Promise<void> {
  if (subjects.length === 0) return;
  await tx.query(PROTECT_SUBJECTS, [
    subjects.map((one) => one.subjectKey),
    subjects.map((one) => one.protectedSince),
    subjects.map((one) => one.protectedBy),
  ]);
}

/** The name of a case in memory; an agency id holds no slash. */
export const caseKeyOf = (agency: string, caseReference: string): string =>
  `${agency}/${caseReference}`;

/** Locks the cases, so that their sequences and holds move one batch after the other. Call it after `lockSubjects`. */
export async function lockCases(
  tx: Transaction,
  cases: readonly CaseName[],
): Promise<ReadonlyMap<string, CaseRow>> {
  const distinct = new Map(cases.map((one) => [caseKeyOf(one.agency, one.caseReference), one]));
  if (distinct.size === 0) return new Map();
  const { rows } = await tx.query<CaseRow>(LOCK_CASES, [
    [...distinct.values()].map((one) => one.agency),
    [...distinct.values()].map((one) => one.caseReference),
  ]);
  return new Map(rows.map((row) => [caseKeyOf(row.agency, row.caseReference), row]));
}

export async function moveCases(tx: Transaction, cases: readonly CaseRow[]): Promise<void> {
  if (cases.length === 0) return;
  await tx.query(MOVE_CASES, [
    cases.map((one) => one.agency),
    cases.map((one) => one.caseReference),
    cases.map((one) => one.lastReleaseSequence),
    cases.map((one) => one.heldSinceMicros),
  ]);
}
