import {
  actorOf,
  OWN_SERVICES,
  problem,
  reasonBodySchema,
  requireScope,
  uuidParams,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { findNamed, type NamedPerson, namedPersonSchema } from '../identities/find-named.ts';
import type { PersonReader } from '../identities/read-person.ts';
import { type Hold, listHolds, readHeldKeys } from './hold-queries.ts';
import { type HoldPorts, placeHold, releaseHold } from './keep-holds.ts';

const HOLDS_MAX = 500;
/** Beyond it nothing is deleted by age. */
const KEYS_MAX = 100_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

const text = { type: 'string' } as const;
const time = { type: 'string', format: 'date-time' } as const;
const holdSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    holdId: { ...text, format: 'uuid' },
    subjectKey: text,
    reason: text,
    heldBy: text,
    heldAt: time,
    releasedAt: { ...time, type: ['string', 'null'], description: 'null: it stands.' },
  },
} as const;

/** Legal holds, for the operator: while one stands, nothing of the person is erased. */
export function addHolds(
  http: FastifyInstance,
  ports: HoldPorts & { readonly reader: PersonReader },
): void {
  const onRequest = requireScope('retention:run');
  addHeldKeys(http, ports);
  http.post<{ Body: NamedPerson & { readonly reason: string } }>(
    '/v1/holds',
    {
      onRequest,
      config: { problems: ['names-a-person', 'person-unknown', 'erasure-under-way'] },
      schema: {
        operationId: 'holdPerson',
        summary: 'Hold a person: nothing of them is erased until the hold is released',
        body: namedPersonSchema,
        response: { 200: { description: 'The hold.', ...holdSchema } },
      },
    },
    async ({ caller, body: { reason, ...named } }) => {
      const subjectKey = await findNamed(ports, named);
      return describeHold(await placeHold(ports, { subjectKey, reason, actor: actorOf(caller) }));
    },
  );
  http.post<{ Params: { readonly holdId: string }; Body: { readonly reason: string } }>(
    '/v1/holds/:holdId/release',
    {
      onRequest,
      config: { problems: ['names-a-person', 'not-found'] },
      schema: {
        operationId: 'releaseHold',
        summary: 'Release a hold',
        description: 'One that was released before is answered as it is.',
        params: uuidParams('holdId'),
        body: reasonBodySchema,
        response: { 200: { description: 'The hold.', ...holdSchema } },
      },
    },
    async ({ caller, params: { holdId }, body: { reason } }) =>
      describeHold(await releaseHold(ports, { holdId, reason, actor: actorOf(caller) })),
  );
  http.get<{ Querystring: { readonly after?: string } }>(
    '/v1/holds',
    {
      onRequest,
      schema: {
        operationId: 'listHolds',
        summary: 'The holds that stand',
        querystring: {
          type: 'object',
          additionalProperties: false,
          properties: {
            after: { ...text, format: 'uuid', description: 'The `next` of the page before.' },
          },
        },
        response: {
          200: {
            description: 'A page, and where the next one begins.',
            type: 'object',
            required: ['items', 'next'],
            properties: {
              items: { type: 'array', items: holdSchema },
              next: { type: ['string', 'null'] },
            },
          },
        },
      },
    },
    async ({ query: { after = BEFORE_ALL } }) => {
      const items = await listHolds(ports.db, { after, limit: HOLDS_MAX });
      return {
        items: items.map(describeHold),
        next: items.length < HOLDS_MAX ? null : (items.at(-1)?.holdId ?? null),
      };
    },
  );
}

function addHeldKeys(http: FastifyInstance, { db }: Pick<HoldPorts, 'db'>): void {
  http.get(
    '/v1/holds/keys',
    {
      onRequest: requireScope('holds:read'),
      config: { problems: ['wrong-agency'] },
      schema: {
        operationId: 'listHeldKeys',
        summary: 'Every key of everybody who is held',
        description: 'For the services of the bus, which delete nothing of them.',
        response: {
          200: {
            description: 'The keys.',
            type: 'object',
            required: ['subjectKeys'],
            properties: { subjectKeys: { type: 'array', items: text } },
          },
        },
      },
    },
    async ({ caller }) => {
      if (caller.agency !== OWN_SERVICES) throw problem('wrong-agency');
      const subjectKeys = await readHeldKeys(db, KEYS_MAX + 1);
      if (subjectKeys.length > KEYS_MAX)
        throw new RangeError('more people are held than a list holds');
      return { subjectKeys };
    },
  );
}

const describeHold = ({ heldAt, releasedAt, ...hold }: Hold) => ({
  ...hold,
  heldAt: heldAt.toISOString(),
  releasedAt: releasedAt?.toISOString() ?? null,
});
