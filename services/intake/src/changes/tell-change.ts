import { completeChange, jsonSchemaFor, type SubmittedJson } from '@told/codec';
import {
  assertOutboxRoom,
  type Batcher,
  createBatcher,
  type Database,
  failpoint,
  idempotencyKeyOf,
  problem,
  problemOfFields,
  requireScope,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { type AcceptPorts, acceptChanges } from '../acceptance/accept-changes.ts';
import type { Acceptance } from '../acceptance/judge-change.ts';
import type { ReadChange, ReadOutcome, ToldChange } from '../acceptance/read-change.ts';

export interface TellPorts extends AcceptPorts {
  readonly db: Database;
  readonly readChange: (told: ToldChange) => ReadOutcome;
  readonly agencies: ReadonlySet<string>;
  readonly outboxRecordsMax: number;
}

/** Changes a transaction; more would only make its callers wait longer for the same disk. */
const BATCH_CHANGES_MAX = 500;
const WAITING_CHANGES_MAX = 5_000;

const answerSchema = {
  type: 'object',
  properties: {
    changeId: { type: 'string', description: 'UUIDv5 of agency and Idempotency-Key.' },
    status: { type: 'string', enum: ['accepted', 'duplicate'] },
    links: {
      type: 'object',
      properties: { self: { type: 'string', description: 'Where its progress is told.' } },
    },
  },
} as const;

/**
 * POST /v1/changes: one change, answered once it and its outbox row are committed. Commits are shared by the requests of a moment: what it
 * returns takes further changes.
 */
export function addTellChange(
  http: FastifyInstance,
  ports: TellPorts,
): Batcher<ReadChange, Acceptance> {
  const accept = createBatcher<ReadChange, Acceptance>({
    run: async (changes) => {
      const answers = await ports.db.transaction((tx) => acceptChanges(tx, changes, ports));
      failpoint('told-committed');
      return answers;
    },
    maxItems: BATCH_CHANGES_MAX,
    maxQueued: WAITING_CHANGES_MAX,
    lingerMs: 0,
  });
  http.post<{ Body: SubmittedJson }>(
    '/v1/changes',
    {
      onRequest: requireScope('changes:write'),
      schema: {
        operationId: 'tellChange',
        summary: 'Tell a change once',
        description:
          'Needs an Idempotency-Key: the same key and body is the same change, the same key with another body is refused.',
        body: jsonSchemaFor('SubmittedChange'),
        response: { 202: { description: 'Recorded, and on its way.', ...answerSchema } },
      },
      config: {
        problems: [
          'idempotency-key-missing',
          'idempotency-key-malformed',
          'idempotency-key-reused',
          'unknown-agency',
          'person-unknown',
          'nino-unchanged',
          'predecessor-unknown',
          'predecessor-of-another',
          'already-annulled',
          'predecessor-is-annulment',
          'already-ended',
          'outbox-full',
          'busy',
        ],
      },
    },
    async (request, reply) => {
      const { agency } = request.caller;
      if (!ports.agencies.has(agency)) throw problem('unknown-agency');
      const idempotencyKey = idempotencyKeyOf(request);
      const read = ports.readChange({
        agency,
        idempotencyKey,
        change: completeChange(request.body),
        traceparent: request.traceparent,
      });
      if (!read.ok) throw problemOfFields(read.errors);
      await assertOutboxRoom(ports.db, ports.outboxRecordsMax);
      const acceptance = await accept(read.value);
      if (acceptance.kind === 'refused') {
        const { code, pointer } = acceptance;
        throw problem(code, { errors: [{ pointer, code }] });
      }
      const { changeId, kind: status } = acceptance;
      return reply.code(202).send({ changeId, status, links: { self: `/v1/changes/${changeId}` } });
    },
  );
  return accept;
}
