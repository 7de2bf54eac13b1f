import type { Statement, Transaction } from '@told/service';
import { decideAgain } from './decide-again.ts';
import { forgetChanges } from './keep-changes.ts';
import type { Decisions } from './open-decisions.ts';

// Annulments alone are kept though they are not the latest of anything and nobody waits for them. Each key's are looked up by it, whatever the
// planner thinks of a young table.
export const READ_ANNULMENTS: Statement = {
  name: 'gateway_read_annulments_across_keys',
  text: `WITH annulment AS (
           SELECT k.change_id, coalesce(a.root_change_id, a.change_id) AS root_change_id
           FROM unnest($1::text[]) AS s (subject_key)
           CROSS JOIN LATERAL (SELECT change_id FROM kept_change WHERE subject_key = s.subject_key AND NOT is_latest OFFSET 0) AS k
           CROSS JOIN LATERAL (SELECT change_id, root_change_id, change_type FROM decision
                               WHERE change_id = k.change_id AND run = 1 OFFSET 0) AS a
           WHERE a.change_type = 'annulled'
         ), member AS (
           SELECT change_id, root_change_id AS told_id FROM annulment
           UNION
           SELECT n.change_id, d.change_id
           FROM annulment n JOIN decision d ON d.root_change_id = n.root_change_id AND d.previous_change_id IS NOT NULL
         ), concerned AS (
           SELECT m.change_id, r.interest_id
           FROM member m JOIN decision_recipient r ON r.change_id = m.told_id JOIN release l ON l.release_id = r.release_id
           WHERE m.told_id <> m.change_id AND l.kind = 'value'
                 AND NOT EXISTS (SELECT FROM release t WHERE t.takes_back = l.release_id AND t.kind IN ('do-not-rely', 'erased'))
           UNION
           SELECT m.change_id, h.interest_id FROM member m JOIN held_change h ON h.change_id = m.told_id
           WHERE m.told_id <> m.change_id
         )
         SELECT n.change_id AS "changeId", ARRAY(
             SELECT c.interest_id::text FROM concerned c JOIN interest i USING (interest_id)
             WHERE c.change_id = n.change_id AND i.subject_key = $2
                   AND NOT EXISTS (SELECT FROM decision_recipient r
                                   WHERE r.change_id = n.change_id AND r.interest_id = i.interest_id
                                         AND (r.release_id IS NOT NULL OR r.verdict = 'hold'))
           ) AS "interestIds"
         FROM annulment n`,
};

/**
 * Two keys' partitions may be read in any order: what was told under one may have been annulled under the other before it was read, or
 * while it waited. Once both are one person's, the annulment is decided for whoever has what it annuls, or waits for it. The interests
 * have been moved, and both subjects are locked FOR UPDATE. Answers how many decisions were made.
 */
export async function mergeAnnulments(
  tx: Transaction,
  decisions: Decisions,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<number> {
  type Row = { readonly changeId: string; readonly interestIds: readonly string[] };
  const { rows } = await tx.query<Row>(READ_ANNULMENTS, [[from, into], into]);
  let made = 0;
  for (const { changeId, interestIds } of rows) {
    const ask = { changeIds: [changeId], interestIds, cause: 'merged', backFill: true } as const;
    made += await decideAgain(tx, decisions, ask);
  }
  if (rows.length > 0) {
    await forgetChanges(
      tx,
      rows.map((one) => one.changeId),
    );
  }
  return made;
}
