import { type Database, problem, requireScope } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { type StoredInterest, showInterest } from './interest.ts';
import { interestSchema, listQuerySchema } from './interest-schemas.ts';
import { listInterests } from './queries.ts';

interface ListQuery {
  readonly cursor?: string;
  readonly limit?: number;
  readonly capacity?: string;
  readonly caseReference?: string;
  readonly on?: string;
  readonly agency?: string;
}

const PAGE_DEFAULT = 100;
const AUDITOR = 'auditor';
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** GET /v1/interests: an agency's own, page by page. An auditor names the agency. */
export function addList(http: FastifyInstance, db: Database): void {
  http.get<{ Querystring: ListQuery }>(
    '/v1/interests',
    {
      onRequest: requireScope('interests:read'),
      schema: {
        operationId: 'listInterests',
        summary: "List the agency's own interests",
        querystring: listQuerySchema,
        response: {
          200: {
            description: 'A page.',
            type: 'object',
            properties: {
              items: { type: 'array', items: interestSchema },
              next: { type: ['string', 'null'], description: 'Cursor of the next page.' },
            },
          },
        },
      },
      config: { problems: ['wrong-agency'] },
    },
    async (request) => {
      const { caller, query } = request;
      const agency = caller.agency === AUDITOR ? (query.agency ?? AUDITOR) : caller.agency;
      if (query.agency !== undefined && query.agency !== agency) throw problem('wrong-agency');
      const limit = query.limit ?? PAGE_DEFAULT;
      const found = await listInterests(db, {
        agency,
        after: readCursor(query.cursor),
        capacity: query.capacity ?? null,
        caseReference: query.caseReference ?? null,
        on: query.on ?? null,
        limit: limit + 1,
      });
      const page = found.slice(0, limit);
      return {
        items: page.map(showInterest),
        next: found.length > limit ? writeCursor(page.at(-1)) : null,
      };
    },
  );
}

function readCursor(cursor: string | undefined): string {
  if (cursor === undefined) return FIRST_ID;
  const id = Buffer.from(cursor, 'base64url').toString();
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  throw problem('invalid-request', {
    errors: [{ pointer: '/query/cursor', code: 'pattern', detail: 'must be the next of a page' }],
  });
}

function writeCursor(last: StoredInterest | undefined): string | null {
  return last === undefined ? null : Buffer.from(last.interestId).toString('base64url');
}
