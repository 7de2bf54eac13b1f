import type { FastifyInstance } from 'fastify';

const YEAR_SECONDS = 31_536_000;

/**
 * What every answer says to the browser: nothing but our own stylesheet and pictures, no script at all, forms to ourselves and the issuer, in nobody's frame.
 * `no-store` and `nosniff` are the server's own.
 */
export function addSecurityHeaders(
  http: FastifyInstance,
  {
    formActions,
    isSecure,
  }: { readonly formActions: readonly string[]; readonly isSecure: boolean },
): void {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    `form-action ${["'self'", ...formActions].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  const headers = {
    'content-security-policy': policy,
    'x-frame-options': 'DENY',
    // Without the origin, browsers would send `Origin: null` with our own forms.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    // On plain HTTP it would be ignored, and behind a name that others share it would bind them too.
    ...(isSecure && { 'strict-transport-security': `max-age=${YEAR_SECONDS}` }),
  };
  // As the answer leaves, so that those have them too which no route gave. The page about the API says itself what it needs.
  http.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('content-security-policy')) reply.headers(headers);
  });
}
