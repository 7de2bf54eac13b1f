import { type AgreementSet, standingOf, suspend } from '@told/agreements';
import { type BusinessCalendar, requireScope } from '@told/service';
import type { FastifyInstance } from 'fastify';
import type { SuspensionHint } from '../suspensions/read-suspensions.ts';

/** GET /v1/agreements: the law of this deployment, readable by everyone on the bus. */
export function addAgreementRoutes(
  http: FastifyInstance,
  {
    agreements,
    calendar,
    suspensions,
  }: {
    readonly agreements: AgreementSet;
    readonly calendar: BusinessCalendar;
    readonly suspensions: Pick<SuspensionHint, 'show'>;
  },
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
      const { version, agreements: suspended } = await suspensions.show();
      return {
        set: agreements.id,
        hash: agreements.hash,
        businessDate,
        suspensionVersion: version,
        agreements: suspend(agreements, suspended).agreements.map((one) => ({
          ...one,
          standing: standingOf(one, businessDate),
        })),
      };
    },
  );
}
