import type { IdentityDigests } from '@told/codec';
import { judgeMatch, type MatchVerdicts } from '@told/identity';
import type { Database, Statement, Transaction } from '@told/service';
import { digestKeyOf, matchReviewIdOf } from '../ids.ts';

export type ReviewState = 'open' | 'confirmed' | 'rejected';
export type ReviewCause = 'candidate' | 'conflict';

/** What a person must look at: whether an interest's case is about a subject. */
export interface MatchReview {
  readonly reviewId: string;
  readonly interestId: string;
  readonly agency: string;
  readonly subjectKey: string;
  readonly cause: ReviewCause;
  readonly verdicts: MatchVerdicts;
  readonly state: ReviewState;
  readonly openedAtMicros: number;
  readonly decidedAtMicros: number | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
}

export interface WantedReview {
  readonly interestId: string;
  readonly agency: string;
  readonly subjectKey: string;
  /** What was told of the subject. */
  readonly told: IdentityDigests;
  /** Whom the interest says it is about. */
  readonly held: IdentityDigests;
  readonly cause: ReviewCause;
}

const OPEN: Statement = {
  name: 'gateway_open_match_reviews',
  text: `INSERT INTO match_review (review_id, interest_id, agency, subject_key, digest_key, cause, verdicts, opened_at_micros)
         SELECT review_id, interest_id, agency, subject_key, digest_key, cause, verdicts::json, $8
         FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[])
              AS r (review_id, interest_id, agency, subject_key, digest_key, cause, verdicts)
         ON CONFLICT (interest_id, subject_key, digest_key) DO UPDATE SET verdicts = excluded.verdicts
         WHERE match_review.state = 'open' AND match_review.verdicts::text <> excluded.verdicts::text`,
};

/**
 * Asks a person whether these cases are about these subjects; the same difference is asked once, and shown as the interest says it now. Call
 * it under the subjects' locks, with the interests written.
 */
export async function openReviews(
  tx: Transaction,
  wanted: readonly WantedReview[],
  nowMicros: number,
): Promise<void> {
  const reviews = new Map(
    wanted.map((one) => {
      const digestKey = digestKeyOf(one.told);
      const reviewId = matchReviewIdOf(one.interestId, one.subjectKey, digestKey);
      const { verdicts } = judgeMatch(one.told, one.held);
      return [reviewId, { ...one, reviewId, digestKey, verdicts: JSON.stringify(verdicts) }];
    }),
  );
  if (reviews.size === 0) return;
  const rows = [...reviews.values()];
  await tx.query(OPEN, [
    rows.map((one) => one.reviewId),
    rows.map((one) => one.interestId),
    rows.map((one) => one.agency),
    rows.map((one) => one.subjectKey),
    rows.map((one) => one.digestKey),
    rows.map((one) => one.cause),
    rows.map((one) => one.verdicts),
    nowMicros,
  ]);
}

const READ_REJECTED: Statement = {
  name: 'gateway_read_rejected_links',
  text: `SELECT DISTINCT interest_id AS "interestId", subject_key AS "subjectKey" FROM match_review
         WHERE interest_id = ANY ($1::uuid[]) AND state = 'rejected' AND cause = 'candidate'`,
};

/** The links of these interests that were found wrong, as `interestId/subjectKey`. */
export async function readRejectedLinks(
  on: Transaction | Database,
  interestIds: readonly string[],
): Promise<ReadonlySet<string>> {
  type Row = { readonly interestId: string; readonly subjectKey: string };
  const { rows } = await on.query<Row>(READ_REJECTED, [interestIds]);
  return new Set(rows.map((row) => `${row.interestId}/${row.subjectKey}`));
}

const COLUMNS = `r.review_id AS "reviewId", r.interest_id AS "interestId", r.agency, r.subject_key AS "subjectKey", r.cause,
  r.verdicts, r.state, r.opened_at_micros AS "openedAtMicros", r.decided_at_micros AS "decidedAtMicros",
  r.decided_by AS "decidedBy", r.reason`;

const FIND: Statement = {
  name: 'gateway_find_match_review',
  text: `SELECT ${COLUMNS} FROM match_review r WHERE r.review_id = $1 AND r.agency = $2`,
};

/** Another agency's review is found like none. */
export async function findReview(
  on: Transaction | Database,
  reviewId: string,
  agency: string,
): Promise<MatchReview | undefined> {
  const { rows } = await on.query<MatchReview>(FIND, [reviewId, agency]);
  return rows[0];
}

/** A review with the case it is about. */
export type ListedReview = MatchReview & {
  readonly capacity: string;
  readonly caseReference: string;
  readonly interestState: string;
  /** Changes that wait at this interest. */
  readonly heldChanges: number;
};

const LISTED = `${COLUMNS}, i.capacity, i.case_reference AS "caseReference", i.state AS "interestState",
           (SELECT count(*) FROM held_change h WHERE h.interest_id = r.interest_id) AS "heldChanges"`;

// The page is cut first, in its index's order: the cases of the other reviews are not looked up.
const listPage = (condition: string): string =>
  `SELECT ${LISTED}
         FROM (SELECT * FROM match_review WHERE agency = $1 AND review_id > $2${condition} ORDER BY review_id LIMIT $3) AS r
              JOIN interest i USING (interest_id)
         ORDER BY r.review_id`;

/** One for each way of asking, so that a plan made once for all values reads what is asked for and no more. */
export const LIST_REVIEWS = {
  all: { name: 'gateway_list_match_reviews', text: listPage('') },
  inState: { name: 'gateway_list_match_reviews_in_state', text: listPage(' AND state = $4') },
  // A case has a few, found by its interests.
  ofCase: {
    name: 'gateway_list_match_reviews_of_case',
    text: `SELECT ${LISTED} FROM match_review r JOIN interest i USING (interest_id)
         WHERE i.agency = $1 AND i.case_reference = $4 AND r.review_id > $2 AND ($5::text IS NULL OR r.state = $5)
         ORDER BY r.review_id LIMIT $3`,
  },
} as const satisfies Readonly<Record<string, Statement>>;

const FIND_LISTED: Statement = {
  name: 'gateway_find_listed_match_review',
  text: `SELECT ${LISTED} FROM match_review r JOIN interest i USING (interest_id) WHERE r.review_id = $1 AND r.agency = $2`,
};

export interface ReviewFilter {
  readonly agency: string;
  /** The last id of the page before. */
  readonly after: string;
  readonly state: ReviewState | null;
  readonly caseReference: string | null;
  readonly limit: number;
}

export async function listReviews(
  db: Database,
  { agency, after, state, caseReference, limit }: ReviewFilter,
): Promise<readonly ListedReview[]> {
  const page = [agency, after, limit];
  const { all, inState, ofCase } = LIST_REVIEWS;
  if (caseReference !== null) {
    return (await db.query<ListedReview>(ofCase, [...page, caseReference, state])).rows;
  }
  if (state === null) return (await db.query<ListedReview>(all, page)).rows;
  return (await db.query<ListedReview>(inState, [...page, state])).rows;
}

/** Another agency's review is found like none. */
export async function findListedReview(
  db: Pick<Database, 'query'>,
  reviewId: string,
  agency: string,
): Promise<ListedReview | undefined> {
  return (await db.query<ListedReview>(FIND_LISTED, [reviewId, agency])).rows[0];
}
