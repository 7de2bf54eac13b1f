import {
  actorOf,
  checkReason,
  type Database,
  MICROS_PER_MS,
  problem,
  requireScope,
  type Transaction,
  type WantedAction,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import type { Facts } from '../entries/entry.ts';
import { findLedger, readHead } from '../ledger/queries.ts';
import { formatMicros } from '../timeline/describe-item.ts';
import { sayEntry } from '../timeline/say-entry.ts';
import { type ListedRow, listEntries } from './queries.ts';
import { LIST_QUERY, LIST_SCHEMA, LISTED_DEFAULT, VIEW_BODY } from './route-schemas.ts';

export interface LookPorts {
  readonly db: Database;
  record(tx: Transaction, action: WantedAction): Promise<unknown>;
}

interface Asked {
  readonly reason: string;
  readonly ledger?: string;
  readonly before?: number;
  readonly kind?: string;
  readonly agency?: string;
  readonly actor?: string;
  readonly looks?: boolean;
  readonly from?: string;
  readonly until?: string;
  readonly limit?: number;
}

/**
 * GET /v1/entries: the ledger as a list, the newest entry first, and through it who looked at what. POST /v1/views: that somebody looks at a page
 * which shows what no other route records. Both are kept as actions, and so become entries themselves.
 */
export function addLookRoutes(http: FastifyInstance, { db, record }: LookPorts): void {
  http.get<{ Querystring: Asked }>(
    '/v1/entries',
    {
      onRequest: requireScope('audit:read'),
      config: { problems: ['not-found', 'beyond-the-head', 'names-a-person'] },
      schema: {
        operationId: 'lookThroughEntries',
        summary: 'Entries that fit, the newest first',
        description:
          'A request looks through fifty thousand entries at most: `next` may go on where none was found. That somebody looked is recorded with the first page.',
        querystring: LIST_QUERY,
        response: { 200: LIST_SCHEMA },
      },
    },
    async ({ query, caller }) => {
      const { reason, ledger: id, before, kind, agency, actor, from, until } = query;
      checkReason(reason);
      const ledger = await findLedger(db, id);
      if (ledger === undefined) throw problem('not-found');
      const head = await readHead(db, ledger.no);
      if (head === undefined || (before ?? 0) > head.size) throw problem('beyond-the-head');
      if (before === undefined) {
        const looked = { action: 'entries-viewed', reason, actor: actorOf(caller) } as const;
        const target = { kind: 'agency', id: caller.agency } as const;
        await db.transaction((tx) => record(tx, { ...looked, target }));
      }
      const { rows, next } = await listEntries(db, {
        ...{ ledger: ledger.no, before: before ?? head.size, kind, agency, actor },
        ...{ looks: query.looks ?? false, from: microsOf(from), until: microsOf(until) },
        limit: query.limit ?? LISTED_DEFAULT,
      });
      return { ledgerId: ledger.id, size: head.size, items: rows.map(describe), next };
    },
  );

  http.post<{ Body: { readonly page: string; readonly reason: string } }>(
    '/v1/views',
    {
      onRequest: requireScope('ledger:read'),
      config: { problems: ['names-a-person'] },
      schema: {
        operationId: 'recordView',
        summary: 'Record that somebody looks at a page',
        description:
          'For pages that show what no other route records. Asked before the page is shown.',
        body: VIEW_BODY,
        response: { 204: { type: 'null', description: 'Recorded.' } },
      },
    },
    async ({ body: { page, reason }, caller }, reply) => {
      const target = { kind: 'page', id: page } as const;
      const viewed = { action: 'page-viewed', target, reason, actor: actorOf(caller) } as const;
      await db.transaction((tx) => record(tx, viewed));
      return reply.code(204).send(null);
    },
  );
}

function describe({ ledgerId, index, at, kind, text, subjectKey }: ListedRow) {
  const { facts } = JSON.parse(text) as { readonly facts: Facts };
  const sentence = sayEntry(kind, facts);
  return { ledgerId, index, at: formatMicros(at), kind, sentence, facts, subjectKey };
}

const microsOf = (time: string | undefined): number | undefined =>
  time === undefined ? undefined : Date.parse(time) * MICROS_PER_MS;
