import { type Database, DatabaseError, type Statement, type Transaction } from '@told/service';
import { decideAgain } from '../decisions/decide-again.ts';
import { shareResting } from '../decisions/merge-consents.ts';
import { findSurvivor } from '../decisions/merge-queries.ts';
import type { Decisions } from '../decisions/open-decisions.ts';
import { lockSubjects } from '../decisions/queries.ts';
import type { EndedKey } from './restored-merge.ts';

const IS_MADE = `EXISTS (SELECT FROM subject s WHERE s.subject_key = m.from_key AND s.merged_into IS NOT NULL)`;

const LIST: Statement = {
  name: 'gateway_restore_list_merges',
  text: `SELECT m.from_key AS "from", m.into_key AS "into" FROM restored_merge m WHERE ${IS_MADE}
         UNION SELECT m.from_key, m.into_key FROM restored_move m WHERE ${IS_MADE}
         ORDER BY 1`,
};

// Of a merge whose consents alone are back, the surviving key's look as if they had always stood.
const LIST_UNSHARED: Statement = {
  name: 'gateway_restore_list_unshared_consents',
  text: `SELECT DISTINCT s.subject_key AS "from", s.merged_into AS "into"
         FROM subject s
              JOIN consent f ON f.subject_key = s.subject_key
              JOIN consent t ON t.subject_key = s.merged_into AND t.recipient = f.recipient AND t.purpose = f.purpose
              JOIN release_consent c ON c.consent_id = f.consent_id
         WHERE s.merged_into IS NOT NULL
               AND NOT EXISTS (SELECT FROM release_consent o WHERE o.consent_id = t.consent_id AND o.release_id = c.release_id)
         ORDER BY 1`,
};

// What a case was decided about already, whatever the answer, is not decided for it again.
const UNDECIDED = `k.subject_key = $2 AND k.is_latest
  AND NOT EXISTS (SELECT FROM decision_recipient r WHERE r.change_id = k.change_id AND r.interest_id = i.interest_id)`;

const READ_OF_MOVED: Statement = {
  name: 'gateway_restore_read_undecided_of_moved',
  text: `SELECT i.interest_id AS "interestId", k.change_id AS "changeId"
         FROM restored_move m JOIN interest i USING (interest_id)
              JOIN kept_change k ON ${UNDECIDED}
              JOIN decision d ON d.change_id = k.change_id AND d.run = 1 AND d.subject_key <> $1
         WHERE m.from_key = $1 AND i.subject_key = $2`,
};

// Those that were there when the merge was decided; who came later has asked for what was told before, or has not.
const READ_OF_STAYED: Statement = {
  name: 'gateway_restore_read_undecided_of_stayed',
  text: `SELECT i.interest_id AS "interestId", k.change_id AS "changeId"
         FROM restored_merge m JOIN interest i ON i.subject_key = $2
              JOIN kept_change k ON ${UNDECIDED}
              JOIN decision d ON d.change_id = k.change_id AND d.run = 1 AND d.subject_key = $1
         WHERE m.from_key = $1
               AND NOT EXISTS (SELECT FROM restored_move o WHERE o.interest_id = i.interest_id AND o.from_key = $1)
               AND i.changed_at_micros <= (SELECT e.decided_at_micros FROM decision e
                                           WHERE e.subject_key = $1 AND e.run = 1 ORDER BY e.change_sequence DESC LIMIT 1)`,
};

const FORGET_MOVES: Statement = {
  name: 'gateway_restore_forget_made_moves',
  text: `DELETE FROM restored_move m WHERE m.from_key = $1 AND ${IS_MADE}`,
};

const FORGET_MERGE: Statement = {
  name: 'gateway_restore_forget_merge',
  text: 'DELETE FROM restored_merge WHERE from_key = $1',
};

/**
 * Completes merges of which the log had a part only, once all changes have been read again: what was told of each side is decided for the
 * other's interests unless it was, and what rests on a consent of the key that ended rests on the surviving one's too.
 */
export async function settleMerges(db: Database, decisions: Decisions): Promise<void> {
  const { rows } = await db.query<EndedKey>(LIST);
  for (const ended of rows) {
    await db.transaction((tx) => completeMerge(tx, decisions, ended));
  }
  // What a key has got from another goes on to whom it has ended for itself.
  let unshared = (await db.query<EndedKey>(LIST_UNSHARED)).rows;
  while (unshared.length > 0) {
    for (const ended of unshared) await db.transaction((tx) => shareConsents(tx, ended));
    unshared = (await db.query<EndedKey>(LIST_UNSHARED)).rows;
  }
}

async function shareConsents(tx: Transaction, ended: EndedKey): Promise<void> {
  await lockSubjects(tx, [ended.from, ended.into].sort(), { toChange: true });
  await shareResting(tx, ended);
}

async function completeMerge(
  tx: Transaction,
  decisions: Decisions,
  { from, into }: EndedKey,
): Promise<void> {
  await decisions.readRules(tx);
  const survivor = await findSurvivor(tx, into);
  await lockSubjects(tx, [from, survivor].sort(), { toChange: true });
  // Merged itself meanwhile: read again.
  if ((await findSurvivor(tx, into)) !== survivor) throw new DatabaseError('conflict');
  for (const statement of [READ_OF_MOVED, READ_OF_STAYED]) {
    type Row = { readonly interestId: string; readonly changeId: string };
    const { rows } = await tx.query<Row>(statement, [from, survivor]);
    for (const [interestId, open] of Map.groupBy(rows, (row) => row.interestId)) {
      const changeIds = open.map(({ changeId }) => changeId);
      const again = { changeIds, interestIds: [interestId], backFill: true };
      await decideAgain(tx, decisions, { ...again, cause: 'merged' });
    }
  }
  await tx.query(FORGET_MOVES, [from]);
  await tx.query(FORGET_MERGE, [from]);
}
