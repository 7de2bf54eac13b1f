import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  ClientError,
  ClientSecretBasic,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  ResponseBodyError,
  refreshTokenGrant,
  type TokenEndpointResponse,
  tokenRevocation,
} from 'openid-client';
import type { Attempt } from './seal-attempt.ts';

export interface ProviderSettings {
  readonly authIssuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly consoleUrl: string;
  readonly signInScopes: readonly string[];
  readonly signInBrowserOrigin?: string | undefined;
  readonly identityMode: 'synthetic' | 'production';
}

/** What the provider gave for a code or a refresh token. */
export interface Granted {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly expiresInSeconds: number;
  /** Of the ID token that came with it; undefined where none did. */
  readonly identity: { readonly subject: string; readonly name: string } | undefined;
}

type Refusal =
  /** It says no, or what it says cannot be believed. */
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unreachable' }
  /** In production, one that asks nobody for a password. */
  | { readonly kind: 'development-issuer' };
export type Answer<T> = { readonly kind: 'given'; readonly value: T } | Refusal;

/** The OpenID provider at which people sign in. It is looked up whenever somebody begins, so that nobody is sent to one that is away. */
export interface Provider {
  /** Where a browser begins an attempt; `again`: even who is signed in there chooses anew who they are. */
  beginUrl(attempt: Attempt, again: boolean): Promise<Answer<URL>>;
  /** The code that came back, for tokens. Checks state, nonce, PKCE, issuer and the ID token's signature, audience and times. */
  redeem(back: URL, attempt: Attempt): Promise<Answer<Granted>>;
  renew(refreshToken: string): Promise<Answer<Granted>>;
  revoke(refreshToken: string): Promise<Answer<void>>;
  /** Where a browser ends the session of the provider; undefined: it has no such place. */
  endUrl(): Promise<Answer<URL | undefined>>;
}

const TIMEOUT_SECONDS = 5;
export const CALLBACK_PATH = '/sign-in/callback';
export const SIGNED_OUT_PATH = '/signed-out';

export function createProvider(settings: ProviderSettings, send: typeof fetch): Provider {
  const { consoleUrl, signInBrowserOrigin } = settings;
  const redirectUri = new URL(CALLBACK_PATH, consoleUrl).href;
  let known: Configuration | undefined;
  const ask = async <T>(
    work: (found: Configuration) => Promise<T> | T,
    isAskedAgain = false,
  ): Promise<Answer<T>> => {
    try {
      const found = known === undefined || isAskedAgain ? await lookUp(settings, send) : known;
      known = found;
      if (settings.identityMode === 'production' && isForDevelopment(found)) {
        return { kind: 'development-issuer' };
      }
      return { kind: 'given', value: await work(found) };
    } catch (error) {
      return judge(error);
    }
  };
  const seenByBrowsers = (url: URL): URL =>
    signInBrowserOrigin === undefined
      ? url
      : new URL(`${url.pathname}${url.search}`, signInBrowserOrigin);
  return {
    beginUrl: (attempt, again) =>
      ask(async (found) => {
        const challenge = await calculatePKCECodeChallenge(attempt.verifier);
        const url = buildAuthorizationUrl(found, {
          ...{ redirect_uri: redirectUri, scope: ['openid', ...settings.signInScopes].join(' ') },
          ...{ state: attempt.state, nonce: attempt.nonce },
          ...{ code_challenge: challenge, code_challenge_method: 'S256' },
          ...(again && { prompt: 'login' }),
        });
        return seenByBrowsers(url);
      }, true),
    redeem: (back, { state, nonce, verifier }) =>
      ask(async (found) => {
        const url = new URL(`${CALLBACK_PATH}${back.search}`, consoleUrl);
        const checks = {
          ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier },
          idTokenExpected: true,
        };
        return readGranted(await authorizationCodeGrant(found, url, checks));
      }),
    renew: (refreshToken) =>
      ask(async (found) => readGranted(await refreshTokenGrant(found, refreshToken))),
    revoke: (refreshToken) =>
      ask(async (found) => {
        if (found.serverMetadata().revocation_endpoint === undefined) return;
        await tokenRevocation(found, refreshToken);
      }),
    endUrl: () =>
      ask((found) => {
        if (found.serverMetadata().end_session_endpoint === undefined) return undefined;
        // Without id_token_hint, which would put a token into an address, and so into logs of others.
        const post_logout_redirect_uri = new URL(SIGNED_OUT_PATH, consoleUrl).href;
        return seenByBrowsers(buildEndSessionUrl(found, { post_logout_redirect_uri }));
      }),
  };
}

const lookUp = (
  { authIssuer, clientId, clientSecret }: ProviderSettings,
  send: typeof fetch,
): Promise<Configuration> =>
  discovery(new URL(authIssuer), clientId, {}, ClientSecretBasic(clientSecret), {
    timeout: TIMEOUT_SECONDS,
    [customFetch]: send as never,
    execute: [
      enableNonRepudiationChecks,
      ...(authIssuer.startsWith('http:') ? [allowInsecureRequests] : []),
    ],
  });

const isForDevelopment = (found: Configuration): boolean =>
  found.serverMetadata()['told_development_issuer'] === true;

type Received = TokenEndpointResponse & {
  claims(): { readonly sub: string; readonly [name: string]: unknown } | undefined;
};

/** Where a provider does not say how long a token lives (RFC 6749 §5.1), it is asked for a new one early. */
const LIFE_SECONDS_UNSTATED = 60;

function readGranted(received: Received): Granted {
  const claims = received.claims();
  const name = claims?.['name'];
  return {
    accessToken: received.access_token,
    refreshToken: received.refresh_token,
    expiresInSeconds: received.expires_in ?? LIFE_SECONDS_UNSTATED,
    identity: claims && {
      subject: claims.sub,
      name: typeof name === 'string' && name !== '' ? name : claims.sub,
    },
  };
}

/** Answers that are no OpenID provider's: it is away, or something stands before it. */
const NO_ANSWERS = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
]);

function judge(error: unknown): Refusal {
  if (error instanceof ResponseBodyError) {
    return error.status >= 500
      ? { kind: 'unreachable' }
      : { kind: 'refused', code: nameOf(error.error) };
  }
  if (error instanceof AuthorizationResponseError) {
    return { kind: 'refused', code: nameOf(error.error) };
  }
  if (error instanceof ClientError) {
    const { code = 'unknown' } = error;
    return NO_ANSWERS.has(code) ? { kind: 'unreachable' } : { kind: 'refused', code: nameOf(code) };
  }
  // What fetch throws when nobody answers; one of the library's own would have a code.
  if (error instanceof TypeError && (error as NodeJS.ErrnoException).code === undefined) {
    return { kind: 'unreachable' };
  }
  throw error;
}

/** As a log takes it; a provider may answer anything. */
const nameOf = (code: string): string => code.toLowerCase().replaceAll('_', '-');
