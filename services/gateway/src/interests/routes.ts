import { createBatcher, type Database, type Problem, problem, requireScope } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { addBulk, type Kept, type Register } from './bulk-route.ts';
import { type Registered, type Registration, showInterest } from './interest.ts';
import {
  endSchema,
  type InterestJson,
  interestSchema,
  registrationSchema,
} from './interest-schemas.ts';
import { addList } from './list-route.ts';
import { endInterest, type InterestPorts, registerInterests } from './register-interests.ts';
import type { PersonResolver } from './resolve-persons.ts';

export interface InterestRoutePorts extends InterestPorts {
  readonly db: Database;
  readonly resolve: PersonResolver;
  readonly agencies: ReadonlySet<string>;
}

/** Interests a transaction. */
const BATCH_MAX = 500;
const WAITING_MAX = 10_000;

/** Registering, listing and ending an agency's own interests. Registrations of the same moment share a transaction. */
export function addInterestRoutes(
  http: FastifyInstance,
  ports: InterestRoutePorts,
): { drain(): Promise<void> } {
  const keep = createBatcher<Registration, Registered>({
    run: (wanted) => ports.db.transaction((tx) => registerInterests(tx, wanted, ports)),
    maxItems: BATCH_MAX,
    maxQueued: WAITING_MAX,
    lingerMs: 0,
  });
  const register = async (agency: string, asked: InterestJson): Promise<Kept> => {
    const registration = await readRegistration(agency, asked, ports.resolve);
    const kept = await keep(registration);
    if (kept.kind === 'other-person') throw otherPerson();
    return kept;
  };
  addRegister(http, ports, register);
  addBulk(http, ports.agencies, register);
  addList(http, ports.db);
  addEnd(http, ports);
  return {
    async drain() {
      await ports.resolve.drain();
      await keep.drain();
    },
  };
}

function addRegister(http: FastifyInstance, ports: InterestRoutePorts, register: Register): void {
  http.post<{ Body: InterestJson }>(
    '/v1/interests',
    {
      onRequest: requireScope('interests:write'),
      schema: {
        operationId: 'registerInterest',
        summary: "Register an interest in a person, for the agency's own case",
        description:
          'Idempotent by capacity and case reference: again with another period or other particulars, it is changed.',
        body: registrationSchema,
        response: {
          200: { description: 'Known before.', ...interestSchema },
          201: { description: 'Registered.', ...interestSchema },
        },
      },
      config: {
        problems: [
          'unknown-agency',
          'date-order',
          'nino-malformed',
          'nino-temporary',
          'nino-administrative',
          'nino-prefix',
          'nino-foreign-mode',
          'busy',
        ],
      },
    },
    async (request, reply) => {
      const { agency } = request.caller;
      if (!ports.agencies.has(agency)) throw problem('unknown-agency');
      const { kind, interest } = await register(agency, request.body);
      return reply.code(kind === 'registered' ? 201 : 200).send(showInterest(interest));
    },
  );
}

function addEnd(http: FastifyInstance, ports: InterestRoutePorts): void {
  http.post<{ Params: { interestId: string }; Body: { until: string } }>(
    '/v1/interests/:interestId/end',
    {
      onRequest: requireScope('interests:write'),
      schema: {
        operationId: 'endInterest',
        summary: "End one of the agency's own interests",
        description: 'A change that occurred on or before the last day still reaches it.',
        params: {
          type: 'object',
          additionalProperties: false,
          required: ['interestId'],
          properties: { interestId: { type: 'string', format: 'uuid' } },
        },
        body: endSchema,
        response: { 200: { description: 'Ended.', ...interestSchema } },
      },
      config: { problems: ['interest-unknown', 'date-order'] },
    },
    async (request) => {
      const end = {
        interestId: request.params.interestId,
        agency: request.caller.agency,
        until: request.body.until,
      };
      const ended = await ports.db.transaction((tx) => endInterest(tx, end, ports));
      if (!('interest' in ended)) {
        throw ended.kind === 'date-order' ? dateOrder('/until') : problem('interest-unknown');
      }
      return showInterest(ended.interest);
    },
  );
}

async function readRegistration(
  agency: string,
  asked: InterestJson,
  resolve: PersonResolver,
): Promise<Registration> {
  const { capacity, caseReference, from, until = null } = asked;
  if (until !== null && until < from) throw dateOrder('/until');
  const {
    nino = null,
    surname = null,
    forename = null,
    birthDate = null,
    postcode = null,
  } = asked.person;
  const person = { nino, surname, forename, birthDate, postcode };
  const { subjectKey, digests, state } = await resolve({ agency, caseReference, person });
  return {
    agency,
    capacity,
    caseReference,
    subjectKey,
    state,
    matched: 'nino',
    identityDigests: digests,
    from,
    until,
  };
}

function dateOrder(pointer: string): Problem {
  return problem('date-order', {
    errors: [{ pointer, code: 'date-order', detail: 'must not be before from' }],
  });
}

function otherPerson(): Problem {
  return problem('invalid-request', {
    detail: 'This case is registered for another person; a person must look.',
    errors: [
      {
        pointer: '/person',
        code: 'invalid-request',
        detail: 'is not whom this case is registered for',
      },
    ],
  });
}
