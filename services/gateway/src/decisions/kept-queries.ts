import type { Statement, Transaction } from '@told/service';
import type { KeptRecord } from './read-changes.ts';

/** A change whose body is kept. */
export interface KeptRow extends KeptRecord {
  readonly changeId: string;
  /** The number of its next decision. */
  readonly nextRun: number;
}

export interface KeptOfSubject extends KeptRow {
  /** Whom it is kept for. */
  readonly subjectKey: string;
  /** Nothing of its chain has come after it. */
  readonly isLatest: boolean;
}

/** A change that waits at a case for one of its interests, in line. */
export interface HeldRow extends KeptRow {
  readonly interestId: string;
  readonly subjectKey: string;
  /** It came because of a new interest. */
  readonly backFill: boolean;
}

// After a restore, a run in which something has left is not given to anything else.
const NEXT_RUN = `1 + greatest(
  (SELECT max(d.run) FROM decision d WHERE d.change_id = k.change_id),
  (SELECT max(l.run) FROM restored_release h JOIN release l USING (release_id) WHERE h.change_id = k.change_id))`;

const READ_KEPT: Statement = {
  name: 'gateway_read_kept_changes',
  text: `SELECT k.change_id AS "changeId", k.subject_key AS "subjectKey", k.is_latest AS "isLatest", k.value, k.traceparent, ${NEXT_RUN} AS "nextRun"
         FROM kept_change k WHERE k.change_id = ANY ($1::uuid[]) ORDER BY k.subject_key, k.change_sequence`,
};

const READ_NEXT_RUNS: Statement = {
  name: 'gateway_read_next_runs',
  text: `SELECT k.change_id AS "changeId", ${NEXT_RUN} AS "nextRun" FROM unnest($1::uuid[]) AS k (change_id)`,
};

const READ_LATEST: Statement = {
  name: 'gateway_read_latest_kept_changes',
  text: 'SELECT change_id AS "changeId" FROM kept_change WHERE subject_key = $1 AND is_latest',
};

/**
 * Whether the chain of the kept change `k` has gone on under the subject of this parameter: a later change of it is kept there, or was
 * told there and is not kept, since it annulled. Of a chain whose beginning was read last, what points to `k` itself.
 */
export const goneOnUnder = (subjectKey: '$2'): string =>
  `EXISTS (SELECT FROM kept_change o
           WHERE o.subject_key = ${subjectKey} AND o.root_change_id = k.root_change_id AND o.is_latest)
   OR EXISTS (SELECT FROM decision d
              WHERE d.root_change_id IN (k.root_change_id, k.change_id) AND d.previous_change_id IS NOT NULL
                    AND d.run = 1 AND d.subject_key = ${subjectKey})`;

/**
 * Whether the chain that begins with the change of the row `r` began under another key than the row's, or has not been read yet: that key
 * may turn out to be the same person's. No longer where it has ended already.
 */
export const BEGAN_ELSEWHERE = `NOT EXISTS (
  SELECT FROM decision d JOIN subject s ON s.subject_key = d.subject_key
  WHERE d.change_id = r.root_change_id AND d.run = 1 AND (d.subject_key = r.subject_key OR s.merged_into IS NOT NULL))`;

const READ_LATEST_OF_MERGED: Statement = {
  name: 'gateway_read_latest_kept_changes_of_merged',
  text: `SELECT k.change_id AS "changeId" FROM kept_change k
         WHERE k.subject_key = $1 AND k.is_latest
               AND NOT (${goneOnUnder('$2')})`,
};

// Void, or taken back in whole or in part, it is asked for again: what may be given by now is.
const READ_LATEST_NOT_GIVEN: Statement = {
  name: 'gateway_read_latest_kept_changes_not_given',
  text: `SELECT k.change_id AS "changeId" FROM kept_change k
         WHERE k.subject_key = $1 AND k.is_latest
               AND NOT EXISTS (SELECT FROM decision_recipient r JOIN release l USING (release_id)
                               WHERE r.change_id = k.change_id AND r.interest_id = $2 AND l.kind = 'value'
                                     AND NOT EXISTS (SELECT FROM release t WHERE t.takes_back = l.release_id)
                                     AND NOT EXISTS (SELECT FROM taking_back b WHERE b.release_id = l.release_id))
               AND NOT EXISTS (SELECT FROM held_change h WHERE h.change_id = k.change_id AND h.interest_id = $2)`,
};

