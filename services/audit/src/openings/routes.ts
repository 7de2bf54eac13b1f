import { type Database, requireScope, type Statement, uuidParams } from '@told/service';
import type { FastifyInstance } from 'fastify';

// A case is found by its person, so that it counts as soon as that is looked through.
const READ_STATE: Statement = {
  name: 'audit_read_erasure_state',
  text: `SELECT count(keys) AS known, max(keys) AS keys,
                count(*) FILTER (WHERE subject_key IS NOT NULL OR case_reference IS NOT NULL) AS pending
         FROM erasure WHERE erasure_id = $1`,
};

interface StateRow {
  readonly known: number;
  readonly keys: number | null;
  readonly pending: number;
}

/** GET /v1/erasures/{erasureId}: whether the ledger still opens to anything of the person, for the operator's report. */
export function addErasureState(http: FastifyInstance, { db }: { readonly db: Database }): void {
  http.get<{ Params: { readonly erasureId: string } }>(
    '/v1/erasures/:erasureId',
    {
      onRequest: requireScope('erasure:run'),
      schema: {
        operationId: 'showForgetting',
        summary: 'Whether the ledger has forgotten whom its entries were about',
        description:
          'An erasure that this service has not read of yet is pending, like one that nobody ordered: intake knows which there are.',
        params: uuidParams('erasureId'),
        response: {
          200: {
            description: 'Where it stands.',
            type: 'object',
            required: ['openings'],
            properties: {
              openings: {
                type: 'string',
                enum: ['pending', 'done'],
                description:
                  'done: no entry opens to the person or their cases any more, up to the erasure.',
              },
            },
          },
        },
      },
    },
    async ({ params }) => {
      const [row] = (await db.query<StateRow>(READ_STATE, [params.erasureId])).rows;
      const isDone = row !== undefined && row.known > 0 && row.known >= (row.keys ?? 0);
      return { openings: isDone && row.pending === 0 ? 'done' : 'pending' };
    },
  );
}
