import type { Codec } from '@told/codec';
import { type Database, type OpenBodies, OWN_SERVICES, problem, requireScope } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { findPeople, personOf } from '../acceptance/people.ts';
import { findKeysOf } from '../erasures/erasure-queries.ts';
import { type Place, readTold } from './read-told.ts';

export interface ToldPorts {
  readonly db: Database;
  readonly codec: Codec;
  readonly openBodies: OpenBodies;
}

const subjectKeySchema = { type: 'string', pattern: '^[0-9a-f]{32}$' } as const;
const placeSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['subjectKey', 'changeSequence'],
  properties: { subjectKey: subjectKeySchema, changeSequence: { type: 'integer', minimum: 0 } },
} as const;

/** POST /v1/people/told: what was told of a person, opened, for whoever answers a request for access. */
export function addReadTold(http: FastifyInstance, ports: ToldPorts): void {
  http.post<{ Body: { readonly subjectKey: string; readonly after?: Place } }>(
    '/v1/people/told',
    {
      onRequest: requireScope('bodies:open'),
      config: { problems: ['wrong-agency', 'dependency-unavailable'] },
      schema: {
        operationId: 'readTold',
        summary: 'What was told of a person, under all keys of theirs',
        description:
          'For the service that answers a person’s request for access, alone. A page at a time; what was erased has no body.',
        body: {
          type: 'object',
          additionalProperties: false,
          required: ['subjectKey'],
          properties: { subjectKey: subjectKeySchema, after: placeSchema },
        },
        response: {
          200: {
            description:
              'Changes in the order of their acceptance, and where the next page begins.',
            type: 'object',
            required: ['subjectKeys', 'items', 'next'],
            properties: {
              subjectKeys: { type: 'array', items: subjectKeySchema },
              items: { type: 'array', items: { type: 'object', additionalProperties: true } },
              next: { anyOf: [{ type: 'null' }, placeSchema] },
            },
          },
        },
      },
    },
    async ({ caller, body: { subjectKey, after } }) => {
      // What a person was told about is in clear in the answer.
      if (caller.agency !== OWN_SERVICES) throw problem('wrong-agency');
      const person = personOf(await findPeople(ports.db, [[subjectKey]]), subjectKey);
      const subjectKeys = await findKeysOf(ports.db, person);
      return { subjectKeys, ...(await readTold(ports, subjectKeys, after)) };
    },
  );
}
