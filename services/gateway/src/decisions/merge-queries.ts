import type { IdentityDigests, Interest } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import { gatherDigests } from '../interests/interest-rows.ts';
import { goneOnUnder } from './kept-queries.ts';

interface Merge {
  readonly from: string;
  readonly into: string;
}

/** An interest after it has moved to the surviving subject. */
export type MovedInterest = Omit<Interest, 'action'>;

// The surviving side takes over a protection, so that nothing is told of either side that was kept back for one.
const CLOSE: Statement = {
  name: 'gateway_close_merged_subject',
  text: `WITH closed AS (
           UPDATE subject f SET version = f.version + 1, merged_into = s.subject_key
           FROM subject s
           WHERE f.subject_key = $1 AND s.subject_key = $2 AND s.merged_into IS NULL
                 AND coalesce(f.merged_into, s.subject_key) = s.subject_key
           RETURNING f.protected_since, f.protected_by
         )
         UPDATE subject s
         SET version = s.version + 1, protected_since = coalesce(s.protected_since, c.protected_since),
             protected_by = coalesce(s.protected_by, c.protected_by)
         FROM closed c WHERE s.subject_key = $2`,
};

const FIND_SURVIVOR: Statement = {
  name: 'gateway_find_surviving_subject',
  text: `WITH RECURSIVE surviving AS (
           SELECT subject_key, merged_into FROM subject WHERE subject_key = $1
           UNION
           SELECT s.subject_key, s.merged_into FROM subject s JOIN surviving o ON s.subject_key = o.merged_into
         )
         SELECT subject_key AS "subjectKey" FROM surviving WHERE merged_into IS NULL`,
};

const READ_INTEREST_IDS: Statement = {
  name: 'gateway_read_interest_ids_of_subject',
  text: 'SELECT interest_id AS "interestId" FROM interest WHERE subject_key = $1',
};

const MOVE_INTERESTS: Statement = {
  name: 'gateway_move_interests',
  text: `UPDATE interest SET subject_key = $2, version = version + 1, changed_at_micros = $3 WHERE subject_key = $1
         RETURNING interest_id AS "interestId", version, agency, capacity, case_reference AS "caseReference",
           subject_key AS "subjectKey", state, matched, secret_version AS "secretVersion", birth_date_digest AS "birthDate",
           surname_prefix_digest AS "surnamePrefix", initial_digest AS initial, postcode_digest AS postcode,
           surname_digest AS surname, forename_digest AS forename, from_on AS "from", until_on AS until,
           changed_at_micros AS "changedAt", asks_back_fill AS "asksBackFill",
           (SELECT s.version FROM subject s WHERE s.subject_key = $2) AS "subjectVersion"`,
};

// A chain that went on under the surviving key has its latest there already, or none. Each side of the OR has an index of its own.
const MOVE_KEPT: Statement = {
  name: 'gateway_move_kept_changes',
  text: `WITH outdated AS (
           SELECT k.change_id FROM kept_change k
           WHERE k.subject_key = $1 AND k.is_latest AND (${goneOnUnder('$2')})
         )
         UPDATE kept_change k SET subject_key = $2, is_latest = k.is_latest AND k.change_id NOT IN (SELECT change_id FROM outdated)
         WHERE (k.subject_key = $1 AND k.is_latest) OR (k.subject_key = $1 AND NOT k.is_latest)
         RETURNING k.change_id AS "changeId"`,
};

const FORGET: Statement = {
  name: 'gateway_forget_outdated_kept_changes',
  text: `DELETE FROM kept_change k
         WHERE k.change_id = ANY ($1::uuid[]) AND NOT k.is_latest
               AND NOT EXISTS (SELECT FROM held_change h WHERE h.change_id = k.change_id)`,
};

/**
 * Closes the one key and raises both versions; both rows are locked FOR UPDATE. False when either side is merged into somebody else.
 */
export async function closeSubject(tx: Transaction, { from, into }: Merge): Promise<boolean> {
  return (await tx.query(CLOSE, [from, into])).rowCount === 1;
}

/** The key that stands for this one by now; itself as a rule. */
export async function findSurvivor(tx: Transaction, subjectKey: string): Promise<string> {
  const { rows } = await tx.query<{ subjectKey: string }>(FIND_SURVIVOR, [subjectKey]);
  return rows[0]?.subjectKey ?? subjectKey;
}

export async function readInterestIds(
  tx: Transaction,
  subjectKey: string,
): Promise<readonly string[]> {
  const { rows } = await tx.query<{ interestId: string }>(READ_INTEREST_IDS, [subjectKey]);
  return rows.map((one) => one.interestId);
}

export async function moveInterests(
  tx: Transaction,
  { from, into }: Merge,
  nowMicros: number,
): Promise<readonly MovedInterest[]> {
  type Row = Omit<MovedInterest, 'identityDigests'> & IdentityDigests;
  const { rows } = await tx.query<Row>(MOVE_INTERESTS, [from, into, nowMicros]);
  return rows.map(gatherDigests);
}

/** Kept changes of the closed key become the surviving one's; of a chain that has gone on there only what is held stays. */
export async function moveKeptChanges(tx: Transaction, { from, into }: Merge): Promise<void> {
  const { rows } = await tx.query<{ changeId: string }>(MOVE_KEPT, [from, into]);
  if (rows.length === 0) return;
  await tx.query(FORGET, [rows.map((one) => one.changeId)]);
}
