import type { Database, Statement, Transaction } from '@told/service';
import { lookUp } from '../decisions/look-up.ts';
import type { Decisions } from '../decisions/open-decisions.ts';
import { lockSubjects } from '../decisions/queries.ts';
import { takeBackSaidSince } from './settle-restored.ts';

interface Concerned {
  readonly subjectKey: string;
  readonly releaseIds: readonly string[];
}

const IS_HELD = `r.kind = 'value'
  AND NOT EXISTS (SELECT FROM release t WHERE t.takes_back = r.release_id AND t.kind IN ('do-not-rely', 'erased'))`;

// What a refused link gave is among the releases of its case: no index has the interests of recipients.
export const LIST: Statement = {
  name: 'gateway_restore_list_not_taken_back',
  text: `SELECT c.subject_key AS "subjectKey", array_agg(DISTINCT r.release_id) AS "releaseIds"
         FROM consent c
              JOIN release_consent k USING (consent_id)
              JOIN release r USING (release_id)
              CROSS JOIN json_array_elements_text(k.fields) AS f (field)
         WHERE c.action = 'withdrawn' AND ${IS_HELD}
               AND NOT EXISTS (SELECT FROM taking_back t
                               WHERE t.release_id = r.release_id AND f.field IN (SELECT json_array_elements_text(t.fields)))
         GROUP BY 1
         UNION ALL
         SELECT i.subject_key, array_agg(DISTINCT r.release_id)
         FROM interest i
              CROSS JOIN ${lookUp(`SELECT * FROM release
                                   WHERE agency = i.agency AND case_reference = i.case_reference AND kind = 'value'`)} AS r
              CROSS JOIN ${lookUp(`SELECT interest_version FROM decision_recipient
                                   WHERE change_id = r.change_id AND run = r.run AND release_id = r.release_id
                                         AND interest_id = i.interest_id`)} AS d
         WHERE i.state = 'refused' AND i.version > d.interest_version AND ${IS_HELD}
         GROUP BY 1
         ORDER BY 1`,
};

/**
 * Takes back what was given on consents that the log has withdrawn, or under links that it has recalled, where what takes it back was not
 * sent. What was taken back already is not taken back again.
 */
export async function settleSaid(db: Database, decisions: Decisions): Promise<void> {
  const { rows } = await db.query<Concerned>(LIST);
  for (const one of rows) await db.transaction((tx) => takeBackOf(tx, decisions, one));
}

async function takeBackOf(
  tx: Transaction,
  decisions: Decisions,
  { subjectKey, releaseIds }: Concerned,
): Promise<void> {
  await decisions.readRules(tx);
  await lockSubjects(tx, [subjectKey], { toChange: true });
  await takeBackSaidSince(tx, decisions, releaseIds);
}
