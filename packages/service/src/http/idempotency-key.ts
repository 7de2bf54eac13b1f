import type { FastifyRequest } from 'fastify';
import { problem } from './problems.ts';

/** What a key is made of, in a header as in a line of a bulk request: 1 to 200 visible ASCII characters. */
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

/** The Idempotency-Key header: as IDEMPOTENCY_KEY says. Throws the problem idempotency-key-missing or -malformed. */
export function idempotencyKeyOf(request: Pick<FastifyRequest, 'headers'>): string {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') throw problem('idempotency-key-missing');
  // Node joins a header that came twice with a comma and a space, which this refuses too.
  if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key)) {
    throw problem('idempotency-key-malformed');
  }
  return key;
}
