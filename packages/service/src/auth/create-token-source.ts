import { problem } from '../http/problems.ts';
import type { Clock } from '../time/clock.ts';

export interface TokenSourceOptions {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly audience: string;
  /** Space-separated scopes. */
  readonly scope: string;
  readonly timeoutMs?: number;
  /** Only for how old a token is. */
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
}

interface HeldToken {
  readonly text: string;
  readonly renewAtMs: number;
}

const TOKEN_TIMEOUT_MS = 5_000;
/** Renewed when a fifth of its life is left, so that no request travels with a token about to expire. */
const LIFE_USED = 0.8;
const LIFE_SECONDS_UNSTATED = 60;

/** A clock that was stepped back would have us keep a token that nobody believes any more; this one only runs forward. */
const STEPLESS: Clock = { nowMs: () => performance.now() };

/** Our own access token by client credentials (RFC 6749 §4.4), asked for once and kept until most of its life is used. Rejects with `dependency-unavailable`. */
export function createTokenSource(options: TokenSourceOptions): () => Promise<string> {
  const clock = options.clock ?? STEPLESS;
  let held: HeldToken | undefined;
  let asking: Promise<HeldToken> | undefined;
  return async () => {
    if (held !== undefined && held.renewAtMs > clock.nowMs()) return held.text;
    asking ??= askForToken(options, clock).finally(() => {
      asking = undefined;
    });
    held = await asking;
    return held.text;
  };
}

/** A service's own client, as its configuration says, at the issuer that `send` reaches: a source for each scope that it needs. */
export const createTokenSources =
  (
    client: Readonly<Record<'authTokenUrl' | 'authAudience' | 'clientId' | 'clientSecret', string>>,
    send: typeof fetch,
  ) =>
  (scope: string): (() => Promise<string>) =>
    createTokenSource({
      ...{ tokenUrl: client.authTokenUrl, audience: client.authAudience },
      ...{ clientId: client.clientId, clientSecret: client.clientSecret },
      ...{ scope, fetch: send },
    });

async function askForToken(options: TokenSourceOptions, clock: Clock): Promise<HeldToken> {
  const askedAtMs = clock.nowMs();
  try {
    const response = await (options.fetch ?? fetch)(options.tokenUrl, {
      method: 'POST',
      headers: {
        authorization: basicCredentials(options),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: options.scope,
        audience: options.audience,
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs ?? TOKEN_TIMEOUT_MS),
    });
    const answer = (await response.json()) as { access_token?: unknown; expires_in?: unknown };
    if (!response.ok || typeof answer.access_token !== 'string') {
      throw new TypeError('the token endpoint refuses our client');
    }
    const lifeSeconds =
      typeof answer.expires_in === 'number' ? answer.expires_in : LIFE_SECONDS_UNSTATED;
    return { text: answer.access_token, renewAtMs: askedAtMs + lifeSeconds * 1000 * LIFE_USED };
  } catch (cause) {
    throw problem('dependency-unavailable', { detail: 'No access token can be had.', cause });
  }
}

/** RFC 6749 §2.3.1: both parts are form-encoded first. */
function basicCredentials({ clientId, clientSecret }: TokenSourceOptions): string {
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
