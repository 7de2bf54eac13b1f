import { cutPage, type Database, requireScope } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { readAgency } from '../read-agency.ts';
import { pageAnswer, readIdCursor } from './cursor.ts';
import { showInterest } from './interest.ts';
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
        response: { 200: pageAnswer(interestSchema) },
      },
      config: { problems: ['wrong-agency'] },
    },
    async (request) => {
      const { caller, query } = request;
      const agency = readAgency(caller.agency, query.agency);
      const limit = query.limit ?? PAGE_DEFAULT;
      const found = await listInterests(db, {
        agency,
        after: readIdCursor(query.cursor),
        capacity: query.capacity ?? null,
        caseReference: query.caseReference ?? null,
        on: query.on ?? null,
        limit: limit + 1,
      });
      const { items, next } = cutPage(found, limit, (one) => [one.interestId]);
      return { items: items.map(showInterest), next };
    },
  );
}
