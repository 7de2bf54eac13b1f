import {
  actorOf,
  checkReason,
  cutPage,
  type Database,
  MICROS_PER_MS,
  problem,
  readCursor,
  requireScope,
  type Transaction,
  uuidParams,
  type WantedAction,
} from '@told/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { EntryKind } from '../entries/entry.ts';
import type { FindErased } from '../openings/find-erased.ts';
import { describeItem, formatMicros } from './describe-item.ts';
import {
  type EntryRow,
  findSubjectOfChange,
  isSubjectKnown,
  readChangeTimeline,
  readSubjectTimeline,
  type TimelinePage,
} from './queries.ts';
import { PAGE_DEFAULT, TIMELINE_QUERY, TIMELINE_SCHEMA } from './route-schemas.ts';

export interface TimelinePorts {
  readonly db: Database;
  readonly findErased: FindErased;
  record(tx: Transaction, action: WantedAction): Promise<unknown>;
}

interface Asked {
  readonly reason: string;
  readonly cursor?: string;
  readonly limit?: number;
  readonly kind?: EntryKind;
  readonly agency?: string;
  readonly fact?: string;
  readonly from?: string;
  readonly until?: string;
}

/** Time in microseconds, number of the ledger, index. */
const CURSOR = /^\d{1,16} \d{1,5} \d{1,16}$/;

/**
 * GET /v1/people/{subjectKey}/timeline and /v1/changes/{changeId}/timeline: what the ledger has about a person or a change, the newest first. Who
 * looks says why, and that they looked is an action on `told.actions.audit`, and so an entry itself.
 */
export function addTimelineRoutes(
  http: FastifyInstance,
  { db, findErased, record }: TimelinePorts,
): void {
  const onRequest = requireScope('audit:read');
  const config = { problems: ['not-found', 'person-erased'] as const };

  http.get<{ Params: { subjectKey: string }; Querystring: Asked }>(
    '/v1/people/:subjectKey/timeline',
    {
      onRequest,
      config,
      schema: {
        operationId: 'showPersonTimeline',
        summary: 'What the ledger has about a person',
        params: {
          type: 'object',
          properties: { subjectKey: { type: 'string', pattern: '^[0-9a-f]{32}$' } },
        },
        querystring: TIMELINE_QUERY,
        response: { 200: TIMELINE_SCHEMA },
      },
    },
    async (request) => {
      const { subjectKey } = request.params;
      const erasedUntil = await findErased(subjectKey);
      if (!(await isSubjectKnown(db, subjectKey)))
        throw problem(erasedUntil === undefined ? 'not-found' : 'person-erased');
      await keepView(request, { kind: 'subject', subjectKey });
      const page = await pageOf(request.query, (of) => readSubjectTimeline(db, subjectKey, of));
      return { ...page, erasedUntil: erasedUntil === undefined ? null : formatMicros(erasedUntil) };
    },
  );

  http.get<{ Params: { changeId: string }; Querystring: Asked }>(
    '/v1/changes/:changeId/timeline',
    {
      onRequest,
      config,
      schema: {
        operationId: 'showChangeTimeline',
        summary: 'What the ledger has about a change',
        params: uuidParams('changeId'),
        querystring: TIMELINE_QUERY,
        response: { 200: TIMELINE_SCHEMA },
      },
    },
    async (request) => {
      const { changeId } = request.params;
      const subjectKey = await findSubjectOfChange(db, changeId);
      if (subjectKey === undefined) throw problem('not-found');
      await keepView(
        request,
        subjectKey === null
          ? { kind: 'agency', id: request.caller.agency }
          : { kind: 'subject', subjectKey },
        changeId,
      );
      const page = await pageOf(request.query, (of) => readChangeTimeline(db, changeId, of));
      return { ...page, erasedUntil: null };
    },
  );

  /** Further pages are the same look. */
  async function keepView(
    { caller, query }: Pick<FastifyRequest, 'caller'> & { readonly query: Asked },
    target: WantedAction['target'],
    recordId?: string,
  ): Promise<void> {
    checkReason(query.reason);
    if (query.cursor !== undefined) return;
    const view = { action: 'timeline-viewed', target, reason: query.reason } as const;
    const of = recordId === undefined ? {} : { recordId };
    await db.transaction((tx) => record(tx, { ...view, ...of, actor: actorOf(caller) }));
  }
}

async function pageOf(asked: Asked, read: (page: TimelinePage) => Promise<readonly EntryRow[]>) {
  const { limit = PAGE_DEFAULT, kind, agency, fact, from, until } = asked;
  const [at, ledger, index] = (readCursor(asked.cursor, CURSOR) ?? []).map(Number);
  const after =
    at === undefined || ledger === undefined || index === undefined
      ? undefined
      : { at, ledger, index };
  const rows = await read({
    ...{ after, kind, agency, fact, limit: limit + 1 },
    from: microsOf(from),
    until: microsOf(until),
  });
  const { items, next } = cutPage(rows, limit, (row) =>
    [row.at, row.ledger, row.index].map(String),
  );
  return { items: items.map(describeItem), next };
}

const microsOf = (time: string | undefined): number | undefined =>
  time === undefined ? undefined : Date.parse(time) * MICROS_PER_MS;
