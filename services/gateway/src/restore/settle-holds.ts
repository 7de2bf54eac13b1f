import type { Database, Statement, Transaction } from '@told/service';
import type { Decisions } from '../decisions/open-decisions.ts';
import { type CaseName, lockSubjects } from '../decisions/queries.ts';
import { dropHeld, releaseHold } from '../decisions/release-hold.ts';
import { readInterestsById } from '../decisions/subject-view.ts';

const LIST_REFUSED: Statement = {
  name: 'gateway_restore_list_held_for_refused',
  text: `SELECT DISTINCT h.interest_id AS "interestId" FROM held_change h JOIN interest i USING (interest_id)
         WHERE i.state = 'refused' ORDER BY 1`,
};

// The first in line decides; a link that is certain waits for nothing but a difference that somebody was asked about.
const LIST_UNASKED: Statement = {
  name: 'gateway_restore_list_held_unasked',
  text: `SELECT DISTINCT h.agency, h.case_reference AS "caseReference" FROM held_change h JOIN interest i USING (interest_id)
         WHERE i.state = 'final'
               AND NOT EXISTS (SELECT FROM held_change b
                               WHERE b.agency = h.agency AND b.case_reference = h.case_reference AND b.place < h.place)
               AND NOT EXISTS (SELECT FROM match_review r
                               WHERE r.interest_id = h.interest_id AND r.state = 'open' AND r.cause = 'conflict')
         ORDER BY 1, 2`,
};

/**
 * Goes on with what waits at a case although nobody is asked about it: its link was confirmed or refused, and what followed from that was not
 * sent. What differs from its case is held again, and a person is asked again. Every change has been read again.
 */
export async function settleHolds(db: Database, decisions: Decisions): Promise<void> {
  const refused = await db.query<{ interestId: string }>(LIST_REFUSED);
  for (const { interestId } of refused.rows) {
    await db.transaction((tx) => dropRefused(tx, decisions, interestId));
  }
  const unasked = await db.query<CaseName>(LIST_UNASKED);
  for (const name of unasked.rows) {
    await db.transaction((tx) => releaseHold(tx, decisions, name));
  }
}

async function dropRefused(
  tx: Transaction,
  decisions: Decisions,
  interestId: string,
): Promise<void> {
  await decisions.readRules(tx);
  const [interest] = await readInterestsById(tx, [interestId]);
  if (interest === undefined) return;
  await lockSubjects(tx, [interest.subjectKey], { toChange: true });
  await dropHeld(tx, decisions, { interestId });
}
