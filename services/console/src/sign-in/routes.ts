import type { Clock, TokenVerifier } from '@told/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { checkForm } from '../frame/check-form.ts';
import { ownPath } from '../frame/own-path.ts';
import { forgetReason } from '../frame/reason.ts';
import type { SignIn } from '../frame/sign-in.ts';
import type { Cookie } from './cookies.ts';
import { readHolder, readTokens } from './hold-session.ts';
import * as messages from './messages.ts';
import { type Answer, CALLBACK_PATH, type Provider, SIGNED_OUT_PATH } from './provider.ts';
import { ATTEMPT_SECONDS, type AttemptSeal } from './seal-attempt.ts';
import type { Sessions } from './sessions.ts';

export interface SignInPorts {
  readonly provider: Provider;
  readonly sessions: Sessions;
  readonly attempts: AttemptSeal;
  readonly tokens: TokenVerifier;
  readonly sessionCookie: Cookie;
  readonly attemptCookie: Cookie;
  readonly clock: Clock;
  readonly isSecure: boolean;
  readonly ownOrigin: string;
}

type Ports = SignInPorts & Pick<SignIn, 'find'>;

/** Nobody needs to be signed in for these; what they are sent is checked by themselves. */
const OPEN = { config: { public: true }, schema: { hide: true } } as const;
const PAGE = 'sign-in/message.njk';

const show = (
  reply: FastifyReply,
  message: messages.Message,
  status = 200,
): Promise<FastifyReply> => reply.code(status).page(PAGE, message);

/** A query's one value of this name. */
function textOf({ query }: FastifyRequest, name: string): string | undefined {
  const value = (query as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}

const nextOf = (request: FastifyRequest): string => ownPath(textOf(request, 'next'));

export function addSignInRoutes(http: FastifyInstance, ports: Ports): void {
  addBeginning(http, ports);
  addReturn(http, ports);
  addEnd(http, ports);
}

function addBeginning(http: FastifyInstance, ports: Ports): void {
  const { provider, attempts, sessionCookie, attemptCookie } = ports;
  http.get('/sign-in', OPEN, async (request, reply) => {
    const next = nextOf(request);
    if ((await ports.find(request)) !== undefined) return reply.redirect(next, 303);
    if (sessionCookie.read(request) === undefined) return show(reply, messages.SIGN_IN(next));
    return show(reply, messages.SESSION_ENDED(next));
  });
  http.get('/sign-in/start', OPEN, async (request, reply) => {
    const next = nextOf(request);
    const attempt = {
      ...{ state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier(), next },
    };
    const begun = await provider.beginUrl(attempt, textOf(request, 'again') === '1');
    if (begun.kind !== 'given') return refuse(request, reply, begun, next);
    attemptCookie.put(reply, await attempts.seal(attempt), ATTEMPT_SECONDS);
    return reply.redirect(begun.value.href, 303);
  });
}

function addReturn(http: FastifyInstance, ports: Ports): void {
  const { provider, sessions, attempts, sessionCookie, attemptCookie, clock } = ports;
  http.get(CALLBACK_PATH, OPEN, async (request, reply) => {
    const attempt = await attempts.open(attemptCookie.read(request));
    attemptCookie.drop(reply);
    if (attempt === undefined) return show(reply, messages.NOT_FINISHED, 400);
    const redeemed = await provider.redeem(new URL(request.url, ports.ownOrigin), attempt);
    if (redeemed.kind !== 'given') return refuse(request, reply, redeemed, attempt.next);
    const holder = await readHolder(redeemed.value, undefined, ports);
    if (holder === undefined) {
      return refuse(request, reply, { kind: 'refused', code: 'other-person' }, attempt.next);
    }
    if (holder.scopes.size === 0) return show(reply, messages.NO_ROLE(holder.name), 403);
    // Whoever was signed in here before is so no longer, and an id from before opens nothing.
    sessions.end(sessionCookie.read(request));
    sessionCookie.put(reply, sessions.begin(holder, readTokens(redeemed.value, clock.nowMs())));
    return reply.redirect(attempt.next, 303);
  });
}

function addEnd(http: FastifyInstance, ports: Ports): void {
  const { provider, sessions, sessionCookie } = ports;
  http.post('/sign-out', OPEN, async (request, reply) => {
    const id = sessionCookie.read(request);
    const session = sessions.find(id);
    if (session !== undefined) {
      checkForm(request, session, ports.ownOrigin);
      sessions.end(id);
    }
    sessionCookie.drop(reply);
    forgetReason(reply, ports.isSecure);
    const { refreshToken } = session?.tokens ?? {};
    if (session === undefined) return reply.redirect(SIGNED_OUT_PATH, 303);
    const revoked = refreshToken === undefined ? undefined : await provider.revoke(refreshToken);
    if (revoked !== undefined && revoked.kind !== 'given') {
      request.log.warn({ reason: revoked.kind }, 'a refresh token was not revoked');
    }
    const end = await provider.endUrl();
    // Whoever is sent to a provider that is away learns nothing of being signed out here.
    const isAway = revoked?.kind === 'unreachable' || end.kind !== 'given';
    const place = isAway ? undefined : end.value?.href;
    return reply.redirect(place ?? SIGNED_OUT_PATH, 303);
  });
  http.get(SIGNED_OUT_PATH, OPEN, async (_request, reply) => show(reply, messages.SIGNED_OUT));
}

type Refusal = Exclude<Answer<never>, { readonly kind: 'given' }>;

function refuse(
  { log }: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  next: string,
): Promise<FastifyReply> {
  const code = refusal.kind === 'refused' ? { code: refusal.code } : {};
  log.warn({ reason: refusal.kind, ...code }, 'a sign-in failed');
  switch (refusal.kind) {
    case 'unreachable':
      return show(reply, messages.UNREACHABLE(next), 503);
    case 'development-issuer':
      return show(reply, messages.FOR_DEVELOPMENT, 503);
    default:
      return show(reply, messages.REFUSED, 400);
  }
}
