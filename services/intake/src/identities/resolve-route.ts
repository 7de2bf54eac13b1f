import { jsonSchemaFor, type Person } from '@told/codec';
import {
  type Database,
  failpoint,
  OWN_SERVICES,
  problem,
  problemOfFields,
  requireScope,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { completePerson } from './complete-person.ts';
import type { PersonAsked, PersonReader } from './read-person.ts';
import { type ResolvePorts, resolveAll } from './resolve-persons.ts';

/** Persons a request. */
const PERSONS_MAX = 500;
const BODY_BYTES_MAX = 512 * 1024;

interface PersonBody {
  readonly agency: string;
  readonly caseReference?: string;
  readonly person: Partial<Person>;
  readonly purpose?: 'interest' | 'find';
  readonly relink?: boolean;
  readonly beside?: boolean;
  readonly subjectKey?: string;
}

/** POST /v1/identities/resolve: identity into subject key and digests, for the bus's own services alone. */
export function addResolveIdentities(
  http: FastifyInstance,
  ports: Omit<ResolvePorts, 'randomSubjectKey' | 'digestsOfNobody'> & {
    readonly db: Database;
    readonly reader: PersonReader;
  },
): void {
  const { db, reader } = ports;
  const { randomSubjectKey, digestsOfNobody } = reader;
  const resolvePorts = { ...ports, randomSubjectKey, digestsOfNobody };
  http.post<{ Body: { persons: readonly PersonBody[] } }>(
    '/v1/identities/resolve',
    {
      onRequest: requireScope('identities:resolve'),
      bodyLimit: BODY_BYTES_MAX,
      schema: {
        operationId: 'resolveIdentities',
        summary: 'Turn persons into subject keys and digests',
        description:
          'For services of the bus alone. Answers in the order asked: by number; without one, by the agency’s case. An interest makes a key for a person without a number, and remembers whom its case is about.',
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
                required: ['agency', 'person'],
                properties: {
                  agency: { type: 'string', maxLength: 40 },
                  caseReference: { type: 'string', maxLength: 40 },
                  person: jsonSchemaFor('Person'),
                  purpose: {
                    type: 'string',
                    enum: ['interest', 'find'],
                    description:
                      'interest: the case is registered as this person’s. find: nothing is made or remembered. Left out: as interest, and refused without a number.',
                  },
                  relink: {
                    type: 'boolean',
                    description: 'The case’s link to another person was recalled as wrong.',
                  },
                  beside: {
                    type: 'boolean',
                    description:
                      'The case is another person’s, and this one stands beside them, as a partner does: it is not taken from anybody, nor is anybody’s key ended.',
                  },
                  subjectKey: {
                    type: 'string',
                    pattern: '^[0-9a-f]{32}$',
                    description:
                      'Instead of a number: an officer has confirmed that the case is this person’s.',
                  },
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
      // No agency may turn a NINO into a subject key.
      if (request.caller.agency !== OWN_SERVICES) throw problem('wrong-agency');
      const asked = request.body.persons.map(completeAsked);
      const missing = asked.flatMap(({ purpose, caseReference }, index) =>
        purpose !== 'find' && caseReference === null
          ? [{ pointer: `/persons/${index}/caseReference`, code: 'required' as const }]
          : [],
      );
      if (missing.length > 0) throw problemOfFields(missing);
      const read = asked.map((one) => reader.read(one));
      const results = await resolveAll(db, read, resolvePorts);
      failpoint('identities-resolved');
      return { results };
    },
  );
}

function completeAsked({ person, ...asked }: PersonBody): PersonAsked {
  return {
    ...{
      caseReference: null,
      purpose: null,
      relink: false,
      beside: false,
      subjectKey: null,
      ...asked,
    },
    person: completePerson(person),
  };
}
