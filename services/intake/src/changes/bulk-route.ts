import { completeChange } from '@told/codec';
import {
  acceptNdjson,
  assertOutboxRoom,
  type Batcher,
  createValidator,
  type NdjsonLine,
  problem,
  problemOfFields,
  refuseLine,
  requireScope,
  sendNdjson,
  TOLD_LINE_SCHEMA,
  type ToldLine,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import type { Acceptance } from '../acceptance/judge-change.ts';
import type { ReadChange } from '../acceptance/read-change.ts';
import type { TellPorts } from './tell-change.ts';

type Accept = Batcher<ReadChange, Acceptance>;

const LINES_MAX = 1_000;
const LINE_BYTES_MAX = 16 * 1024;
const BODY_BYTES_MAX = LINES_MAX * LINE_BYTES_MAX;

/**
 * POST /v1/changes/bulk: one change a line, as in a submission, each accepted or refused by itself. A person's changes count in the order of
 * their lines, and share their commits with whatever else `accept` takes. What was cut in the middle is sent again as a whole: lines that were accepted are duplicates then.
 */
export async function addBulkChanges(
  http: FastifyInstance,
  ports: TellPorts,
  accept: Accept,
): Promise<void> {
  const check = createValidator(TOLD_LINE_SCHEMA);
  await http.register(async (bulk) => {
    acceptNdjson(bulk, { maxLines: LINES_MAX, maxLineBytes: LINE_BYTES_MAX });
    bulk.post<{ Body: readonly NdjsonLine[] }>(
      '/v1/changes/bulk',
      {
        onRequest: requireScope('changes:write'),
        bodyLimit: BODY_BYTES_MAX,
        schema: {
          operationId: 'tellChanges',
          summary: `Tell up to ${LINES_MAX.toLocaleString('en-GB')} changes, one a line`,
          description:
            'application/x-ndjson; each line {"idempotencyKey", "change"}, a change as in tellChange. Answers one JSON line for each, in order, numbered as an editor does: accepted or duplicate with its changeId, or refused with code and errors. May be sent again as a whole.',
          response: { 200: { description: 'NDJSON: one answer a line.' } },
        },
        config: {
          problems: ['unknown-agency', 'too-many-lines', 'body-too-large', 'outbox-full', 'busy'],
        },
      },
      async (request, reply) => {
        const { agency } = request.caller;
        if (!ports.agencies.has(agency)) throw problem('unknown-agency');
        await assertOutboxRoom(ports.db, ports.outboxRecordsMax);
        const { traceparent } = request;
        const answers = request.body.map((line) => {
          if (!line.ok) return refuseLine(line.line, line.problem);
          const errors = check(line.value);
          if (errors.length > 0) return refuseLine(line.line, problemOfFields(errors));
          const told = { ...(line.value as ToldLine), agency, traceparent };
          return tellLine(line.line, told, ports.readChange, accept);
        });
        return sendNdjson(reply, await Promise.all(answers));
      },
    );
  });
}

async function tellLine(
  line: number,
  told: ToldLine & { readonly agency: string; readonly traceparent: string },
  readChange: TellPorts['readChange'],
  accept: Accept,
): Promise<object> {
  const read = readChange({ ...told, change: completeChange(told.change) });
  if (!read.ok) {
    const errors = read.errors.map((one) => ({ ...one, pointer: `/change${one.pointer}` }));
    return refuseLine(line, problemOfFields(errors));
  }
  const answer = await accept(read.value);
  if (answer.kind === 'refused') {
    const { code, pointer } = answer;
    return refuseLine(line, problem(code, { errors: [{ pointer: `/change${pointer}`, code }] }));
  }
  return { line, status: answer.kind, changeId: answer.changeId };
}
