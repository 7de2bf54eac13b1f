import type { Codec } from '@told/codec';
import {
  AUDITOR,
  actorOf,
  type Clock,
  type Database,
  type OpenBodies,
  type Publisher,
  problem,
  reasonBodySchema,
  recordAction,
  requireScope,
  uuidParams,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { openChange } from './open-change.ts';

export interface RevealPorts {
  readonly db: Database;
  readonly codec: Codec;
  readonly openBodies: OpenBodies;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly origin: string;
}

/**
 * POST /v1/changes/{changeId}/reveal: what a change says, for an auditor with a reason. Nothing else shows a value of a claim to anybody who is not its
 * recipient. That it was looked at is recorded before it is answered, also when nothing was left to see.
 */
export function addRevealChange(http: FastifyInstance, ports: RevealPorts): void {
  http.post<{ Params: { changeId: string }; Body: { reason: string } }>(
    '/v1/changes/:changeId/reveal',
    {
      onRequest: requireScope('audit:reveal'),
      config: { problems: ['wrong-agency', 'change-unknown', 'names-a-person'] },
      schema: {
        operationId: 'revealChange',
        summary: 'Show an auditor what a change says',
        description: 'The look is recorded as the action `values-revealed`, with its reason.',
        params: uuidParams('changeId'),
        body: reasonBodySchema,
        response: {
          200: {
            description: 'The fields as they were told.',
            type: 'object',
            required: ['changeId', 'fact', 'values'],
            properties: {
              changeId: { type: 'string' },
              fact: { type: 'string' },
              values: {
                type: ['object', 'null'],
                additionalProperties: true,
                description: 'By field; null once they were erased.',
              },
            },
          },
        },
      },
    },
    async ({ params: { changeId }, body: { reason }, caller }) => {
      if (caller.agency !== AUDITOR) throw problem('wrong-agency');
      const opened = await openChange(changeId, ports);
      if (opened === undefined) throw problem('change-unknown');
      const { subjectKey, fact, values } = opened;
      const target = { kind: 'subject', subjectKey } as const;
      const revealed = { action: 'values-revealed', target, reason, recordId: changeId } as const;
      await ports.db.transaction((tx) =>
        recordAction(tx, { ...revealed, actor: actorOf(caller) }, ports),
      );
      return { changeId, fact, values };
    },
  );
}
