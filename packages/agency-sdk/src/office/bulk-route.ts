import type { IdentityMode } from '@told/identity';
import {
  acceptNdjson,
  actorOf,
  type NdjsonLine,
  problem,
  requireScope,
  sendNdjson,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import type { Claim } from './case-file.ts';
import { type CaseRoutePorts, refuseOtherAgencies } from './case-routes.ts';
import { type OpenAnswer, openCases } from './open-cases.ts';
import { createOpeningReader, lineSchemaOf } from './read-opening.ts';

const LINES_MAX = 1_000;
const LINE_BYTES_MAX = 16 * 1024;
const BODY_BYTES_MAX = 4 * 1024 * 1024;

/** POST /v1/cases/bulk: opens cases, a line each, and answers line by line; a line at fault does not stop the others. */
export async function addOpenCases(
  http: FastifyInstance,
  ports: CaseRoutePorts & { readonly identityMode: IdentityMode },
): Promise<void> {
  const { office, db, moment, identityMode } = ports;
  const readOpening = createOpeningReader(office, identityMode);
  await http.register(async (bulk) => {
    acceptNdjson(bulk, { maxLines: LINES_MAX, maxLineBytes: LINE_BYTES_MAX });
    bulk.post<{ Body: readonly NdjsonLine[] }>(
      '/v1/cases/bulk',
      {
        onRequest: requireScope('cases:write'),
        preHandler: refuseOtherAgencies(office.agency),
        bodyLimit: BODY_BYTES_MAX,
        schema: {
          operationId: 'openCases',
          summary: 'Open cases, one a line',
          description: `NDJSON, at most ${LINES_MAX} lines; each line: ${JSON.stringify(lineSchemaOf(office))}`,
          response: { 200: { description: 'NDJSON: one answer a line.' } },
        },
        config: { problems: ['wrong-agency', 'too-many-lines'] },
      },
      async (request, reply) => {
        const lines = request.body.map((line) => ({ line, read: readLine(line, readOpening) }));
        const claims = lines.flatMap(({ read }) => (read.ok ? [read.claim] : []));
        const by = {
          givenBy: actorOf(request.caller ?? { clientId: office.agency }),
          moment: moment(),
        };
        const answers = await db.transaction((tx) => openCases(tx, office, claims, by));
        let next = 0;
        return sendNdjson(
          reply,
          lines.map(({ line: { line }, read }) =>
            read.ok
              ? showAnswer(line, read.claim, answers[next++] as OpenAnswer)
              : { line, status: 'refused', code: read.code, errors: read.errors },
          ),
        );
      },
    );
  });
}

function readLine(line: NdjsonLine, readOpening: ReturnType<typeof createOpeningReader>) {
  if (!line.ok) return { ok: false as const, code: line.problem.code, errors: [] };
  const read = readOpening(line.value);
  return read.ok ? read : { ...read, code: 'invalid-request' as const };
}

function showAnswer(line: number, { caseReference }: Claim, answer: OpenAnswer): object {
  return answer === 'reused'
    ? { line, caseReference, status: 'refused', code: problem('idempotency-key-reused').code }
    : { line, caseReference, status: answer };
}