const READ_HELD: Statement = {
  name: 'gateway_read_held_changes',
  text: `SELECT h.interest_id AS "interestId", i.subject_key AS "subjectKey", k.change_id AS "changeId", k.value, k.traceparent,
                ${NEXT_RUN} AS "nextRun",
                EXISTS (SELECT FROM decision d JOIN decision_recipient r USING (change_id, run)
                        WHERE d.change_id = k.change_id AND r.interest_id = h.interest_id
                              AND d.cause IN ('back-fill', 'merged')) AS "backFill"
         FROM held_change h JOIN kept_change k USING (change_id) JOIN interest i USING (interest_id)
         WHERE h.agency = $1 AND h.case_reference = $2
         ORDER BY h.place LIMIT $3`,
};

const READ_SUBJECTS_HELD: Statement = {
  name: 'gateway_read_subjects_held',
  text: `SELECT DISTINCT i.subject_key AS "subjectKey" FROM held_change h JOIN interest i USING (interest_id)
         WHERE h.agency = $1 AND h.case_reference = $2 ORDER BY 1`,
};

const READ_HELD_OF_INTEREST: Statement = {
  name: 'gateway_read_held_of_interest',
  text: `SELECT interest_id AS "interestId", change_id AS "changeId", agency, case_reference AS "caseReference"
         FROM held_change WHERE interest_id = $1`,
};

const READ_SUBJECTS: Statement = {
  name: 'gateway_read_subjects_of_interests',
  text: `SELECT DISTINCT subject_key AS "subjectKey" FROM interest WHERE interest_id = ANY ($1::uuid[]) ORDER BY 1`,
};

type ChangeName = { readonly changeId: string };
type SubjectName = { readonly subjectKey: string };

/** By subject, in the order they were told. */
export async function readKept(
  tx: Transaction,
  changeIds: readonly string[],
): Promise<readonly KeptOfSubject[]> {
  return (await tx.query<KeptOfSubject>(READ_KEPT, [changeIds])).rows;
}

/** The number of the next decision on each of these changes. */
export async function readNextRuns(
  tx: Transaction,
  changeIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  type Row = Pick<KeptRow, 'changeId' | 'nextRun'>;
  const { rows } = await tx.query<Row>(READ_NEXT_RUNS, [changeIds]);
  return new Map(rows.map((row) => [row.changeId, row.nextRun]));
}

/** The last change of each of the subject's chains. */
export async function readLatest(tx: Transaction, subjectKey: string): Promise<readonly string[]> {
  const { rows } = await tx.query<ChangeName>(READ_LATEST, [subjectKey]);
  return rows.map((one) => one.changeId);
}

/** Those of a key that ends, without the chains that have gone on under the surviving one. */
export async function readLatestOfMerged(
  tx: Transaction,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<readonly string[]> {
  const { rows } = await tx.query<ChangeName>(READ_LATEST_OF_MERGED, [from, into]);
  return rows.map((one) => one.changeId);
}

/** Those of them that this interest neither has, as they were given, nor waits for. */
export async function readLatestNotGiven(
  tx: Transaction,
  subjectKey: string,
  interestId: string,
): Promise<readonly string[]> {
  const { rows } = await tx.query<ChangeName>(READ_LATEST_NOT_GIVEN, [subjectKey, interestId]);
  return rows.map((one) => one.changeId);
}

/** The first in line at a case, at most `limit`. */
export async function readHeld(
  tx: Transaction,
  { agency, caseReference }: { readonly agency: string; readonly caseReference: string },
  limit: number,
): Promise<readonly HeldRow[]> {
  return (await tx.query<HeldRow>(READ_HELD, [agency, caseReference, limit])).rows;
}

/** The subjects of the interests that something waits for at a case, sorted: two persons' changes may wait at one. */
export async function readSubjectsHeld(
  tx: Transaction,
  { agency, caseReference }: { readonly agency: string; readonly caseReference: string },
): Promise<readonly string[]> {
  const { rows } = await tx.query<SubjectName>(READ_SUBJECTS_HELD, [agency, caseReference]);
  return rows.map((one) => one.subjectKey);
}

export interface HeldOfInterest {
  readonly interestId: string;
  readonly changeId: string;
  readonly agency: string;
  readonly caseReference: string;
}

export async function readHeldOfInterest(
  tx: Transaction,
  interestId: string,
): Promise<readonly HeldOfInterest[]> {
  return (await tx.query<HeldOfInterest>(READ_HELD_OF_INTEREST, [interestId])).rows;
}

/** Sorted. */
export async function readSubjectKeysOf(
  tx: Transaction,
  interestIds: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await tx.query<SubjectName>(READ_SUBJECTS, [interestIds]);
  return rows.map((one) => one.subjectKey);
}
