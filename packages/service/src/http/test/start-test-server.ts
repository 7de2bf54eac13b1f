import type { FastifyInstance } from 'fastify';
import type { TokenVerifier } from '../../auth/scopes.ts';
import { createLogger, type Logger } from '../../log/create-logger.ts';
import { createHttpServer, type HttpServerOptions } from '../create-http-server.ts';
import { createHealth } from '../health.ts';
import { createMetrics } from '../metrics.ts';

/** Accepts the token `luton`, for the agency of that name with the scope things:write. */
export const testTokens: TokenVerifier = {
  verify: async (token) => ({
    agency: token,
    clientId: token,
    scopes: new Set(['things:write']),
  }),
};

/** A log that is kept instead of printed. */
export function captureLog(): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const stream = { write: (line: string) => lines.push(line) };
  return { logger: createLogger({ service: 'test', logLevel: 'trace' }, stream), lines };
}

/** A server as services make it, with whatever a test wants changed. */
export function startTestServer(
  changes: Partial<HttpServerOptions> = {},
): Promise<FastifyInstance> {
  return createHttpServer({
    config: { rateLimitPerSecond: 100_000, authTokenUrl: 'http://127.0.0.1:1/token' },
    logger: captureLog().logger,
    title: 'Test',
    auth: testTokens,
    ready: createHealth(),
    metrics: createMetrics({ processMetrics: false }),
    checkAnswers: true,
    ...changes,
  });
}

export const asLuton = {
  authorization: 'Bearer luton',
  'content-type': 'application/json',
} as const;
