import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { problem } from './problems.ts';

/** Clients remembered at once; the least recently seen is forgotten. */
const CLIENTS_MAX = 5_000;
const WINDOW_MS = 1_000;

/** Limits each client's requests in a second (an address's, where nobody was verified) and answers 429 with Retry-After. */
export async function limitRates(server: FastifyInstance, maxPerSecond: number): Promise<void> {
  const quiet = {
    'x-ratelimit-limit': false,
    'x-ratelimit-remaining': false,
    'x-ratelimit-reset': false,
  };
  await server.register(rateLimit, {
    global: true,
    // After onRequest, where the token is verified, and before the body is read.
    hook: 'preParsing',
    max: maxPerSecond,
    timeWindow: WINDOW_MS,
    cache: CLIENTS_MAX,
    keyGenerator: (request) => request.verifiedCaller?.clientId ?? request.ip,
    errorResponseBuilder: (_request, { ttl }) =>
      problem('rate-limited', { retryAfterSeconds: Math.max(1, Math.ceil(ttl / 1000)) }),
    addHeaders: { ...quiet, 'retry-after': false },
    addHeadersOnExceeding: quiet,
  });
}
