import { compareDigests, type IdentityDigests } from '@told/identity';
import type { Statement, Transaction } from '@told/service';

type Tx = Pick<Transaction, 'query'>;

/** An agency's own name of a case. */
export interface CaseName {
  readonly agency: string;
  readonly caseReference: string;
}

/** Whom a case is about. */
export interface KnownCase {
  readonly subjectKey: string;
  /** What the agency said of a person without a number, whose key is random; null: the key is a number's. */
  readonly random: IdentityDigests | null;
}

/** Cases by `nameOf`. */
export type Cases = ReadonlyMap<string, KnownCase>;

interface CaseRow {
  readonly agency: string;
  readonly caseReference: string;
  readonly subjectKey: string;
  readonly secretVersion: number | null;
  readonly birthDate: string | null;
  readonly surnamePrefix: string | null;
  readonly initial: string | null;
}

const FIND_CASES: Statement = {
  name: 'intake_find_cases',
  reads: true,
  text: `SELECT known.agency, known.case_reference AS "caseReference", known.subject_key AS "subjectKey", made.secret_version AS "secretVersion",
      made.birth_date AS "birthDate", made.surname_prefix AS "surnamePrefix", made.initial
    FROM unnest($1::text[], $2::text[]) AS asked (agency, case_reference)
    JOIN known_case known USING (agency, case_reference)
    LEFT JOIN random_key made ON made.subject_key = known.subject_key`,
};

/** The first person told under a case reference stays, until an interest says otherwise. */
const REMEMBER_CASES: Statement = {
  name: 'intake_remember_cases',
  text: `INSERT INTO known_case (agency, case_reference, subject_key, by_interest)
    SELECT agency, case_reference, subject_key, false FROM unnest($1::text[], $2::text[], $3::text[]) AS told (agency, case_reference, subject_key)
    ORDER BY agency, case_reference
    ON CONFLICT (agency, case_reference) DO NOTHING`,
};

/** Of a key that ended, the cases go on with the person. */
const MOVE_CASES: Statement = {
  name: 'intake_move_cases',
  text: `UPDATE known_case SET subject_key = moved.into_key
    FROM unnest($1::text[], $2::text[]) AS moved (ended_key, into_key) WHERE known_case.subject_key = moved.ended_key`,
};

export const nameOf = ({ agency, caseReference }: CaseName): string => `${agency}/${caseReference}`;

/** Whom these cases are about, of those that are known. */
export async function findCases(tx: Tx, asked: readonly CaseName[]): Promise<Cases> {
  if (asked.length === 0) return new Map();
  const { rows } = await tx.query<CaseRow>(FIND_CASES, [
    asked.map(({ agency }) => agency),
    asked.map(({ caseReference }) => caseReference),
  ]);
  return new Map(rows.map((row) => [nameOf(row), toKnownCase(row)]));
}

function toKnownCase(row: CaseRow): KnownCase {
  const { subjectKey, secretVersion, birthDate, surnamePrefix, initial } = row;
  const unknown = { postcode: null, surname: null, forename: null };
  const random =
    secretVersion === null
      ? null
      : { secretVersion, birthDate, surnamePrefix, initial, ...unknown };
  return { subjectKey, random };
}

export function rememberCases(
  tx: Transaction,
  cases: readonly (CaseName & { readonly subjectKey: string })[],
): void {
  if (cases.length === 0) return;
  void tx.query(REMEMBER_CASES, [
    cases.map(({ agency }) => agency),
    cases.map(({ caseReference }) => caseReference),
    cases.map(({ subjectKey }) => subjectKey),
  ]);
}

export function moveCases(
  tx: Transaction,
  moved: readonly { readonly endedKey: string; readonly intoKey: string }[],
): void {
  if (moved.length === 0) return;
  void tx.query(MOVE_CASES, [
    moved.map(({ endedKey }) => endedKey),
    moved.map(({ intoKey }) => intoKey),
  ]);
}

/** Digests of what was told, under the newest secret and the one before. */
export interface ToldDigests {
  readonly digests: IdentityDigests;
  readonly digestsBefore: IdentityDigests | null;
}

/**
 * Whether a number that a change names under a case is that of the case's person, who had none: only where birth date, surname and initial
 * agree by HMRC's rule, since a partner's change may come under the claimant's reference.
 */
export function isSamePerson(told: ToldDigests, random: IdentityDigests): boolean {
  const { conflict, verdicts } = compareDigests([told.digests, told.digestsBefore], random);
  return !conflict && verdicts.birthDate === 'equal';
}
