import type { Database, Statement, Transaction } from '@told/service';
import type { WantedBack } from '../releases/take-back.ts';

/** By the change's own decisions: of a recipient's row the release is found by its id. */
const FIND_GIVEN: Statement = {
  name: 'gateway_find_given_of_changes',
  text: `SELECT r.release_id AS "releaseId", r.agency, r.case_reference AS "caseReference"
         FROM decision_recipient d JOIN release r ON r.release_id = d.release_id
         WHERE d.change_id = ANY ($1::uuid[]) AND r.kind = 'value'
         ORDER BY r.agency, r.case_reference, r.release_sequence`,
};

// What follows is on the log, and its row comes back with a restore; that something was void before it left is known here alone.
const COUNT_ANSWERS: Statement = {
  name: 'gateway_count_answers_of_erased',
  text: `SELECT r.agency, count(t.release_id) AS told,
                count(t.release_id) FILTER (WHERE EXISTS (SELECT FROM outcome o WHERE o.release_id = t.release_id)) AS answered,
                count(v.taking_back_id) AS void
         FROM decision_recipient d
              JOIN release r ON r.release_id = d.release_id
              LEFT JOIN release t ON t.takes_back = r.release_id AND t.kind = 'erased'
              LEFT JOIN taking_back v ON v.release_id = r.release_id AND v.kind = 'void' AND v.reason = 'erased'
         WHERE d.change_id = ANY ($1::uuid[]) AND (t.release_id IS NOT NULL OR v.taking_back_id IS NOT NULL)
         GROUP BY r.agency ORDER BY r.agency`,
};

/** What to take back of all that was given of these changes, in whatever run. */
export async function findGiven(
  tx: Transaction,
  changeIds: readonly string[],
): Promise<readonly WantedBack[]> {
  type Row = Pick<WantedBack, 'releaseId' | 'agency' | 'caseReference'>;
  const { rows } = await tx.query<Row>(FIND_GIVEN, [changeIds]);
  return rows.map((one) => ({ ...one, kind: 'erased', fields: [], reason: 'erased' }));
}

/** Of an agency: its releases of these changes that were followed by one that erases them, those of them answered, and those made void before. */
export interface Answers {
  readonly agency: string;
  readonly told: number;
  readonly answered: number;
  readonly void: number;
}

export async function countAnswers(
  db: Database,
  changeIds: readonly string[],
): Promise<readonly Answers[]> {
  return (await db.query<Answers>(COUNT_ANSWERS, [changeIds])).rows;
}
