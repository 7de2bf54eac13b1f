import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify';
import { problem } from '../http/problems.ts';
import type { Caller } from './caller.ts';
import {
  type CertificateFault,
  findBindingFault,
  findConnectionFault,
} from './client-certificate.ts';

/** Checks a bearer token. Rejects with the problem `unauthorized`, or `dependency-unavailable` when the issuer's keys cannot be had. */
export interface TokenVerifier {
  verify(token: string): Promise<Caller>;
}

const scopesOfHook = new WeakMap<object, string>();

/** The route needs a token with this scope; then `request.caller` says whose. Give it as `onRequest` (or `preHandler`: it is moved before the body is read). */
export function requireScope(scope: string): onRequestHookHandler {
  const hook: onRequestHookHandler = async (request) => {
    const { socket } = request.raw;
    const { tokens, needsCertificate } = request.server;
    if (needsCertificate) refuseFault(request, findConnectionFault(socket, Date.now()));
    const token = bearerTokenOf(request.headers.authorization);
    const caller = await tokens.verify(token);
    refuseFault(request, findBindingFault(socket, caller, needsCertificate));
    request.verifiedCaller = caller;
    if (!caller.scopes.has(scope)) {
      throw problem('forbidden', {
        detail: `This route needs the scope ${scope}.`,
        headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
      });
    }
  };
  scopesOfHook.set(hook, scope);
  return hook;
}

function refuseFault(request: FastifyRequest, fault: CertificateFault | undefined): void {
  if (fault === undefined) return;
  request.log.warn({ reason: fault.reason }, 'client certificate refused');
  throw unauthorized(fault.detail);
}

/** The scope that a hook made by requireScope asks for. */
export function scopeOf(hook: unknown): string | undefined {
  return typeof hook === 'function' ? scopesOfHook.get(hook) : undefined;
}

/** Gives every request of the server its `caller`, to be verified by `tokens`, and where clients need a certificate by that too. */
export function decorateWithCaller(
  server: FastifyInstance,
  tokens: TokenVerifier,
  needsCertificate: boolean,
): void {
  server.decorate('tokens', tokens);
  server.decorate('needsCertificate', needsCertificate);
  server.decorateRequest('verifiedCaller', null);
  server.decorateRequest('caller', {
    getter(this: FastifyRequest) {
      if (this.verifiedCaller === null) throw new TypeError('a public route has no caller');
      return this.verifiedCaller;
    },
  });
}

const TOKEN_LENGTH_MAX = 4096;

function bearerTokenOf(header: string | undefined): string {
  // RFC 6750 §2.1; the scheme's case does not matter (RFC 9110 §11.1).
  const token = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(header ?? '')?.[1];
  if (token !== undefined && token.length <= TOKEN_LENGTH_MAX) return token;
  throw unauthorized('Send Authorization: Bearer and an access token.');
}

/** 401 with the challenge of RFC 6750 §3. */
export function unauthorized(detail: string, cause?: unknown): Error {
  return problem('unauthorized', {
    detail,
    cause,
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; set by requireScope, and reading it on a public route is a programmer's error. */
    readonly caller: Caller;
    /** The same, null where nobody was verified. */
    verifiedCaller: Caller | null;
  }
  interface FastifyInstance {
    readonly tokens: TokenVerifier;
    readonly needsCertificate: boolean;
  }
}
