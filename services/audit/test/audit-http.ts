import { createHealth, createHttpServer, createLogger } from '@told/service';
import type { FastifyInstance } from 'fastify';

/** Audit's door without a route. A token is its one scope, in base64url. */
export function openAuditHttp(): Promise<FastifyInstance> {
  return createHttpServer({
    config: { rateLimitPerSecond: 100_000, authTokenUrl: 'http://issuer.example/token' },
    logger: createLogger({ service: 'audit', logLevel: 'error' }),
    title: 'Told Once: audit',
    auth: {
      verify: async (token) => ({
        ...{ agency: 'auditor', clientId: 'auditor' },
        scopes: new Set([Buffer.from(token, 'base64url').toString()]),
      }),
    },
    ready: createHealth(),
    checkAnswers: true,
  });
}
