import type { IdentityDigests, InterestState, IsoDate } from '@told/codec';
import type { Statement, Transaction } from '@told/service';

/** An agency's case on a subject, as a decision uses it. */
export interface InterestRow {
  readonly interestId: string;
  readonly version: number;
  readonly agency: string;
  readonly capacity: string;
  readonly caseReference: string;
  readonly subjectKey: string;
  readonly state: InterestState;
  readonly identityDigests: IdentityDigests;
  readonly from: IsoDate;
  readonly until: IsoDate | null;
}

/** A recipient's case: where its releases stand. */
export interface CaseRow {
  readonly agency: string;
  readonly caseReference: string;
  readonly lastReleaseSequence: number;
  readonly heldSinceMicros: number | null;
}

const LOCK_SUBJECTS: Statement = {
  name: 'gateway_lock_subjects_shared',
  text: `SELECT subject_key AS "subjectKey", version FROM subject
         WHERE subject_key = ANY ($1::text[]) ORDER BY subject_key FOR SHARE`,
};

const ADD_SUBJECTS: Statement = {
  name: 'gateway_add_subjects',
  text: `INSERT INTO subject (subject_key) SELECT key FROM unnest($1::text[]) AS k (key) ORDER BY key
         ON CONFLICT DO NOTHING`,
};

const READ_INTERESTS: Statement = {
  name: 'gateway_read_interests_of_subjects',
  text: `SELECT interest_id AS "interestId", version, agency, capacity, case_reference AS "caseReference",
                subject_key AS "subjectKey", state, secret_version AS "secretVersion", birth_date_digest AS "birthDate",
                surname_prefix_digest AS "surnamePrefix", initial_digest AS initial, postcode_digest AS postcode,
                surname_digest AS surname, forename_digest AS forename,
                from_on AS "from", until_on AS until
         FROM interest WHERE subject_key = ANY ($1::text[])
         ORDER BY subject_key, agency, case_reference, capacity`,
};

const LOCK_CASES: Statement = {
  name: 'gateway_lock_cases',
  text: `SELECT c.agency, c.case_reference AS "caseReference", c.last_release_sequence AS "lastReleaseSequence",
                c.held_since_micros AS "heldSinceMicros"
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
 * Locks the subjects against whoever would change what may be decided about them, and gives their versions. A subject that
 * nobody holds an interest in gets its row now, since a row that is not there cannot be locked.
 */
export async function lockSubjects(
  tx: Transaction,
  subjectKeys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  type Row = { readonly subjectKey: string; readonly version: number };
  const { rows } = await tx.query<Row>(LOCK_SUBJECTS, [subjectKeys]);
  const versions = new Map(rows.map((row) => [row.subjectKey, row.version]));
  const missing = subjectKeys.filter((key) => !versions.has(key));
  if (missing.length === 0) return versions;
  await tx.query(ADD_SUBJECTS, [missing]);
  const added = await tx.query<Row>(LOCK_SUBJECTS, [missing]);
  for (const row of added.rows) versions.set(row.subjectKey, row.version);
  return versions;
}

/** Interests by subject, in a fixed order. Call it once the subjects are locked. */
export async function readInterests(
  tx: Transaction,
  subjectKeys: readonly string[],
): Promise<ReadonlyMap<string, readonly InterestRow[]>> {
  type Row = Omit<InterestRow, 'identityDigests'> & IdentityDigests;
  const { rows } = await tx.query<Row>(READ_INTERESTS, [subjectKeys]);
  const interests = rows.map(
    ({
      secretVersion,
      birthDate,
      surnamePrefix,
      initial,
      postcode,
      surname,
      forename,
      ...row
    }) => ({
      ...row,
      identityDigests: {
        secretVersion,
        birthDate,
        surnamePrefix,
        initial,
        postcode,
        surname,
        forename,
      },
    }),
  );
  return Map.groupBy(interests, (one) => one.subjectKey);
}

/** The name of a case in memory; an agency id holds no slash. */
export const caseKeyOf = (agency: string, caseReference: string): string =>
  `${agency}/${caseReference}`;

/** Locks the cases, so that their sequences and holds move one batch after the other. Call it after `lockSubjects`. */
export async function lockCases(
  tx: Transaction,
  cases: readonly { readonly agency: string; readonly caseReference: string }[],
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
