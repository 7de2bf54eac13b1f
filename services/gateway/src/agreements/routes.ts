import { type AgreementSet, standingOf } from '@told/agreements';
import { type BusinessCalendar, requireScope } from '@told/service';
import type { FastifyInstance } from 'fastify';

/** GET /v1/agreements: the law of this deployment, readable by everyone on the bus. */
export function addAgreementRoutes(
  http: FastifyInstance,
  {
    agreements,
    calendar,
  }: { readonly agreements: AgreementSet; readonly calendar: BusinessCalendar },
): void {
  http.get(
    '/v1/agreements',
    {
      onRequest: requireScope('why:read'),
      schema: {
        operationId: 'listAgreements',
        summary: 'The agreements loaded, and how each stands on the business date',
        response: { 200: { description: 'The set.', type: 'object' } },
      },
    },
    async () => {
      const businessDate = calendar.today();
      return {
        set: agreements.id,
        hash: agreements.hash,
        businessDate,
        agreements: agreements.agreements.map((one) => ({
          ...one,
          standing: standingOf(one, businessDate),
        })),
      };
    },
  );
}
