import type { Assessment, AwardRange } from '@told/benefits';
import type { Person } from '@told/codec';
import { type Statement, type Transaction, together } from '@told/service';
import type { CaseFact, CaseFile, Opening } from './case-file.ts';

// Each key is looked up by itself (a lateral query is a fence to the planner): a plan made while a table was small or never analysed would
// otherwise read all of it, and be kept while it grows.

// The claim's row is the case's lock; locked in order, so that two batches cannot wait for each other.
const LOCK_CLAIMS: Statement = {
  name: 'office_lock_claims',
  text: `SELECT found.* FROM unnest($1::text[]) WITH ORDINALITY AS k (case_reference, place), LATERAL (
      SELECT claim.case_reference AS "caseReference", claim.person, claim.opening, claim.revision
      FROM claim WHERE claim.case_reference = k.case_reference FOR NO KEY UPDATE
    ) AS found ORDER BY k.place`,
};

const READ_CLAIMS: Statement = {
  name: 'office_read_claims',
  text: `SELECT case_reference AS "caseReference", person, opening, revision
    FROM claim WHERE case_reference = ANY($1::text[])`,
};

const READ_FACTS: Statement = {
  name: 'office_read_facts',
  text: `SELECT found.* FROM unnest($1::text[]) AS k (case_reference), LATERAL (
      SELECT f.case_reference AS "caseReference", f.change_id AS "changeId", f.revision, f.origin, f.source_agency AS "sourceAgency", f.fact,
        f.change_type AS "changeType", f.previous_change_id AS "previousChangeId", f.occurred_on AS "occurredOn",
        f.notified_on AS "notifiedOn", f.received_on AS "receivedOn", f.used_on AS "usedOn", f.used_for AS "usedFor",
        f.evidence_level AS "evidenceLevel", f.body, f.state, f.reason, f.addition, f.release_id AS "releaseId",
        f.notice_extended AS "noticeExtended", f.duty_discharged AS "dutyDischarged", f.decision, f.question, f.task
      FROM case_fact AS f WHERE f.case_reference = k.case_reference ORDER BY f.revision OFFSET 0
    ) AS found`,
};

const READ_AWARDS: Statement = {
  name: 'office_read_awards',
  text: `SELECT found.* FROM unnest($1::text[]) AS k (case_reference), LATERAL (
      SELECT a.case_reference AS "caseReference", a.scheme_id AS "schemeId", a.week_ends_on AS "weekEndsOn", a.from_on AS "from",
        a.covers_to AS "coversTo", a.ranges, a.to_verify AS "toVerify", a.effects
      FROM award AS a WHERE a.case_reference = k.case_reference OFFSET 0
    ) AS found`,
};

interface ClaimRow {
  readonly caseReference: string;
  readonly person: Person;
  readonly opening: Opening;
  readonly revision: number;
}

type FactRow = CaseFact & { readonly caseReference: string };

/** An award as it is kept: without the lines that explain it. */
type AwardRow = Omit<Assessment, 'ranges'> & {
  readonly caseReference: string;
  readonly ranges: readonly Omit<AwardRange, 'lines'>[];
};

/**
 * The case files of these references with the awards that stand, locked until the transaction ends; a reference without a case is missing
 * from the map.
 */
export async function lockCaseFiles(
  tx: Transaction,
  caseReferences: readonly string[],
): Promise<Map<string, CaseFile>> {
  const claims = await readClaims(tx, LOCK_CLAIMS, caseReferences.toSorted());
  if (claims.length === 0) return new Map();
  // Later statements see what was committed while the first waited for its locks.
  const [files, { rows }] = await together([
    readFiles(tx, claims, caseReferences),
    tx.query<AwardRow>(READ_AWARDS, [caseReferences]),
  ]);
  for (const { caseReference, ranges, ...award } of rows) {
    const file = files.get(caseReference);
    if (file === undefined) continue;
    const assessment = { ...award, ranges: ranges.map((range) => ({ ...range, lines: [] })) };
    files.set(caseReference, { ...file, assessment });
  }
  return files;
}

/** The case files of these references for reading, awards not computed. */
export async function readCaseFiles(
  tx: Pick<Transaction, 'query'>,
  caseReferences: readonly string[],
): Promise<Map<string, CaseFile>> {
  const claims = await readClaims(tx, READ_CLAIMS, caseReferences);
  return claims.length === 0 ? new Map() : readFiles(tx, claims, caseReferences);
}

async function readClaims(
  tx: Pick<Transaction, 'query'>,
  statement: Statement,
  caseReferences: readonly string[],
): Promise<readonly ClaimRow[]> {
  if (caseReferences.length === 0) return [];
  return (await tx.query<ClaimRow>(statement, [caseReferences])).rows;
}

async function readFiles(
  tx: Pick<Transaction, 'query'>,
  claims: readonly ClaimRow[],
  caseReferences: readonly string[],
): Promise<Map<string, CaseFile>> {
  const { rows } = await tx.query<FactRow>(READ_FACTS, [caseReferences]);
  const factsOf = new Map<string, CaseFact[]>();
  for (const { caseReference, ...fact } of rows) {
    const facts = factsOf.get(caseReference);
    if (facts === undefined) factsOf.set(caseReference, [fact]);
    else facts.push(fact);
  }
  return new Map(
    claims.map((claim) => [
      claim.caseReference,
      { claim, facts: factsOf.get(claim.caseReference) ?? [], assessment: null },
    ]),
  );
}

const OPENING_LOCK = 7_418_010;

const JOIN_CLAIMS: Statement = {
  name: 'office_join_claims',
  text: 'LOCK TABLE claim IN ROW SHARE MODE',
};

const LOCK_OPENING: Statement = {
  name: 'office_lock_opening',
  text: 'SELECT pg_advisory_xact_lock($1)',
};

const HOLD_OPENING: Statement = {
  name: 'office_hold_opening',
  text: 'SELECT pg_advisory_xact_lock_shared($1)',
};

/**
 * Taken by whoever opens cases or adds to what is looked up: one at a time. Everybody comes to `claim` first and to this lock second, so that
 * nobody waits in a circle, and whoever locks all of `claim` (a rebuild) is alone.
 */
export async function lockOpening(tx: Transaction): Promise<void> {
  await tx.query(JOIN_CLAIMS);
  await tx.query(LOCK_OPENING, [OPENING_LOCK]);
}

/**
 * Nothing is opened or added until this transaction ends: what is known or missing now stays so, also when everything is gone through again.
 * Call it after the cases are locked.
 */
export const holdOpening = async (tx: Transaction): Promise<void> =>
  void (await tx.query(HOLD_OPENING, [OPENING_LOCK]));
