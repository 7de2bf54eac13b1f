import { randomUUID } from 'node:crypto';
import {
  actorOf,
  checkReason,
  instantOf,
  nowMicrosOf,
  problem,
  requireScope,
  uuidParams,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { type AskPorts, approve, askReplay, previewReplay } from './ask-replay.ts';
import { listDifferences, listReplays, readReplay } from './queries.ts';
import { listGroups, type Replay, type ReplayRequest } from './replay.ts';
import {
  askSchema,
  differencesSchema,
  previewAnswerSchema,
  replaySchema,
} from './replay-schemas.ts';

/** The newest; an area asks for a few a week. */
const REPLAYS_MAX = 200;
const DIFFERENCES_MAX = 500;
/** Two sets of agreement files, far longer than any. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;

type AskBody = ReplayRequest & { readonly reason: string; readonly replayId?: string };

const paramsSchema = uuidParams('id');

/** Asking for replays, letting them run, and what came of them. */
export function addReplayRoutes(http: FastifyInstance, ports: AskPorts): void {
  addAsk(http, ports);
  addPreview(http, ports);
  addApproval(http, ports);
  addReports(http, ports);
}

function addAsk(http: FastifyInstance, ports: AskPorts): void {
  http.post<{ Body: AskBody }>(
    '/v1/replays',
    {
      onRequest: requireScope('replay:ask'),
      bodyLimit: BODY_BYTES_MAX,
      schema: {
        operationId: 'askReplay',
        summary: 'Ask for a replay',
        description:
          'Deciding again and comparing agreements write nothing and run at once. A redelivery waits for the approval of somebody else. Asked again under the same id, it is one replay.',
        body: askSchema,
        response: { 202: { description: 'It is kept.', ...replaySchema } },
      },
      config: { problems: ['unknown-agency', 'names-a-person', 'replay-id-used'] },
    },
    async (request, reply) => {
      const { reason, replayId = randomUUID(), ...asked } = request.body;
      checkReason(reason);
      const actor = actorOf(request.caller);
      const replay = await askReplay(ports, {
        ...{ replayId, request: asked, reason, actor },
      });
      return reply.code(202).send(describeReplay(replay));
    },
  );
}

function addPreview(http: FastifyInstance, ports: AskPorts): void {
  http.post<{ Body: AskBody }>(
    '/v1/replays/preview',
    {
      onRequest: requireScope('replay:ask'),
      bodyLimit: BODY_BYTES_MAX,
      schema: {
        operationId: 'previewReplay',
        summary: 'Say what a replay would be about',
        description: 'Counts, agencies and a guess of the time it takes. Keeps nothing.',
        body: askSchema,
        response: { 200: previewAnswerSchema },
      },
      config: { problems: ['unknown-agency'] },
    },
    async ({ body: { reason: _, replayId: __, ...asked } }) =>
      (await previewReplay(ports, asked, nowMicrosOf(ports.clock))).preview,
  );
}

function addApproval(http: FastifyInstance, ports: AskPorts): void {
  http.post<{ Params: { id: string } }>(
    '/v1/replays/:id/approval',
    {
      onRequest: requireScope('replay:approve'),
      schema: {
        operationId: 'approveReplay',
        summary: 'Let a replay that writes run',
        description: 'Whoever asked for it cannot.',
        params: paramsSchema,
        response: { 200: { description: 'It runs.', ...replaySchema } },
      },
      config: { problems: ['replay-unknown', 'replay-own', 'replay-not-waiting'] },
    },
    async (request) =>
      describeReplay(
        await approve(ports, { replayId: request.params.id, actor: actorOf(request.caller) }),
      ),
  );
}

function addReports(http: FastifyInstance, { db }: AskPorts): void {
  http.get(
    '/v1/replays',
    {
      onRequest: requireScope('replay:ask'),
      schema: {
        operationId: 'listReplays',
        summary: 'The replays, newest first',
        response: {
          200: {
            description: 'The newest two hundred.',
            type: 'object',
            properties: { items: { type: 'array', items: replaySchema } },
          },
        },
      },
    },
    async () => ({ items: (await listReplays(db, REPLAYS_MAX)).map(describeReplay) }),
  );
  http.get<{ Params: { id: string } }>(
    '/v1/replays/:id',
    {
      onRequest: requireScope('replay:ask'),
      schema: {
        operationId: 'showReplay',
        summary: 'One replay: how far it is, and its report',
        params: paramsSchema,
        response: { 200: { description: 'It.', ...replaySchema } },
      },
      config: { problems: ['replay-unknown'] },
    },
    async ({ params }) => {
      const replay = await readReplay(db, params.id);
      if (replay === undefined) throw problem('replay-unknown');
      return describeReplay(replay);
    },
  );
  http.get<{ Params: { id: string }; Querystring: { after?: number } }>(
    '/v1/replays/:id/differences',
    {
      onRequest: requireScope('replay:ask'),
      schema: {
        operationId: 'listReplayDifferences',
        summary: 'What came out otherwise',
        description: 'Names of changes, fields and rules, and no value.',
        params: paramsSchema,
        querystring: {
          type: 'object',
          additionalProperties: false,
          properties: { after: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } },
        },
        response: { 200: { description: 'At most five hundred.', ...differencesSchema } },
      },
      config: { problems: ['replay-unknown'] },
    },
    async ({ params: { id }, query: { after = 0 } }) => {
      if ((await readReplay(db, id)) === undefined) throw problem('replay-unknown');
      const items = await listDifferences(db, { replayId: id, after, limit: DIFFERENCES_MAX });
      const next = items.length < DIFFERENCES_MAX ? null : (items.at(-1)?.number ?? null);
      return { items, next };
    },
  );
}

function describeReplay(replay: Replay) {
  const { replayId, kind, request, preview, reason, state, askedBy, approvedBy } = replay;
  const { done, total, failure, counts } = replay;
  const numbers = Object.entries(counts).filter(([, value]) => typeof value === 'number');
  return {
    ...{ replayId, kind, asOf: request.asOf ?? null, filter: request.filter, reason, state },
    ...{ askedBy, approvedBy, preview, done, total, failure },
    askedAt: instantOf(replay.askedAt),
    approvedAt: instantOf(replay.approvedAt),
    startedAt: instantOf(replay.startedAt),
    finishedAt: instantOf(replay.finishedAt),
    counts: Object.fromEntries(numbers),
    groups: listGroups(counts),
  };
}
