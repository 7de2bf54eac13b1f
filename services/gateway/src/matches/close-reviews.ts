import type { IdentityDigests } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import { digestKeyOf, matchReviewIdOf } from '../ids.ts';
import type { ReviewCause } from './review-queries.ts';

/** Who looked, and why they say so. */
export interface Closing {
  /** The officer's reference at its agency, and no name. */
  readonly officer: string;
  readonly reason: string;
  readonly atMicros: number;
}

const CLOSE: Statement = {
  name: 'gateway_close_match_review',
  text: `UPDATE match_review SET state = $2, cause = $3, decided_by = $4, reason = $5, decided_at_micros = $6
         WHERE review_id = $1 AND state = 'open'`,
};

export async function closeReview(
  tx: Transaction,
  closed: {
    readonly reviewId: string;
    readonly state: 'confirmed' | 'rejected';
    readonly cause: ReviewCause;
  },
  { officer, reason, atMicros }: Closing,
): Promise<void> {
  const { reviewId, state, cause } = closed;
  await tx.query(CLOSE, [reviewId, state, cause, officer, reason, atMicros]);
}

// Nobody else is the case's person then, and of the one who is, only a known difference is still a question.
const CLOSE_OTHERS: Statement = {
  name: 'gateway_close_other_match_reviews',
  text: `UPDATE match_review SET state = CASE subject_key WHEN $2 THEN 'confirmed' ELSE 'rejected' END,
           decided_by = $3, reason = $4, decided_at_micros = $5
         WHERE interest_id = $1 AND state = 'open' AND (subject_key <> $2 OR NOT (
           verdicts->>'birthDate' = 'different' OR verdicts->>'surnamePrefix' = 'different' OR verdicts->>'initial' = 'different'))`,
};

/** The case has its person: closes what that answers. */
export async function closeAnswered(
  tx: Transaction,
  { interestId, subjectKey }: { readonly interestId: string; readonly subjectKey: string },
  { officer, reason, atMicros }: Closing,
): Promise<void> {
  await tx.query(CLOSE_OTHERS, [interestId, subjectKey, officer, reason, atMicros]);
}

const CLOSE_LINK: Statement = {
  name: 'gateway_close_match_reviews_of_link',
  text: `UPDATE match_review SET state = 'rejected', cause = 'candidate', decided_by = $3, reason = $4, decided_at_micros = $5
         WHERE interest_id = $1 AND subject_key = $2 AND state = 'open'`,
};

const REMEMBER_REFUSAL: Statement = {
  name: 'gateway_remember_refused_link',
  text: `INSERT INTO match_review (review_id, interest_id, agency, subject_key, digest_key, cause, verdicts, state,
           opened_at_micros, decided_at_micros, decided_by, reason)
         VALUES ($1, $2, $3, $4, $5, 'candidate', '{}', 'rejected', $6, $6, $7, $8)
         ON CONFLICT (interest_id, subject_key, digest_key) DO UPDATE SET state = 'rejected', cause = 'candidate',
           decided_at_micros = excluded.decided_at_micros, decided_by = excluded.decided_by, reason = excluded.reason`,
};

/** The case is not about this person: remembered for ever, also where nobody was asked. */
export async function rejectLink(
  tx: Transaction,
  link: {
    readonly interestId: string;
    readonly agency: string;
    readonly subjectKey: string;
    readonly identityDigests: IdentityDigests;
  },
  { officer, reason, atMicros }: Closing,
): Promise<void> {
  const { interestId, agency, subjectKey, identityDigests } = link;
  await tx.query(CLOSE_LINK, [interestId, subjectKey, officer, reason, atMicros]);
  const digestKey = digestKeyOf(identityDigests);
  await tx.query(REMEMBER_REFUSAL, [
    matchReviewIdOf(interestId, subjectKey, digestKey),
    interestId,
    agency,
    subjectKey,
    digestKey,
    atMicros,
    officer,
    reason,
  ]);
}
