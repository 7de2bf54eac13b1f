import type { ClaimantChange, Decision } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import type { DecidedChange } from './decide-changes.ts';
import { BEGAN_ELSEWHERE } from './kept-queries.ts';
import type { ToldChange } from './read-changes.ts';

const SUPERSEDE: Statement = {
  name: 'gateway_supersede_kept_changes',
  text: `WITH superseded AS (
           SELECT k.change_id, EXISTS (SELECT FROM held_change h WHERE h.change_id = k.change_id) AS held
           FROM kept_change k
                JOIN (SELECT DISTINCT subject_key, root_change_id
                      FROM unnest($1::text[], $2::uuid[]) AS c (subject_key, root_change_id)) AS c
                     USING (subject_key, root_change_id)
           WHERE k.is_latest
         ), dropped AS (
           DELETE FROM kept_change k USING superseded s WHERE k.change_id = s.change_id AND NOT s.held
         )
         UPDATE kept_change k SET is_latest = false FROM superseded s WHERE k.change_id = s.change_id AND s.held`,
};

const KEEP: Statement = {
  name: 'gateway_keep_changes',
  text: `INSERT INTO kept_change (change_id, subject_key, fact, root_change_id, change_sequence, is_latest, value, traceparent)
         SELECT change_id, subject_key, fact, root_change_id, change_sequence, is_latest,
                substring($7::bytea FROM value_at FOR value_size), traceparent
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::bigint[], $6::boolean[], $8::integer[], $9::integer[],
                     $10::text[])
              AS k (change_id, subject_key, fact, root_change_id, change_sequence, is_latest, value_at, value_size, traceparent)`,
};

const HOLD: Statement = {
  name: 'gateway_hold_changes',
  text: `INSERT INTO held_change (agency, case_reference, interest_id, change_id)
         SELECT agency, case_reference, interest_id, change_id
         FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[])
              WITH ORDINALITY AS h (agency, case_reference, interest_id, change_id, at)
         ORDER BY at
         ON CONFLICT (interest_id, change_id) DO NOTHING`,
};

const LET_GO: Statement = {
  name: 'gateway_let_go_of_held_changes',
  text: `DELETE FROM held_change h USING unnest($1::uuid[], $2::uuid[]) AS k (interest_id, change_id)
         WHERE h.interest_id = k.interest_id AND h.change_id = k.change_id`,
};

// The whole line from the interest's first on is written anew, since places are given out in ascending order.
const PUT_FIRST: Statement = {
  name: 'gateway_put_held_changes_first',
  text: `WITH mine AS (
           SELECT h.agency, h.case_reference, h.place, h.change_id, k.root_change_id, h.change_id = ANY ($2::uuid[]) AS is_older
           FROM held_change h JOIN kept_change k USING (change_id) WHERE h.interest_id = $1
         ), older AS (
           SELECT o.change_id FROM mine o
           WHERE o.is_older
                 AND NOT EXISTS (SELECT FROM mine m WHERE m.root_change_id = o.root_change_id AND NOT m.is_older)
         ), start AS (
           SELECT agency, case_reference, min(place) AS place FROM mine
           WHERE NOT is_older AND EXISTS (SELECT FROM older)
           GROUP BY agency, case_reference
         ), line AS (
           DELETE FROM held_change h USING start s
           WHERE h.agency = s.agency AND h.case_reference = s.case_reference AND h.place >= s.place
           RETURNING h.agency, h.case_reference, h.interest_id, h.change_id, h.place
         )
         INSERT INTO held_change (agency, case_reference, interest_id, change_id)
         SELECT agency, case_reference, interest_id, change_id FROM line
         ORDER BY interest_id = $1 AND change_id IN (SELECT change_id FROM older) DESC, place`,
};

const FORGET: Statement = {
  name: 'gateway_forget_kept_changes',
  text: `DELETE FROM kept_change k
         WHERE k.change_id = ANY ($1::uuid[]) AND NOT k.is_latest
               AND NOT EXISTS (SELECT FROM held_change h WHERE h.change_id = k.change_id)
               AND NOT EXISTS (
                 SELECT FROM decision a CROSS JOIN LATERAL (SELECT k.subject_key, a.root_change_id) AS r
                 WHERE a.change_id = k.change_id AND a.run = 1 AND a.change_type = 'annulled'
                       AND a.root_change_id IS NOT NULL AND ${BEGAN_ELSEWHERE})`,
};

const FIND_ELSEWHERE: Statement = {
  name: 'gateway_find_annulments_across_keys',
  text: `SELECT r.change_id AS "changeId"
         FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS r (change_id, subject_key, root_change_id)
         WHERE ${BEGAN_ELSEWHERE}`,
};

/** A change and what was first decided about it. */
export interface FirstDecided {
  readonly ask: { readonly told: Pick<ToldChange, 'change' | 'value' | 'traceparent'> };
  readonly decision: Pick<Decision, 'changeId' | 'subjectKey' | 'rootChangeId' | 'changeSequence'>;
  readonly recipients: readonly { readonly verdict: string }[];
}

