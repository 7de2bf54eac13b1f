import { actorOf, problem, reasonSchema, requireScope, uuidParams } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { type AdvancePorts, advanceRun } from './advance-run.ts';
import type { RepublishRun } from './run-queries.ts';
import { type StartPorts, startRun } from './start-run.ts';

/** A request's share of the work: well within what callers wait for. */
const ADVANCE_MS = 1_000;

const runSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    runId: { type: 'string', format: 'uuid' },
    state: {
      type: 'string',
      enum: ['listing', 'reading', 'appending', 'done', 'refused', 'abandoned'],
      description:
        'Work is left until done, refused (the log holds changes that intake does not know: nothing is appended) or abandoned.',
    },
    dryRun: { type: 'boolean' },
    listed: { type: 'integer', description: 'Accepted changes that the log should hold.' },
    read: { type: 'integer', description: 'Records of the log compared with them.' },
    unknown: { type: 'integer', description: 'Those that intake does not know.' },
    missing: {
      type: 'integer',
      description: 'Changes that the log has lost; 0 until all is read.',
    },
    appended: {
      type: 'integer',
      description: 'Of the missing, those on their way to the log again.',
    },
    resumed: { type: 'boolean', description: 'It was under way already.' },
  },
} as const;

/** Giving the log again what it has lost of the accepted changes, for the operator. */
export function addRepublish(http: FastifyInstance, ports: AdvancePorts & StartPorts): void {
  addStart(http, ports);
  addContinue(http, ports);
}

function addStart(http: FastifyInstance, ports: StartPorts): void {
  http.post<{ Body: { readonly reason: string; readonly dryRun?: boolean } }>(
    '/v1/changes/republish',
    {
      onRequest: requireScope('operations:write'),
      schema: {
        operationId: 'startRepublish',
        summary: 'Compare what was accepted with what the log holds, and append what it has lost',
        description:
          'Starts, or finds what is under way; the work itself is done by continueRepublish, asked again until nothing is left.',
        body: {
          type: 'object',
          additionalProperties: false,
          required: ['reason'],
          properties: {
            reason: reasonSchema,
            dryRun: { type: 'boolean', description: 'Only count what is missing.' },
          },
        },
        response: { 200: { description: 'Where it stands.', ...runSchema } },
      },
      config: { problems: ['names-a-person', 'republish-under-way'] },
    },
    async ({ caller, body: { reason, dryRun = false } }) => {
      const { resumed, ...run } = await startRun(ports, { reason, dryRun, actor: actorOf(caller) });
      return { ...describeRun(run), resumed };
    },
  );
}

function addContinue(http: FastifyInstance, ports: AdvancePorts): void {
  http.post<{ Params: { readonly runId: string } }>(
    '/v1/changes/republish/:runId/continue',
    {
      onRequest: requireScope('operations:write'),
      schema: {
        operationId: 'continueRepublish',
        summary: 'Go on for about a second',
        description: 'After 503, again; nothing is done twice.',
        params: uuidParams('runId'),
        response: { 200: { description: 'Where it stands.', ...runSchema } },
      },
      config: { problems: ['not-found', 'outbox-full'] },
    },
    async ({ params }) => {
      const run = await advanceRun(ports, params.runId, ADVANCE_MS);
      if (run === undefined) throw problem('not-found');
      return describeRun(run);
    },
  );
}

function describeRun(run: RepublishRun) {
  const { runId, state, dryRun, listed, read, unknown, missing, appended } = run;
  return { runId, state, dryRun, listed, read, unknown, missing, appended };
}
