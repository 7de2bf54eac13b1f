import { requireScope } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { type Registered, showInterest } from './interest.ts';
import { type InterestJson, interestSchema, registrationSchema } from './interest-schemas.ts';

type Kept = Extract<Registered, { readonly interest: unknown }>;
/** Registers one interest of an agency, or rejects with its problem. */
export type Register = (asked: InterestJson) => Promise<Kept>;

/** POST /v1/interests */
export function addRegister(
  http: FastifyInstance,
  openRegister: (agency: string) => Promise<Register>,
): void {
  http.post<{ Body: InterestJson }>(
    '/v1/interests',
    {
      onRequest: requireScope('interests:write'),
      schema: {
        operationId: 'registerInterest',
        summary: "Register an interest in a person, for the agency's own case",
        description:
          'Idempotent by capacity and case reference: again with another period or other particulars, it is changed. Without a National Insurance number the interest waits for its person, or for an officer to confirm who it is (GET /v1/match-reviews). After `dependency-unavailable` it may be registered already: again, it is finished.',
        body: registrationSchema,
        response: {
          200: { description: 'Known before.', ...interestSchema },
          201: { description: 'Registered.', ...interestSchema },
        },
      },
      config: {
        problems: [
          'unknown-agency',
          'capacity-unknown',
          'date-order',
          'match-rejected',
          'nino-malformed',
          'nino-temporary',
          'nino-administrative',
          'nino-prefix',
          'nino-foreign-mode',
          'busy',
        ],
      },
    },
    async (request, reply) => {
      const register = await openRegister(request.caller.agency);
      const { kind, interest } = await register(request.body);
      return reply.code(kind === 'registered' ? 201 : 200).send(showInterest(interest));
    },
  );
}
