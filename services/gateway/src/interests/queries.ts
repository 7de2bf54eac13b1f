import type { IsoDate } from '@told/codec';
import type { Database, Statement, Transaction } from '@told/service';
import { interestIdOf } from '../ids.ts';
import type { StoredInterest } from './interest.ts';
import { INTEREST_COLUMNS, type InterestRow, readInterestRow } from './interest-rows.ts';

const RAISE_VERSIONS: Statement = {
  name: 'gateway_raise_versions',
  text: `UPDATE subject SET version = version + 1 WHERE subject_key = ANY ($1::text[])
         RETURNING subject_key AS "subjectKey", version`,
};

// By the id that follows from agency, capacity and case: asked for by these themselves, a plan made while the table was small goes through all
// interests that an agency has in a capacity, for each case.
export const READ_KNOWN: Statement = {
  name: 'gateway_read_known_interests',
  text: `SELECT ${INTEREST_COLUMNS} FROM interest WHERE interest_id = ANY ($1::uuid[])`,
};

const UPSERT: Statement = {
  name: 'gateway_upsert_interests',
  text: `INSERT INTO interest (interest_id, version, agency, capacity, case_reference, subject_key, state, secret_version,
           birth_date_digest, surname_prefix_digest, initial_digest, postcode_digest, from_on, until_on, changed_at_micros,
           matched, surname_digest, forename_digest, asks_back_fill)
         SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
           $8::integer[], $9::text[], $10::text[], $11::text[], $12::text[], $13::date[], $14::date[], $15::bigint[],
           $16::text[], $17::text[], $18::text[], $19::boolean[])
         ON CONFLICT (interest_id) DO UPDATE SET version = excluded.version, state = excluded.state,
           subject_key = excluded.subject_key, secret_version = excluded.secret_version,
           birth_date_digest = excluded.birth_date_digest, surname_prefix_digest = excluded.surname_prefix_digest,
           initial_digest = excluded.initial_digest, postcode_digest = excluded.postcode_digest,
           from_on = excluded.from_on, until_on = excluded.until_on,
           changed_at_micros = excluded.changed_at_micros, matched = excluded.matched,
           surname_digest = excluded.surname_digest, forename_digest = excluded.forename_digest,
           asks_back_fill = excluded.asks_back_fill
         WHERE interest.subject_key = ANY ($20::text[]) AND interest.version < excluded.version`,
};

const ADD_CASES: Statement = {
  name: 'gateway_add_cases',
  text: `INSERT INTO release_case (agency, case_reference)
         SELECT DISTINCT agency, case_reference FROM unnest($1::text[], $2::text[]) AS c (agency, case_reference)
         ORDER BY agency, case_reference
         ON CONFLICT DO NOTHING`,
};

const FIND: Statement = {
  name: 'gateway_find_interest',
  text: `SELECT ${INTEREST_COLUMNS} FROM interest WHERE interest_id = $1 AND agency = $2`,
};

const READ_CASE_SUBJECTS: Statement = {
  name: 'gateway_read_case_subjects',
  text: `SELECT DISTINCT subject_key AS "subjectKey" FROM interest WHERE agency = $1 AND case_reference = $2`,
};

const ON_DAY = '($5::date IS NULL OR (from_on <= $5 AND (until_on IS NULL OR until_on >= $5)))';

/** One for each way of asking: a plan made once for all values then finds a case's few interests by the case. */
export const LIST_INTERESTS = {
  ofAgency: {
    name: 'gateway_list_interests',
    text: `SELECT ${INTEREST_COLUMNS} FROM interest
         WHERE agency = $1 AND interest_id > $2 AND ($3::text IS NULL OR capacity = $3) AND ${ON_DAY}
         ORDER BY interest_id LIMIT $4`,
  },
  ofCase: {
    name: 'gateway_list_interests_of_case',
    text: `SELECT ${INTEREST_COLUMNS} FROM interest
         WHERE agency = $1 AND case_reference = $6 AND interest_id > $2 AND ($3::text IS NULL OR capacity = $3) AND ${ON_DAY}
         ORDER BY interest_id LIMIT $4`,
  },
} as const satisfies Readonly<Record<string, Statement>>;

