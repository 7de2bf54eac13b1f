import type { RecipientDecision } from '@told/agreements';
import type { Statement, Transaction } from '@told/service';

const READ_OVERTAKEN: Statement = {
  name: 'gateway_read_overtaken_held_changes',
  text: `WITH RECURSIVE ancestor AS (
           SELECT h.interest_id, h.change_id, o.previous_change_id AS ancestor_id
           FROM unnest($1::uuid[], $2::uuid[]) AS h (interest_id, change_id)
                JOIN decision k ON k.change_id = h.change_id AND k.run = 1
                JOIN decision o ON o.root_change_id = k.root_change_id AND o.previous_change_id IS NOT NULL AND o.run = 1
                     AND o.change_type IN ('corrected', 'annulled')
                JOIN decision_recipient r ON r.change_id = o.change_id AND r.interest_id = h.interest_id AND r.verdict = 'own'
           UNION
           SELECT a.interest_id, a.change_id, d.previous_change_id
           FROM ancestor a JOIN decision d ON d.change_id = a.ancestor_id AND d.run = 1
           WHERE d.previous_change_id IS NOT NULL
         )
         SELECT h.place - 1 AS place
         FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS h (interest_id, change_id, place)
         WHERE (h.interest_id, h.change_id, h.change_id) IN (SELECT interest_id, change_id, ancestor_id FROM ancestor)`,
};

/**
 * Which of these waiting changes were corrected or annulled meanwhile by the very case that they wait for: it knows better, and given to it
 * now they would undo what it has told itself.
 */
export async function readOvertaken<
  H extends { readonly interestId: string; readonly changeId: string },
>(tx: Transaction, held: readonly H[]): Promise<ReadonlySet<H>> {
  if (held.length === 0) return new Set();
  const { rows } = await tx.query<{ place: number }>(READ_OVERTAKEN, [
    held.map((one) => one.interestId),
    held.map((one) => one.changeId),
  ]);
  return new Set(rows.flatMap(({ place }) => held[place] ?? []));
}

/** Nothing leaves: what stands of it is the case's own. */
export const answerOvertaken = (answer: RecipientDecision): RecipientDecision => ({
  ...answer,
  ...{ verdict: 'own', reason: 'own-case', takesBack: false },
  ...{ fields: [], withheld: [], basis: [], consents: [], restsOnConsent: [] },
});
