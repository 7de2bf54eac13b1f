import { checkChange, completeJson } from '@told/codec';
import { changeIdOf } from '@told/identity';
import {
  actorOf,
  assertOutboxRoom,
  createBatcher,
  type Database,
  failpoint,
  idempotencyKeyOf,
  type Problem,
  problem,
  problemOfFields,
  requireScope,
} from '@told/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type HistoryEntry, listCases, readAnswers, readCase } from './case-view.ts';
import { changeSchema } from './change-schema.ts';
import { type RecordPorts, recordChanges } from './record-changes.ts';
import type { ChangeCommand, OfficerChange } from './told-fact.ts';

export interface CaseRoutePorts extends RecordPorts {
  readonly db: Database;
  /** Records that may wait for the log before officers get 503. */
  readonly outboxRecordsMax: number;
}

const CASES_A_PAGE = 100;
const CASES_A_PAGE_MAX = 1_000;
/** Commands that share a commit, and that may wait for one. */
const BATCH_COMMANDS_MAX = 200;
const QUEUED_COMMANDS_MAX = 5_000;
/** The submission schema's bound, shorter than the header's. */
const KEY_LENGTH_MAX = 80;

/** The Idempotency-Key of what becomes a submission. Throws as idempotencyKeyOf does. */
export function submissionKeyOf(request: Pick<FastifyRequest, 'headers'>): string {
  const submissionKey = idempotencyKeyOf(request);
  if (submissionKey.length > KEY_LENGTH_MAX) throw problem('idempotency-key-malformed');
  return submissionKey;
}

/** Officers act for their own office: the token's agency is the service's. */
export function refuseOtherAgencies(agency: string) {
  return async (request: FastifyRequest): Promise<void> => {
    if (request.caller?.agency !== agency) throw problem('wrong-agency');
  };
}

export const caseReferenceSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['caseReference'],
  properties: { caseReference: { type: 'string', minLength: 1, maxLength: 40 } },
} as const;

/** GET /v1/cases and GET /v1/cases/{caseReference}. */
export function addReadCases(http: FastifyInstance, { office, db, moment }: CaseRoutePorts): void {
  const preHandler = refuseOtherAgencies(office.agency);
  http.get<{ Querystring: { cursor?: string; limit?: number } }>(
    '/v1/cases',
    {
      onRequest: requireScope('cases:read'),
      preHandler,
      schema: {
        operationId: 'listCases',
        summary: 'List cases',
        description: 'By case reference; `next` is the cursor of the next page, null on the last.',
        querystring: {
          type: 'object',
          additionalProperties: false,
          properties: {
            cursor: { type: 'string', maxLength: 40, description: 'From `next`.' },
            limit: { type: 'integer', minimum: 1, maximum: CASES_A_PAGE_MAX },
          },
        },
        response: { 200: { description: 'A page of cases.', type: 'object' } },
      },
      config: { problems: ['wrong-agency'] },
    },
    async ({ query: { cursor = '', limit = CASES_A_PAGE } }) => {
      const items = await listCases(db, cursor, limit, moment().businessDate);
      const next = items.length < limit ? null : (items.at(-1)?.caseReference ?? null);
      return { items, next };
    },
  );
  http.get<{ Params: { caseReference: string }; Querystring: { from?: string; to?: string } }>(
    '/v1/cases/:caseReference',
    {
      onRequest: requireScope('cases:read'),
      preHandler,
      schema: {
        operationId: 'showCase',
        summary: 'Show a case: record, award, history',
        description: 'With `from` and `to` the award is also given week by week.',
        params: caseReferenceSchema,
        querystring: {
          type: 'object',
          additionalProperties: false,
          dependentRequired: { from: ['to'], to: ['from'] },
          properties: {
            from: { type: 'string', format: 'date' },
            to: { type: 'string', format: 'date' },
          },
        },
        response: { 200: { description: 'The case.', type: 'object' } },
      },
      config: { problems: ['wrong-agency', 'case-unknown', 'date-order'] },
    },
    async ({ params, query: { from, to } }) => {
      if (from !== undefined && to !== undefined && !isSpan(from, to)) {
        const detail = `from is not after to, and the two are at most ${SPAN_YEARS_MAX} years apart.`;
        throw problemOfFields([{ pointer: '/query/from', code: 'date-order', detail }]);
      }
      const weeks = from === undefined || to === undefined ? null : { from, to };
      const view = await readCase(db, office, params.caseReference, weeks);
      if (view === null) throw problem('case-unknown');
      return view;
    },
  );
}

