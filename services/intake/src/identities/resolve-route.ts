import { jsonSchemaFor } from '@told/codec';
import { type Database, problem, requireScope } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { completePerson } from './complete-person.ts';
import { type PersonAsked, type PersonResolved, settlePersons } from './resolve-persons.ts';

/** Persons a request. */
const PERSONS_MAX = 500;
const BODY_BYTES_MAX = 512 * 1024;
/** The bus's own services; no agency may turn a NINO into a subject key. */
const OWN_SERVICES = 'told';

/** POST /v1/identities/resolve: identity into subject key and digests, for the bus's own services alone. */
export function addResolveIdentities(
  http: FastifyInstance,
  {
    db,
    resolve,
  }: { readonly db: Database; readonly resolve: (asked: PersonAsked) => PersonResolved },
): void {
  http.post<{ Body: { persons: readonly PersonAsked[] } }>(
    '/v1/identities/resolve',
    {
      onRequest: requireScope('identities:resolve'),
      bodyLimit: BODY_BYTES_MAX,
      schema: {
        operationId: 'resolveIdentities',
        summary: 'Turn persons into subject keys and digests',
        description: 'For services of the bus alone. Answers in the order asked.',
        body: {
          type: 'object',
          additionalProperties: false,
          required: ['persons'],
          properties: {
            persons: {
              type: 'array',
              minItems: 1,
              maxItems: PERSONS_MAX,
              items: {
                type: 'object',
                additionalProperties: false,
                required: ['agency', 'caseReference', 'person'],
                properties: {
                  agency: { type: 'string', maxLength: 40 },
                  caseReference: { type: 'string', maxLength: 40 },
                  person: jsonSchemaFor('Person'),
                },
              },
            },
          },
        },
        response: { 200: { description: 'One result a person.', type: 'object' } },
      },
      config: { problems: ['wrong-agency'] },
    },
    async (request) => {
      if (request.caller.agency !== OWN_SERVICES) throw problem('wrong-agency');
      const asked = request.body.persons.map((one) => ({
        ...one,
        person: completePerson(one.person),
      }));
      const read = asked.map(resolve);
      return { results: await db.transaction((tx) => settlePersons(tx, asked, read)) };
    },
  );
}
