import type { EventLog } from '@told/event-log';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkReason, reasonBodySchema } from '../actions/reason.ts';
import { type ActionPorts, recordAction } from '../actions/record-action.ts';
import { actorOf } from '../auth/caller.ts';
import { requireScope } from '../auth/scopes.ts';
import type { Database } from '../database/ports.ts';
import { readPosition } from '../database/watermark.ts';
import { endPause, keepPause, type Pause, readPause } from './pause.ts';

export interface PauseRoutePorts extends ActionPorts {
  readonly db: Database;
  readonly log: EventLog;
  /** The group that operators may pause, and its topics. */
  readonly group: string;
  readonly topics: readonly string[];
}

const DAY_MS = 86_400_000;

const stateSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    agency: { type: 'string' },
    paused: { type: 'boolean' },
    since: { type: ['string', 'null'], description: 'RFC 3339; null when it is not paused.' },
    reason: { type: ['string', 'null'] },
    waiting: { type: 'integer', description: 'Records of its releases not consumed yet, at most.' },
    keptDays: {
      type: ['integer', 'null'],
      description: 'How long the log keeps a record: a pause must end before. Null: for ever.',
    },
    changed: {
      type: 'boolean',
      description: 'Of a pause or its end: false when it stood so before.',
    },
  },
} as const;

/** Pausing and resuming what an agency consumes, for the operator. */
export function addPauseRoutes(http: FastifyInstance, ports: PauseRoutePorts): void {
  http.get(
    '/v1/consumption',
    {
      onRequest: requireScope('operations:read'),
      schema: {
        operationId: 'showConsumption',
        summary: 'Whether the agency’s releases are consumed, and how many wait',
        response: { 200: { description: 'How it stands.', ...stateSchema } },
      },
    },
    () => describe(ports),
  );
  addChange(http, ports, 'pause');
  addChange(http, ports, 'resume');
}

const WORDS = {
  pause: {
    summary: 'Pause the consumption of the agency’s releases',
    description:
      'Waits for the batches under way; none takes effect after the answer. The releases wait in the log, in order, as long as it keeps them. The same again changes nothing.',
  },
  resume: {
    summary: 'End the pause',
    description: 'What waits is consumed in order, within ten seconds of the answer at the latest.',
  },
} as const;

function addChange(http: FastifyInstance, ports: PauseRoutePorts, verb: keyof typeof WORDS): void {
  const { summary, description } = WORDS[verb];
  http.post<{ Body: { readonly reason: string } }>(
    `/v1/consumption/${verb}`,
    {
      onRequest: requireScope('operations:write'),
      schema: {
        operationId: `${verb}Consumption`,
        summary,
        description,
        body: reasonBodySchema,
        response: { 200: { description: 'How it stands.', ...stateSchema } },
      },
      config: { problems: ['names-a-person'] },
    },
    async (request) => {
      const changed = await change(request, ports, verb);
      return { ...(await describe(ports)), changed };
    },
  );
}

function change(
  { body: { reason }, caller }: FastifyRequest<{ Body: { readonly reason: string } }>,
  ports: PauseRoutePorts,
  verb: keyof typeof WORDS,
): Promise<boolean> {
  checkReason(reason);
  const { group } = ports;
  const actor = actorOf(caller);
  const target = { kind: 'agency', id: ports.origin } as const;
  return ports.db.transaction(async (tx) => {
    const isPausing = verb === 'pause';
    const wanted: Pause = { group, reason, actor, pausedAtMs: ports.clock.nowMs() };
    const changed = isPausing ? await keepPause(tx, wanted) : await endPause(tx, group);
    const action = isPausing ? 'agency-paused' : 'agency-pause-ended';
    if (changed) await recordAction(tx, { action, target, reason, actor }, ports);
    return changed;
  });
}

async function describe(ports: PauseRoutePorts) {
  const { db, log, origin, group, topics } = ports;
  const pause = await readPause(db, group);
  const kept = (await log.topics()).filter(({ name }) => topics.includes(name));
  const retention = kept.flatMap(({ retentionMs }) => retentionMs ?? []);
  const counts = await Promise.all(topics.map((topic) => countWaiting(ports, topic)));
  return {
    agency: origin,
    paused: pause !== undefined,
    since: pause === undefined ? null : new Date(pause.pausedAtMs).toISOString(),
    reason: pause?.reason ?? null,
    waiting: counts.reduce((sum, count) => sum + count, 0),
    keptDays: retention.length === 0 ? null : Math.floor(Math.min(...retention) / DAY_MS),
  };
}

/** An upper bound: offsets are not dense. */
async function countWaiting({ db, log, group }: PauseRoutePorts, topic: string): Promise<number> {
  const bounds = await log.bounds(topic);
  const counts = await Promise.all(
    bounds.map(async ({ partition, low, end }) => {
      const next = (await readPosition(db, group, { topic, partition }))?.next ?? low;
      return Number(end > next ? end - next : 0n);
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
