import { jsonSchemaFor, type Person } from '@told/codec';
import { actorOf, problem, problemOfFields, reasonSchema, requireScope } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { findPeople, personOf } from '../acceptance/people.ts';
import { completePerson } from '../identities/complete-person.ts';
import type { PersonReader } from '../identities/read-person.ts';
import { lookUpPersons } from '../identities/resolve-persons.ts';
import { type CarryOutPorts, carryOut } from './carry-out.ts';
import { describeErasure, type ReportPorts } from './describe-erasure.ts';
import { type Erasure, findErasure } from './erasure-queries.ts';
import { erasureSchema } from './erasure-schemas.ts';
import { foreseeErasure } from './foresee-erasure.ts';
import { type OrderPorts, orderErasure } from './order-erasure.ts';

export interface ErasurePorts extends OrderPorts, ReportPorts, Omit<CarryOutPorts, 'keys'> {
  readonly reader: PersonReader;
}

interface Asked {
  readonly person?: Partial<Person>;
  readonly agency?: string;
  readonly caseReference?: string;
  readonly subjectKey?: string;
  readonly reason: string;
  readonly dryRun?: boolean;
}

const paramsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['erasureId'],
  properties: { erasureId: { type: 'string', format: 'uuid' } },
} as const;

const askedSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['reason'],
  properties: {
    person: jsonSchemaFor('Person'),
    agency: { type: 'string', maxLength: 40, description: 'Whose case it is.' },
    caseReference: {
      type: 'string',
      maxLength: 40,
      description: 'Instead of a number: whoever this case of that agency is about.',
    },
    subjectKey: {
      type: 'string',
      pattern: '^[0-9a-f]{32}$',
      description: 'Instead of either: the key that the bus knows the person by.',
    },
    reason: reasonSchema,
    dryRun: { type: 'boolean', description: 'Only count what would be erased.' },
  },
} as const;

/** Erasing a person, for the operator: the bodies of all that was told of them until now. */
export function addErasures(http: FastifyInstance, ports: ErasurePorts): void {
  http.post<{ Body: Asked }>(
    '/v1/erasures',
    {
      onRequest: requireScope('erasure:run'),
      schema: {
        operationId: 'erasePerson',
        summary: 'Erase what was told of a person until now',
        description:
          'Destroys the keys of the bodies, for good, and has whoever was given something told. Asked again, it goes on where it stands, or answers with what is done. What is told of the person later is sealed with another key.',
        body: askedSchema,
        response: { 200: { description: 'Where it stands.', ...erasureSchema } },
      },
      config: { problems: ['names-a-person', 'nothing-sealed', 'person-unknown'] },
    },
    async ({ caller, body: { reason, dryRun = false, ...named } }) => {
      const subjectKey = await findPerson(ports, named);
      if (dryRun) return foreseeErasure(ports, { subjectKey, reason });
      const erasure = await orderErasure(ports, { subjectKey, reason, actor: actorOf(caller) });
      return describeErasure(ports, await goOn(ports, erasure));
    },
  );
  http.get<{ Params: { readonly erasureId: string } }>(
    '/v1/erasures/:erasureId',
    {
      onRequest: requireScope('erasure:run'),
      schema: {
        operationId: 'showErasure',
        summary: 'What was destroyed, what remains until when, who was told and who answered',
        params: paramsSchema,
        response: { 200: { description: 'Where it stands.', ...erasureSchema } },
      },
      config: { problems: ['not-found'] },
    },
    async ({ params }) => {
      const erasure = await findErasure(ports.db, params.erasureId);
      if (erasure === undefined) throw problem('not-found');
      return describeErasure(ports, erasure);
    },
  );
}

/** As far as it goes now: it was ordered, and what is left is done once whoever is away comes back. */
async function goOn({ keys, ...ports }: ErasurePorts, erasure: Erasure): Promise<Erasure> {
  if (keys === undefined) throw problem('nothing-sealed');
  return carryOut({ ...ports, keys }, erasure.erasureId);
}

/** The key that the person goes by. Throws the problem `person-unknown`, or the one of the number. */
async function findPerson(
  ports: ErasurePorts,
  { person = {}, agency = '', caseReference, subjectKey }: Omit<Asked, 'reason' | 'dryRun'>,
): Promise<string> {
  const ways = [person.nino ?? undefined, caseReference, subjectKey];
  if (ways.filter((one) => one !== undefined).length !== 1) {
    throw problem('invalid-request', {
      detail: 'A person is named by number, by case or by key, and by one of them.',
    });
  }
  if (subjectKey !== undefined) {
    return personOf(await findPeople(ports.db, [[subjectKey]]), subjectKey);
  }
  const asked = {
    ...{ agency, caseReference: caseReference ?? null, person: completePerson(person) },
    ...{ purpose: 'find' as const, relink: false, beside: false, subjectKey: null },
  };
  const [found] = await lookUpPersons(ports.db, [ports.reader.read(asked)]);
  if (found === undefined) throw problem('person-unknown');
  if ('subjectKey' in found) return found.subjectKey;
  const { code } = found;
  throw code === 'person-unknown' || code === 'nino-missing'
    ? problem('person-unknown')
    : problemOfFields([{ pointer: '/person/nino', code }]);
}
