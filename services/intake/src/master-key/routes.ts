import {
  actorOf,
  type Clock,
  checkReason,
  type Database,
  type KeyService,
  problem,
  reasonSchema,
  requireScope,
  type Transaction,
  type WantedAction,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { rewrapKeys } from './rewrap-keys.ts';

export interface KeyRoutePorts {
  readonly db: Database;
  readonly clock: Clock;
  /** Undefined: nothing is sealed here. */
  readonly keys: KeyService | undefined;
  readonly record: (tx: Transaction, action: WantedAction) => Promise<unknown>;
}

const count = (description: string) => ({ type: 'integer', minimum: 0, description }) as const;
const fingerprint = (description: string) => ({ type: 'string', description }) as const;
const IN_USE = 'Names the master key that data keys are wrapped with now.';

const DESCRIBED = {
  type: 'object',
  additionalProperties: false,
  properties: {
    storeId: { type: 'string' },
    masterKey: fingerprint(IN_USE),
    given: {
      type: 'array',
      items: { type: 'string' },
      description: 'Names those that this instance was given, the one to go on with first.',
    },
  },
} as const;

const REWRAPPED = {
  type: 'object',
  additionalProperties: false,
  properties: {
    masterKey: fingerprint(IN_USE),
    rewrapped: count('Data keys that were wrapped with an earlier one until now.'),
    standing: count('Data keys looked at that are not destroyed.'),
    damaged: count('Those of them that none of the master keys opens.'),
    next: { type: ['integer', 'null'], description: 'Where to go on; null: all were looked at.' },
  },
} as const;

/** The keys that bodies are sealed with, for operators: never a key, and never whose. */
export function addKeyRoutes(http: FastifyInstance, ports: KeyRoutePorts): void {
  http.get(
    '/v1/keys',
    {
      onRequest: requireScope('operations:read'),
      config: { problems: ['nothing-sealed'] },
      schema: {
        operationId: 'describeKeys',
        summary: 'Which master key the data keys are wrapped with, and which there are',
        response: { 200: { description: 'Their names.', ...DESCRIBED } },
      },
    },
    async () => keysOf(ports).describe(),
  );
  http.post<{ Body: { readonly from?: number; readonly reason: string } }>(
    '/v1/keys/rewrap',
    {
      onRequest: requireScope('operations:write'),
      config: { problems: ['nothing-sealed', 'names-a-person'] },
      schema: {
        operationId: 'rewrapKeys',
        summary: 'Wrap data keys anew with the first of the master keys that the service was given',
        description:
          'For two seconds at most: ask again from where it ended. Cut anywhere, each data key is wrapped with one master key or the other, and both open it.',
        body: {
          type: 'object',
          additionalProperties: false,
          required: ['reason'],
          properties: {
            reason: reasonSchema,
            from: {
              ...{ type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
              description: 'Where to begin: what the answer before called next.',
            },
          },
        },
        response: { 200: { description: 'How far it came.', ...REWRAPPED } },
      },
    },
    async ({ body: { from, reason }, caller }) => {
      checkReason(reason);
      const keys = keysOf(ports);
      const { storeId } = await keys.describe();
      return rewrapKeys(
        {
          ...{ db: ports.db, keys, nowMs: ports.clock.nowMs },
          onBegun: (tx) =>
            ports.record(tx, {
              ...{ action: 'master-key-rotated', target: { kind: 'key-store', id: storeId } },
              ...{ reason, actor: actorOf(caller) },
            }),
        },
        from,
      );
    },
  );
}

function keysOf({ keys }: KeyRoutePorts): KeyService {
  if (keys === undefined) throw problem('nothing-sealed');
  return keys;
}
