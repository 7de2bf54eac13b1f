import { createHash, timingSafeEqual } from 'node:crypto';
import { problem } from '@told/service';
import type { FastifyRequest } from 'fastify';
import type { SignedIn } from './sign-in.ts';

/** The hidden field of every form. */
export const CSRF_FIELD = 'csrf';

/**
 * A form counts only if a page of ours sent it: the browser names our origin (RFC 6454 §7; every browser does, on every POST), and the form has the
 * token of the person's session (OWASP, synchronizer token). Throws the problem `forbidden`.
 */
export function checkForm(
  { headers, body }: Pick<FastifyRequest, 'headers' | 'body'>,
  { csrfToken }: Pick<SignedIn, 'csrfToken'>,
  ownOrigin: string,
): void {
  const given = (body as Readonly<Record<string, unknown>> | undefined)?.[CSRF_FIELD];
  const isOurs = typeof given === 'string' && csrfToken !== '' && isSame(given, csrfToken);
  if (headers.origin === ownOrigin && isOurs) return;
  throw problem('forbidden', {
    detail:
      'This form was not sent from a page of this session. Open the page again and send the form from there.',
  });
}

/** Digests are of one length, which the comparison needs. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
