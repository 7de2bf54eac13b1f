import {
  type ActionPorts,
  actorOf,
  cutPage,
  type Database,
  instantOf,
  problem,
  recordAction,
  requireScope,
  type Transaction,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { NOBODY } from '../consents/find-subject.ts';
import { pageAnswer, readIdCursor } from '../interests/cursor.ts';
import type { InterestPorts } from '../interests/ports.ts';
import type { PersonResolver } from '../interests/resolve-persons.ts';
import { type ConfirmedCase, decideReview, type WantedVerdict } from './decide-review.ts';
import {
  findListedReview,
  type ListedReview,
  listReviews,
  type ReviewState,
} from './review-queries.ts';
import { reviewParams, reviewSchema, reviewsQuerySchema, verdictSchema } from './review-schemas.ts';

export interface MatchRoutePorts extends InterestPorts, ActionPorts {
  readonly db: Database;
  readonly resolve: PersonResolver;
}

interface ListQuery {
  readonly state?: ReviewState | 'all';
  readonly caseReference?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

const PAGE_DEFAULT = 100;

/** What an agency's officers must look at, and what they say. Another agency's review is like none. */
export function addMatchRoutes(http: FastifyInstance, ports: MatchRoutePorts): void {
  addList(http, ports.db);
  addShow(http, ports.db);
  addDecide(http, ports);
}

function addList(http: FastifyInstance, db: Database): void {
  http.get<{ Querystring: ListQuery }>(
    '/v1/match-reviews',
    {
      onRequest: requireScope('interests:read'),
      schema: {
        operationId: 'listMatchReviews',
        summary: "List which of the agency's cases wait for an officer to say whom they are about",
        querystring: reviewsQuerySchema,
        response: { 200: pageAnswer(reviewSchema) },
      },
    },
    async ({ caller, query }) => {
      const { state = 'open', limit = PAGE_DEFAULT } = query;
      const found = await listReviews(db, {
        agency: caller.agency,
        after: readIdCursor(query.cursor),
        state: state === 'all' ? null : state,
        caseReference: query.caseReference ?? null,
        limit: limit + 1,
      });
      const { items, next } = cutPage(found, limit, (one) => [one.reviewId]);
      return { items: items.map(showReview), next };
    },
  );
}

function addShow(http: FastifyInstance, db: Database): void {
  http.get<{ Params: { reviewId: string } }>(
    '/v1/match-reviews/:reviewId',
    {
      onRequest: requireScope('interests:read'),
      schema: {
        operationId: 'showMatchReview',
        summary: 'Show one match review',
        params: reviewParams,
        response: { 200: { description: 'The review.', ...reviewSchema } },
      },
      config: { problems: ['match-review-unknown'] },
    },
    ({ caller, params }) => readReview(db, params.reviewId, caller.agency),
  );
}

function addDecide(http: FastifyInstance, ports: MatchRoutePorts): void {
  http.post<{
    Params: { reviewId: string };
    Body: Pick<WantedVerdict, 'verdict' | 'officer' | 'reason'>;
  }>(
    '/v1/match-reviews/:reviewId/decide',
    {
      onRequest: requireScope('interests:write'),
      schema: {
        operationId: 'decideMatchReview',
        summary: 'Say whether a case is about a person',
        description:
          'Confirmed, what waited for it is decided, in order. Rejected, it is remembered, and never asked or linked again. The same verdict again changes nothing, and finishes what was cut short: after `dependency-unavailable`, say it again.',
        params: reviewParams,
        body: verdictSchema,
        response: { 200: { description: 'Decided.', ...reviewSchema } },
      },
      config: { problems: ['match-review-unknown', 'match-decided', 'busy'] },
    },
    async ({ caller, params, body }) => {
      const wanted = { ...params, agency: caller.agency, ...body };
      const decided = await ports.db.transaction(async (tx) => {
        const answer = await decideReview(tx, wanted, ports);
        if (answer.kind === 'decided') await recordVerdict(tx, wanted, actorOf(caller), ports);
        return answer;
      });
      if (!('confirmed' in decided)) throw problem(decided.kind);
      if (decided.confirmed !== null) await tellIntake(decided.confirmed, ports.resolve);
      return readReview(ports.db, params.reviewId, caller.agency);
    },
  );
}

/** An officer's words may be about a person: they stay with the review, and the record points there. */
async function recordVerdict(
  tx: Transaction,
  { reviewId, agency, verdict }: WantedVerdict,
  actor: string,
  ports: MatchRoutePorts,
): Promise<void> {
  const review = await findListedReview(tx, reviewId, agency);
  if (review === undefined) throw new TypeError('a review that was decided is there');
  await recordAction(
    tx,
    {
      action: verdict === 'confirm' ? 'match-confirmed' : 'match-rejected',
      target: { kind: 'case', agency, caseReference: review.caseReference },
      reason: 'kept with the match review',
      recordId: reviewId,
      actor,
    },
    ports,
  );
}

/**
 * From now on what the agency tells by case reference alone is told of this person. Intake is asked after the verdict is kept, and before it is
 * answered: where it cannot be, the verdict stands, and saying it again asks again.
 */
async function tellIntake(confirmed: ConfirmedCase, resolve: PersonResolver): Promise<void> {
  await resolve({ ...confirmed, person: NOBODY, purpose: 'interest' });
}

async function readReview(db: Database, reviewId: string, agency: string) {
  const found = await findListedReview(db, reviewId, agency);
  if (found === undefined) throw problem('match-review-unknown');
  return showReview(found);
}

/** A review as its own agency sees it: verdicts and no digest, and no key of the person. */
function showReview(review: ListedReview) {
  const { reviewId, state, cause, interestId, interestState, capacity, caseReference } = review;
  const { verdicts, heldChanges, decidedBy, reason, openedAtMicros, decidedAtMicros } = review;
  return {
    ...{ reviewId, state, cause, interestId, interestState, capacity, caseReference },
    ...{ verdicts, heldChanges, decidedBy, reason },
    openedAt: instantOf(openedAtMicros),
    decidedAt: instantOf(decidedAtMicros),
  };
}
