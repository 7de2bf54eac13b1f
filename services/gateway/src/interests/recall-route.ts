import {
  type ActionPorts,
  actorOf,
  type Database,
  problem,
  recordAction,
  requireScope,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { showInterest } from './interest.ts';
import { interestParams, interestSchema, recallSchema } from './interest-schemas.ts';
import type { InterestPorts } from './ports.ts';
import { recallInterest } from './recall-interest.ts';

/** POST /v1/interests/{interestId}/recall */
export function addRecall(
  http: FastifyInstance,
  ports: InterestPorts & ActionPorts & { readonly db: Database },
): void {
  http.post<{
    Params: { interestId: string };
    Body: { readonly officer: string; readonly reason: string };
  }>(
    '/v1/interests/:interestId/recall',
    {
      onRequest: requireScope('interests:write'),
      schema: {
        operationId: 'recallInterest',
        summary: 'Recall a link to the wrong person',
        description:
          'Nothing is decided for the case any more, and every release made under the link gets do-not-rely. The link is never made again; the case may be registered for another person.',
        params: interestParams,
        body: recallSchema,
        response: {
          200: {
            description: 'Recalled.',
            ...interestSchema,
            properties: {
              ...interestSchema.properties,
              takenBack: { type: 'integer', description: 'Releases not to be relied on.' },
            },
          },
        },
      },
      config: { problems: ['interest-unknown', 'interest-not-linked'] },
    },
    async (request) => {
      const { interestId } = request.params;
      const wanted = { interestId, agency: request.caller.agency, ...request.body };
      const actor = actorOf(request.caller);
      const recalled = await ports.db.transaction(async (tx) => {
        const answer = await recallInterest(tx, wanted, ports);
        if (answer.kind === 'recalled') {
          const { agency, caseReference } = answer.interest;
          await recordAction(
            tx,
            {
              action: 'interest-recalled',
              target: { kind: 'case', agency, caseReference },
              // An officer's words may be about a person: they stay with the interest.
              reason: 'kept with the interest',
              recordId: interestId,
              records: answer.takenBack,
              actor,
            },
            ports,
          );
        }
        return answer;
      });
      if (!('interest' in recalled)) throw problem(recalled.kind);
      return { ...showInterest(recalled.interest), takenBack: recalled.takenBack };
    },
  );
}
