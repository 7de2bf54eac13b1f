import { type Database, problem, requireScope } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { endInterest } from './end-interest.ts';
import { showInterest } from './interest.ts';
import { endSchema, interestParams, interestSchema } from './interest-schemas.ts';
import { dateOrder } from './read-registration.ts';
import type { InterestWriter } from './write-moved.ts';

/** POST /v1/interests/{interestId}/end */
export function addEnd(
  http: FastifyInstance,
  ports: InterestWriter & { readonly db: Database },
): void {
  http.post<{ Params: { interestId: string }; Body: { until: string } }>(
    '/v1/interests/:interestId/end',
    {
      onRequest: requireScope('interests:write'),
      schema: {
        operationId: 'endInterest',
        summary: "End one of the agency's own interests",
        description: 'A change that occurred on or before the last day still reaches it.',
        params: interestParams,
        body: endSchema,
        response: { 200: { description: 'Ended.', ...interestSchema } },
      },
      config: { problems: ['interest-unknown', 'date-order'] },
    },
    async (request) => {
      const end = {
        interestId: request.params.interestId,
        agency: request.caller.agency,
        until: request.body.until,
      };
      const ended = await ports.db.transaction((tx) => endInterest(tx, end, ports));
      if (!('interest' in ended)) {
        throw ended.kind === 'date-order' ? dateOrder('/until') : problem('interest-unknown');
      }
      return showInterest(ended.interest);
    },
  );
}