/**
 * Keeps, of a first decision on these changes, the bodies that may be decided again: the last of each chain, unless it annuls the chain,
 * whatever is held, and what annuls something of another key. Those they take the place of are dropped unless a case waits for them. The
 * subjects are locked. One statement, one more when a change has a predecessor, and one when it annuls.
 */
export async function keepChanges(
  tx: Transaction,
  decided: readonly FirstDecided[],
): Promise<void> {
  const nameOf = ({ decision }: FirstDecided) => `${decision.subjectKey}/${decision.rootChangeId}`;
  const lastOf = new Map(decided.map((one) => [nameOf(one), one]));
  const chained = decided.filter(({ ask }) => ask.told.change.previousChangeId !== null);
  if (chained.length > 0) {
    await tx.query(SUPERSEDE, [
      chained.map(({ decision }) => decision.subjectKey),
      chained.map(({ decision }) => decision.rootChangeId),
    ]);
  }
  const elsewhere = await findElsewhere(tx, decided);
  const kept = decided
    .map((one) => ({
      ...one,
      isLatest: lastOf.get(nameOf(one)) === one && standsForLong(one.ask.told.change),
    }))
    .filter(
      ({ isLatest, recipients, decision }) =>
        isLatest || recipients.some(isHeld) || elsewhere.has(decision.changeId),
    );
  if (kept.length === 0) return;
  // One binary parameter cut up here: as an array of bytea the values would be written in hexadecimal.
  let next = 1;
  const places = kept.map(({ ask }) => {
    const at = next;
    next += ask.told.value.length;
    return at;
  });
  await tx.query(KEEP, [
    kept.map(({ decision }) => decision.changeId),
    kept.map(({ decision }) => decision.subjectKey),
    kept.map(({ ask }) => ask.told.change.fact),
    kept.map(({ decision }) => decision.rootChangeId),
    kept.map(({ decision }) => decision.changeSequence),
    kept.map(({ isLatest }) => isLatest),
    Buffer.concat(kept.map(({ ask }) => ask.told.value)),
    places,
    kept.map(({ ask }) => ask.told.value.length),
    kept.map(({ ask }) => ask.told.traceparent ?? null),
  ]);
}

async function findElsewhere(
  tx: Transaction,
  decided: readonly FirstDecided[],
): Promise<ReadonlySet<string>> {
  const annulled = decided.filter(({ ask }) => ask.told.change.changeType === 'annulled');
  if (annulled.length === 0) return new Set();
  const { rows } = await tx.query<{ changeId: string }>(FIND_ELSEWHERE, [
    annulled.map(({ decision }) => decision.changeId),
    annulled.map(({ decision }) => decision.subjectKey),
    annulled.map(({ decision }) => decision.rootChangeId),
  ]);
  return new Set(rows.map((one) => one.changeId));
}

/** What was never true is given to nobody later, nor that a key has ended. */
const standsForLong = ({ changeType, mergedInto }: ClaimantChange): boolean =>
  changeType !== 'annulled' && mergedInto === null;

const isHeld = ({ verdict }: { readonly verdict: string }): boolean => verdict === 'hold';

/** Gives what is held its place in the line of its case, whose row is locked; one that waits already keeps its place. */
export async function holdChanges(
  tx: Transaction,
  decided: readonly DecidedChange[],
): Promise<void> {
  const rows = decided.flatMap(({ decision: { changeId }, recipients }) =>
    recipients.filter(isHeld).map((one) => ({ ...one, changeId })),
  );
  if (rows.length === 0) return;
  await tx.query(HOLD, [
    rows.map((one) => one.agency),
    rows.map((one) => one.caseReference),
    rows.map((one) => one.interestId),
    rows.map((one) => one.changeId),
  ]);
}

export interface HeldName {
  readonly interestId: string;
  readonly changeId: string;
}

/**
 * Puts what waits for an interest of what was told before it asked in front of what waits for it already, unless that is of the same chain.
 * What waits at its case for others keeps its order. The case is locked, and so is the interest's subject.
 */
export async function putFirst(
  tx: Transaction,
  { interestId, changeIds }: { readonly interestId: string; readonly changeIds: readonly string[] },
): Promise<void> {
  if (changeIds.length > 0) await tx.query(PUT_FIRST, [interestId, changeIds]);
}

/** Takes these out of their lines, and forgets the bodies that nothing needs any more. The cases and subjects are locked. */
export async function letGoOfHeld(tx: Transaction, held: readonly HeldName[]): Promise<void> {
  if (held.length === 0) return;
  const changeIds = held.map((one) => one.changeId);
  await tx.query(LET_GO, [held.map((one) => one.interestId), changeIds]);
  await forgetChanges(tx, changeIds);
}

/** Forgets the bodies among these that nothing needs any more. */
export async function forgetChanges(tx: Transaction, changeIds: readonly string[]): Promise<void> {
  await tx.query(FORGET, [changeIds]);
}
