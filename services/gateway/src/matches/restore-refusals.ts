import type { Interest } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import { digestKeyOf, matchReviewIdOf } from '../ids.ts';

const INSERT: Statement = {
  name: 'gateway_restore_refused_links',
  text: `INSERT INTO match_review (review_id, interest_id, agency, subject_key, digest_key, cause, verdicts, state,
           opened_at_micros, decided_at_micros)
         SELECT review_id, interest_id, agency, subject_key, digest_key, 'candidate', '{}', 'rejected', at_micros, at_micros
         FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::bigint[])
              AS r (review_id, interest_id, agency, subject_key, digest_key, at_micros)
         ON CONFLICT (interest_id, subject_key, digest_key) DO UPDATE SET state = 'rejected', cause = 'candidate',
           decided_at_micros = excluded.decided_at_micros
         WHERE match_review.state <> 'rejected'`,
};

/**
 * Remembers again which links were found wrong, as told.interests has it: a backup may be older than a recall, and the link must not be made
 * again. Who said so and why were not on the log. Call it once the interests are restored.
 */
export async function restoreRefusals(
  tx: Transaction,
  interests: readonly Interest[],
): Promise<void> {
  const refused = new Map(
    interests
      .filter((one) => one.action === 'recalled')
      .map((one) => {
        const digestKey = digestKeyOf(one.identityDigests);
        const reviewId = matchReviewIdOf(one.interestId, one.subjectKey, digestKey);
        return [reviewId, { ...one, digestKey, reviewId }];
      }),
  );
  if (refused.size === 0) return;
  const rows = [...refused.values()];
  await tx.query(INSERT, [
    rows.map((one) => one.reviewId),
    rows.map((one) => one.interestId),
    rows.map((one) => one.agency),
    rows.map((one) => one.subjectKey),
    rows.map((one) => one.digestKey),
    rows.map((one) => one.changedAt),
  ]);
}
