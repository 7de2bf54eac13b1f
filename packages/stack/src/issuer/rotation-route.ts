import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  createHealth,
  createHttpServer,
  createLogger,
  createTokenVerifier,
  problem,
  requireScope,
} from '@told/service';
import type { Rotation } from './client-secrets.ts';

export interface RotationPorts {
  readonly issuer: string;
  readonly audience: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  /** Clients whose secrets an operator may change: the agencies'. */
  readonly clientIds: ReadonlySet<string>;
  rotate(clientId: string, overlapMs: number): Rotation;
}

export interface RotationRoute {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
}

/** Where its routes begin; everything else is the authorization server's. */
export const OPERATOR_PATH = '/v1/';

/** A month: a longer overlap is no rotation. */
const OVERLAP_SECONDS_MAX = 31 * 24 * 60 * 60;
const RATE_PER_SECOND = 100;

/** POST /v1/clients/{clientId}/rotate, for the operator: a new secret, told once, in the answer. */
export async function createRotationRoute(ports: RotationPorts): Promise<RotationRoute> {
  const http = await createHttpServer({
    config: { rateLimitPerSecond: RATE_PER_SECOND, authTokenUrl: ports.tokenUrl },
    logger: createLogger({ service: 'issuer', logLevel: 'silent' }),
    title: 'Told Once: development issuer',
    auth: createTokenVerifier({
      authIssuer: ports.issuer,
      authJwksUrl: ports.jwksUrl,
      authAudience: ports.audience,
    }),
    ready: createHealth(),
  });
  http.post<{ Params: { clientId: string }; Body: { overlapSeconds: number } }>(
    `${OPERATOR_PATH}clients/:clientId/rotate`,
    {
      onRequest: requireScope('operations:write'),
      schema: {
        operationId: 'rotateSecret',
        summary: 'Give an agency’s client a new secret; the one before is accepted for a while',
        params: {
          type: 'object',
          additionalProperties: false,
          required: ['clientId'],
          properties: { clientId: { type: 'string', pattern: '^[a-z][a-z0-9-]{1,39}$' } },
        },
        body: {
          type: 'object',
          additionalProperties: false,
          required: ['overlapSeconds'],
          properties: {
            overlapSeconds: { type: 'integer', minimum: 0, maximum: OVERLAP_SECONDS_MAX },
          },
        },
        response: {
          200: {
            description: 'Rotated.',
            type: 'object',
            additionalProperties: false,
            properties: {
              clientId: { type: 'string' },
              clientSecret: { type: 'string', description: 'Told here and never again.' },
              formerUntil: { type: 'string', format: 'date-time' },
            },
          },
        },
      },
      config: { problems: ['not-found', 'rotation-under-way'] },
    },
    async (request, reply) => {
      const { clientId } = request.params;
      if (!ports.clientIds.has(clientId)) throw problem('not-found');
      const rotation = ports.rotate(clientId, request.body.overlapSeconds * 1000);
      if (rotation.kind === 'under-way') {
        throw problem('rotation-under-way', {
          detail: `The secret before is accepted until ${rotation.formerUntil}; no overlap at all ends it at once.`,
        });
      }
      const { clientSecret, formerUntil } = rotation;
      return reply
        .header('cache-control', 'no-store')
        .send({ clientId, clientSecret, formerUntil });
    },
  );
  await http.ready();
  return {
    handle: (request, response) => http.routing(request, response),
    close: () => http.close(),
  };
}
