import { actorOf, problem, requireScope, uuidParams } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { findNamed, type NamedPerson, namedPersonSchema } from '../identities/find-named.ts';
import type { PersonReader } from '../identities/read-person.ts';
import { type CarryOutPorts, carryOut } from './carry-out.ts';
import { describeErasure, type ReportPorts } from './describe-erasure.ts';
import { type Erasure, findErasure } from './erasure-queries.ts';
import { erasureSchema } from './erasure-schemas.ts';
import { foreseeErasure } from './foresee-erasure.ts';
import { type OrderPorts, orderErasure } from './order-erasure.ts';

export interface ErasurePorts extends OrderPorts, ReportPorts, Omit<CarryOutPorts, 'keys'> {
  readonly reader: PersonReader;
}

interface Asked extends NamedPerson {
  readonly reason: string;
  readonly dryRun?: boolean;
}

const askedSchema = {
  ...namedPersonSchema,
  properties: {
    ...namedPersonSchema.properties,
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
      config: { problems: ['names-a-person', 'nothing-sealed', 'person-unknown', 'held'] },
    },
    async ({ caller, body: { reason, dryRun = false, ...named } }) => {
      const subjectKey = await findNamed(ports, named);
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
        params: uuidParams('erasureId'),
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
