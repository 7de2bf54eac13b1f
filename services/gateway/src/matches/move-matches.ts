import type { Statement, Transaction } from '@told/service';

const MOVE_SETS: Statement = {
  name: 'gateway_move_digest_sets',
  text: `WITH moved AS (DELETE FROM subject_digest WHERE subject_key = $1 RETURNING *)
         INSERT INTO subject_digest (subject_key, digest_key, secret_version, birth_date_digest, surname_prefix_digest,
           initial_digest, postcode_digest, surname_digest, forename_digest)
         SELECT $2, digest_key, secret_version, birth_date_digest, surname_prefix_digest, initial_digest, postcode_digest,
           surname_digest, forename_digest FROM moved
         ON CONFLICT DO NOTHING`,
};

// Where the same was asked about both, what was asked about the surviving one stays.
const MOVE_REVIEWS: Statement = {
  name: 'gateway_move_match_reviews',
  text: `UPDATE match_review r SET subject_key = $2
         WHERE r.subject_key = $1 AND NOT EXISTS (
           SELECT FROM match_review k
           WHERE k.interest_id = r.interest_id AND k.subject_key = $2 AND k.digest_key = r.digest_key)`,
};

/** Two subjects were one person: what is known and asked about the first is about the second from now on. Both are locked FOR UPDATE. */
export async function moveMatches(
  tx: Transaction,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<void> {
  await tx.query(MOVE_SETS, [from, into]);
  await tx.query(MOVE_REVIEWS, [from, into]);
}
