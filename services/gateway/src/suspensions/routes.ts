import type { AgreementSet } from '@told/agreements';
import type { Suspension } from '@told/codec';
import {
  type ActionPorts,
  actorOf,
  checkReason,
  type Database,
  instantOf,
  problem,
  reasonBodySchema,
  recordAction,
  requireScope,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { type KeptSuspension, keepSuspension, type SuspensionPorts } from './keep-suspension.ts';
import { listSuspensions } from './list-suspensions.ts';
import type { SuspensionTarget } from './read-suspensions.ts';

export interface SuspensionRoutePorts extends SuspensionPorts, ActionPorts {
  readonly db: Database;
  readonly agreements: AgreementSet;
  /** The agencies of the bus. */
  readonly agencies: ReadonlySet<string>;
}

/** The newest; a deployment suspends a handful of times a year. */
const SUSPENSIONS_MAX = 1_000;

const paramsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id'],
  properties: { id: { type: 'string', pattern: '^[a-z][a-z0-9-]{1,59}$' } },
} as const;

const suspensionSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    target: { type: 'string', enum: ['agreement', 'agency'] },
    id: { type: 'string' },
    action: { type: 'string', enum: ['suspended', 'resumed'] },
    version: { type: 'integer', description: 'No decision with it or a later one rests on it.' },
    reason: { type: 'string' },
    recordedAt: { type: 'string', description: 'RFC 3339.' },
  },
} as const;

const keptSchema = {
  ...suspensionSchema,
  properties: {
    ...suspensionSchema.properties,
    changed: { type: 'boolean', description: 'False when it stood so before.' },
  },
} as const;

/** Suspending and resuming agreements and agencies at once, for the operator, and what was ever suspended. */
export function addSuspensionRoutes(http: FastifyInstance, ports: SuspensionRoutePorts): void {
  const ids = new Set(ports.agreements.agreements.map((one) => one.id));
  const known: Readonly<Record<SuspensionTarget, (id: string) => boolean>> = {
    agreement: (id) => ids.has(id),
    agency: (id) => ports.agencies.has(id),
  };
  for (const target of ['agreement', 'agency'] as const) {
    for (const action of ['suspended', 'resumed'] as const) {
      addSuspend(http, ports, { target, action, isKnown: known[target] });
    }
  }
  addList(http, ports.db);
}

interface Route {
  readonly target: SuspensionTarget;
  readonly action: Suspension['action'];
  readonly isKnown: (id: string) => boolean;
}

const WORDS = {
  agreement: { path: 'agreements', noun: 'Agreement', unknown: 'agreement-unknown' },
  agency: { path: 'agencies', noun: 'Agency', unknown: 'unknown-agency' },
  suspended: { path: 'suspend', summary: 'Suspend' },
  resumed: { path: 'resume', summary: 'Resume' },
} as const;

function addSuspend(
  http: FastifyInstance,
  ports: SuspensionRoutePorts,
  { target, action, isKnown }: Route,
): void {
  const { path, noun, unknown } = WORDS[target];
  const verb = WORDS[action];
  http.post<{ Params: { id: string }; Body: { reason: string } }>(
    `/v1/${path}/:id/${verb.path}`,
    {
      onRequest: requireScope('operations:write'),
      schema: {
        operationId: `${verb.path}${noun}`,
        summary: `${verb.summary} an ${target} at once`,
        description:
          'Waits for the decisions under way; it counts for every one after. The same again changes nothing.',
        params: paramsSchema,
        body: reasonBodySchema,
        response: { 200: { description: 'How it stands.', ...keptSchema } },
      },
      config: { problems: [unknown, 'names-a-person'] },
    },
    async (request) => {
      const { id } = request.params;
      const { reason } = request.body;
      if (!isKnown(id)) throw problem(unknown);
      checkReason(reason);
      const wanted = { target, id, action, reason };
      const actor = actorOf(request.caller);
      const kept = await ports.db.transaction(async (tx) => {
        const found = await keepSuspension(tx, wanted, ports);
        if (found.kind === 'kept') {
          const what = `${target}-${action}` as const;
          const done = { action: what, target: { kind: target, id }, reason, actor };
          await recordAction(tx, done, ports);
        }
        return found;
      });
      return describeKept(kept, wanted);
    },
  );
}

/** What was never suspended is resumed since ever: version 0, and no moment. */
function describeKept(
  { kind, suspension }: KeptSuspension,
  wanted: {
    readonly target: SuspensionTarget;
    readonly id: string;
    readonly action: Suspension['action'];
  },
) {
  const { target, id, action } = wanted;
  const changed = kind === 'kept';
  return suspension === null
    ? { target, id, action, version: 0, changed }
    : { ...describeSuspension(suspension), changed };
}

const describeSuspension = ({ recordedAt, ...one }: Suspension) => ({
  ...one,
  recordedAt: instantOf(recordedAt),
});

function addList(http: FastifyInstance, db: Database): void {
  http.get(
    '/v1/suspensions',
    {
      onRequest: requireScope('operations:read'),
      schema: {
        operationId: 'listSuspensions',
        summary: 'Every suspension and resumption, newest first',
        response: {
          200: {
            description: 'The newest thousand.',
            type: 'object',
            properties: { items: { type: 'array', items: suspensionSchema } },
          },
        },
      },
    },
    async () => ({ items: (await listSuspensions(db, SUSPENSIONS_MAX)).map(describeSuspension) }),
  );
}