/** Moves the fence: no later decision about these subjects carries the old version. Answers the new ones. */
export async function raiseVersions(
  tx: Transaction,
  subjectKeys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  type Raised = { readonly subjectKey: string; readonly version: number };
  const { rows } = await tx.query<Raised>(RAISE_VERSIONS, [subjectKeys]);
  return new Map(rows.map((row) => [row.subjectKey, row.version]));
}

/** What an interest is idempotent by. */
export type InterestName = Pick<StoredInterest, 'agency' | 'capacity' | 'caseReference'>;

export async function readKnown(
  on: Pick<Transaction, 'query'>,
  wanted: readonly InterestName[],
): Promise<readonly StoredInterest[]> {
  const { rows } = await on.query<InterestRow>(READ_KNOWN, [
    wanted.map((one) => interestIdOf(one.agency, one.capacity, one.caseReference)),
  ]);
  return rows.map(readInterestRow);
}

/** Writes the newest version of each interest; returns how many were written. One whose subject by now is none of those locked is not. */
export async function writeInterests(
  tx: Transaction,
  interests: readonly StoredInterest[],
  lockedKeys: readonly string[],
): Promise<number> {
  const digests = interests.map((one) => one.identityDigests);
  const { rowCount } = await tx.query(UPSERT, [
    interests.map((one) => one.interestId),
    interests.map((one) => one.version),
    interests.map((one) => one.agency),
    interests.map((one) => one.capacity),
    interests.map((one) => one.caseReference),
    interests.map((one) => one.subjectKey),
    interests.map((one) => one.state),
    digests.map((one) => one.secretVersion),
    digests.map((one) => one.birthDate),
    digests.map((one) => one.surnamePrefix),
    digests.map((one) => one.initial),
    digests.map((one) => one.postcode),
    interests.map((one) => one.from),
    interests.map((one) => one.until),
    interests.map((one) => one.changedAt),
    interests.map((one) => one.matched),
    digests.map((one) => one.surname),
    digests.map((one) => one.forename),
    interests.map((one) => one.asksBackFill),
    lockedKeys,
  ]);
  return rowCount;
}

/** A case has its row before anything can be decided for it, so that deciding can lock it. */
export async function addCases(
  tx: Transaction,
  interests: readonly StoredInterest[],
): Promise<void> {
  await tx.query(ADD_CASES, [
    interests.map((one) => one.agency),
    interests.map((one) => one.caseReference),
  ]);
}

/** Another agency's interest is found like none. */
export async function findInterest(
  tx: Transaction | Database,
  interestId: string,
  agency: string,
): Promise<StoredInterest | undefined> {
  const { rows } = await tx.query<InterestRow>(FIND, [interestId, agency]);
  return rows[0] && readInterestRow(rows[0]);
}

export interface InterestFilter {
  readonly agency: string;
  /** The last id of the page before. */
  readonly after: string;
  readonly capacity: string | null;
  readonly caseReference: string | null;
  /** Only interests whose period contains this day. */
  readonly on: IsoDate | null;
  readonly limit: number;
}

export async function listInterests(
  db: Database,
  filter: InterestFilter,
): Promise<readonly StoredInterest[]> {
  const { agency, after, capacity, caseReference, on, limit } = filter;
  const page = [agency, after, capacity, limit, on];
  const { rows } =
    caseReference === null
      ? await db.query<InterestRow>(LIST_INTERESTS.ofAgency, page)
      : await db.query<InterestRow>(LIST_INTERESTS.ofCase, [...page, caseReference]);
  return rows.map(readInterestRow);
}

/** Everybody this case is about: what is decided for one of them may move the places of all. */
export async function readCaseSubjects(
  on: Pick<Transaction, 'query'>,
  { agency, caseReference }: Pick<StoredInterest, 'agency' | 'caseReference'>,
): Promise<readonly string[]> {
  const { rows } = await on.query<{ subjectKey: string }>(READ_CASE_SUBJECTS, [
    agency,
    caseReference,
  ]);
  return rows.map((row) => row.subjectKey);
}
