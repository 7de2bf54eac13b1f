import { actorOf, assertOutboxRoom, type Database, requireScope } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { caseReferenceSchema, refuseOtherAgencies, submissionKeyOf } from './case-routes.ts';
import { type DecidePorts, decideCase } from './decide-case.ts';
import { decisionSchema } from './decision.ts';

export interface DecisionRoutePorts extends DecidePorts {
  readonly db: Database;
  /** Records that may wait for the log before officers get 503. */
  readonly outboxRecordsMax: number;
}

/** POST /v1/cases/{caseReference}/decisions: an officer decides what waits for a person. */
export function addDecide(http: FastifyInstance, ports: DecisionRoutePorts): void {
  const { office, db, outboxRecordsMax } = ports;
  http.post<{ Params: { caseReference: string }; Body: object }>(
    '/v1/cases/:caseReference/decisions',
    {
      onRequest: requireScope('cases:write'),
      preHandler: refuseOtherAgencies(office.agency),
      schema: {
        operationId: 'decideCase',
        summary: 'Decide what waits for a person',
        description:
          'Journal, fact, award and the further answer to the release, all or nothing. For a release that matched no case, caseReference is ' +
          'the one under which it came. Needs an Idempotency-Key of at most 80 characters.',
        params: caseReferenceSchema,
        body: decisionSchema,
        response: { 201: { description: 'What it did to the award.', type: 'object' } },
      },
      config: {
        problems: [
          'wrong-agency',
          'case-unknown',
          'not-to-decide',
          'idempotency-key-missing',
          'idempotency-key-malformed',
          'idempotency-key-reused',
          'date-order',
          'date-in-future',
          'outbox-full',
        ],
      },
    },
    async (request, reply) => {
      const submissionKey = submissionKeyOf(request);
      await assertOutboxRoom(db, outboxRecordsMax);
      const { caseReference } = request.params;
      const decidedBy = actorOf(request.caller ?? { clientId: office.agency });
      const asked = { caseReference, submissionKey, body: request.body, decidedBy };
      const answer = await db.transaction((tx) => decideCase(tx, ports, asked));
      return reply.code(201).send(answer);
    },
  );
}
