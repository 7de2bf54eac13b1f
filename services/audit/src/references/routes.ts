import { type Database, requireScope } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { findEntries, type WantedEntry } from './queries.ts';

/** A page of what another service names. */
const ITEMS_MAX = 500;
const PG_INTEGER_MAX = 2_147_483_647;

const uuid = { type: 'string', format: 'uuid' } as const;
const number = { type: 'integer', minimum: 1, maximum: PG_INTEGER_MAX } as const;
const at = {
  type: 'integer',
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Microseconds since 1970, as the record says.',
} as const;

const named = (kind: string, properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  additionalProperties: false,
  required: ['kind', ...Object.keys(properties)],
  properties: { kind: { type: 'string', const: kind }, ...properties },
});

/** POST /v1/ledger/references: where in the ledger the entries of records are that another service names, such as the gateway in a withdrawal's proof. */
export function addReferenceRoute(http: FastifyInstance, { db }: { readonly db: Database }): void {
  http.post<{ Body: { readonly items: readonly WantedEntry[] } }>(
    '/v1/ledger/references',
    {
      onRequest: requireScope('ledger:read'),
      schema: {
        operationId: 'findReferences',
        summary: 'Where in the ledger the entries of these records are',
        description:
          'In the order asked; null for what the ledger has not, or no head covers yet. `GET /v1/ledger/proofs/inclusion` proves each.',
        body: {
          type: 'object',
          additionalProperties: false,
          required: ['items'],
          properties: {
            items: {
              type: 'array',
              minItems: 1,
              maxItems: ITEMS_MAX,
              items: {
                oneOf: [
                  named('consent', { at, consentId: uuid, version: number }),
                  named('decision', { changeId: uuid, run: number }),
                  named('outcome', { at, releaseId: uuid, outcomeNo: number }),
                ],
              },
            },
          },
        },
        response: {
          200: {
            description: 'As many as were asked for.',
            type: 'object',
            properties: {
              items: {
                type: 'array',
                items: {
                  type: ['object', 'null'],
                  properties: { ledgerId: { type: 'string' }, index: { type: 'integer' } },
                },
              },
            },
          },
        },
      },
    },
    async ({ body }) => ({ items: await findEntries(db, body.items) }),
  );
}
