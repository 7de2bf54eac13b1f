import { type Clock, systemClock, type TokenVerifier } from '@told/service';
import type { FastifyRequest } from 'fastify';
import type { SignedIn, SignIn } from '../frame/sign-in.ts';
import { createCookie } from './cookies.ts';
import { holdToken } from './hold-session.ts';
import { createProvider, type ProviderSettings } from './provider.ts';
import { addSignInRoutes, type SignInPorts } from './routes.ts';
import { createAttemptSeal } from './seal-attempt.ts';
import { createSessions, type Session, type SessionLimits } from './sessions.ts';

export interface SignInOptions {
  readonly config: ProviderSettings & SessionLimits;
  /** Checks the persons' access tokens as the services do. */
  readonly tokens: TokenVerifier;
  readonly clock?: Clock;
  /** To the provider. */
  readonly fetch?: typeof fetch;
}

const SESSION_COOKIE = 'told-session';
const ATTEMPT_COOKIE = 'told-sign-in';

/**
 * People sign in by OpenID Connect (authorization code, PKCE, state, nonce). Their tokens stay in this process, the browser has an id alone; a session ends
 * at sign-out, when its time is up, when nothing was asked for a while, when the provider no longer renews it, and with the process.
 */
export function openSignIn(options: SignInOptions): SignIn {
  const { config, tokens, clock = systemClock, fetch: send = fetch } = options;
  const isSecure = config.consoleUrl.startsWith('https:');
  const ports: SignInPorts = {
    ...{ tokens, clock, isSecure, ownOrigin: new URL(config.consoleUrl).origin },
    provider: createProvider(config, send),
    sessions: createSessions(config, clock),
    attempts: createAttemptSeal(clock),
    sessionCookie: createCookie(SESSION_COOKIE, isSecure),
    attemptCookie: createCookie(ATTEMPT_COOKIE, isSecure),
  };
  const find = async (request: FastifyRequest): Promise<SignedIn | undefined> => {
    const id = ports.sessionCookie.read(request);
    const session = ports.sessions.find(id);
    return session && describe(session, () => ports.sessions.end(id), request, ports);
  };
  return {
    find,
    addRoutes: (http) => addSignInRoutes(http, { ...ports, find }),
    // Signing out leads from a form to the provider, and a browser looks at every step of the way.
    formActions: [new URL(config.signInBrowserOrigin ?? config.authIssuer).origin],
  };
}

const describe = (
  session: Session,
  end: () => void,
  { log }: FastifyRequest,
  ports: SignInPorts,
): SignedIn => ({
  ...session.holder,
  csrfToken: session.csrfToken,
  accessToken: () => holdToken(session, end, log, ports),
});
