import {
  type Database,
  OWN_SERVICES,
  problem,
  requireScope,
  type Transaction,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { lockSubjects } from '../decisions/queries.ts';
import { type TakeBackPorts, takeBack } from '../releases/take-back.ts';
import { subjectKey, uuid } from '../schema-parts.ts';
import { countAnswers, findGiven } from './queries.ts';

export interface ErasurePorts extends TakeBackPorts {
  readonly db: Database;
  /** The first lock of the transaction. */
  lockFence(tx: Transaction): Promise<unknown>;
}

interface Erased {
  readonly subjectKeys: readonly string[];
  readonly changeIds: readonly string[];
}

/** Changes a request; intake asks again for more. */
const CHANGES_MAX = 500;
const KEYS_MAX = 100;

const erasedSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['subjectKeys', 'changeIds'],
  properties: {
    subjectKeys: {
      type: 'array',
      minItems: 1,
      maxItems: KEYS_MAX,
      items: subjectKey,
      description: 'Every key of the person.',
    },
    changeIds: {
      type: 'array',
      maxItems: CHANGES_MAX,
      items: uuid,
      description: 'Of what was told of the person, what is erased.',
    },
  },
} as const;

/**
 * What erasing a person asks of the gateway, once the keys are destroyed: whoever was given something is told to erase it, and who has answered is
 * counted. What is decided from now on finds the bodies erased.
 */
export function addErasureRoutes(http: FastifyInstance, ports: ErasurePorts): void {
  const { db } = ports;
  http.post<{ Body: Erased }>(
    '/v1/erasures',
    {
      onRequest: requireScope('erasures:tell'),
      schema: {
        operationId: 'tellErasure',
        summary: 'Tell whoever was given something of these changes to erase it',
        description:
          'For the services of the bus, once nobody can open the changes any more. May be repeated: nobody is told twice.',
        body: erasedSchema,
        response: {
          200: {
            description: 'Told.',
            type: 'object',
            properties: {
              followed: { type: 'integer', description: 'Releases followed by one that says so.' },
              inPlace: { type: 'integer', description: 'Releases made void before they left.' },
            },
          },
        },
      },
      config: { problems: ['wrong-agency'] },
    },
    async ({ caller, body }) => {
      // Nobody else may have what was given taken back.
      if (caller.agency !== OWN_SERVICES) throw problem('wrong-agency');
      return db.transaction((tx) => tellErasure(tx, ports, body));
    },
  );
  http.post<{ Body: Erased }>(
    '/v1/erasures/answers',
    {
      onRequest: requireScope('erasures:tell'),
      schema: {
        operationId: 'countErasureAnswers',
        summary: 'Who was told to erase these changes, and who has answered',
        description: 'For the services of the bus.',
        body: erasedSchema,
        response: { 200: { description: 'By agency.', type: 'object' } },
      },
      config: { problems: ['wrong-agency'] },
    },
    async ({ caller, body }) => {
      if (caller.agency !== OWN_SERVICES) throw problem('wrong-agency');
      return { recipients: await countAnswers(db, body.changeIds) };
    },
  );
}

/** Waits for the decisions under way about the person: what they gave is taken back too, and those that come after find nothing to give. */
async function tellErasure(tx: Transaction, ports: ErasurePorts, erased: Erased) {
  await ports.lockFence(tx);
  await lockSubjects(tx, [...new Set(erased.subjectKeys)].sort(), { toChange: true });
  return takeBack(tx, ports, await findGiven(tx, erased.changeIds));
}