const SPAN_YEARS_MAX = 5;
const isSpan = (from: string, to: string): boolean =>
  from <= to && Number(to.slice(0, 4)) - Number(from.slice(0, 4)) <= SPAN_YEARS_MAX;

/** POST /v1/cases/{caseReference}/changes. Commands that come together share a commit. Returns the way to wait for those under way. */
export function addRecordChange(
  http: FastifyInstance,
  ports: CaseRoutePorts,
): { readonly drain: () => Promise<void> } {
  const { office, db, outboxRecordsMax, moment } = ports;
  const record = createBatcher<ChangeCommand, object>({
    maxItems: BATCH_COMMANDS_MAX,
    maxQueued: QUEUED_COMMANDS_MAX,
    lingerMs: 0,
    run: async (commands) => {
      const answers = await db.transaction((tx) => answerCommands(tx, ports, commands));
      failpoint('command-committed');
      return answers;
    },
  });
  http.post<{ Params: { caseReference: string }; Body: object }>(
    '/v1/cases/:caseReference/changes',
    {
      onRequest: requireScope('cases:write'),
      preHandler: refuseOtherAgencies(office.agency),
      schema: {
        operationId: 'recordChange',
        summary: 'Record what was told at this office',
        description:
          'Journal, own record, award and the submission to the bus, all or nothing. Needs an Idempotency-Key of at most 80 characters.',
        params: caseReferenceSchema,
        body: changeSchema,
        response: { 201: { description: 'What it did to the award.', type: 'object' } },
      },
      config: {
        problems: [
          'wrong-agency',
          'case-unknown',
          'idempotency-key-missing',
          'idempotency-key-malformed',
          'idempotency-key-reused',
          'date-order',
          'date-in-future',
          'outbox-full',
          'busy',
        ],
      },
    },
    async (request, reply) => {
      const submissionKey = submissionKeyOf(request);
      const change = completeJson(changeSchema, request.body) as OfficerChange;
      const errors = checkChange(change, moment().businessDate);
      if (errors.length > 0) throw problemOfFields(errors);
      await assertOutboxRoom(db, outboxRecordsMax);
      const { caseReference } = request.params;
      const givenBy = actorOf(request.caller ?? { clientId: office.agency });
      reply.code(201);
      return record({ caseReference, submissionKey, change, givenBy });
    },
  );
  return record;
}

async function answerCommands(
  tx: Parameters<typeof recordChanges>[0],
  ports: CaseRoutePorts,
  commands: readonly ChangeCommand[],
): Promise<readonly (object | Problem)[]> {
  const problems = await recordChanges(tx, ports, commands);
  failpoint('command-recorded');
  const changes = commands.map(({ caseReference, submissionKey }) => ({
    caseReference,
    submissionKey,
    changeId: changeIdOf(ports.office.agency, submissionKey),
  }));
  const answers = await readAnswers(tx, changes);
  return changes.map(({ changeId, submissionKey }, index) => {
    const refused = problems[index] ?? null;
    const entry = answers.get(changeId);
    if (refused !== null) return refused;
    return entry === undefined ? problem('case-unknown') : show(submissionKey, entry);
  });
}

function show(submissionKey: string, entry: HistoryEntry): object {
  const { changeId, kind, reason, sentence, before, after, effectiveOn } = entry;
  const { weeksAffected, difference, revision } = entry;
  const award = { before, after, effectiveOn, weeksAffected, difference };
  return { submissionKey, changeId, revision, kind, reason, award, sentence };
}
