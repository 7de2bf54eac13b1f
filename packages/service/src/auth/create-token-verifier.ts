import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from 'jose';
import { problem } from '../http/problems.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import type { Caller } from './caller.ts';
import { type TokenVerifier, unauthorized } from './scopes.ts';

export interface TokenVerifierOptions {
  readonly authIssuer: string;
  readonly authAudience: string;
  readonly authJwksUrl: string;
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
}

/** Asymmetric signatures alone (ASVS 9.1.2): with HS256 allowed, the issuer's public key would do as a secret. */
const ALGORITHMS = ['RS256', 'ES256'];
/** What two synchronised clocks may differ by. */
const CLOCK_SKEW_SECONDS = 5;
const KEYS_TIMEOUT_MS = 3_000;
const KEYS_COOLDOWN_MS = 5_000;
/** A verified token is believed for this long without looking at its signature again; so long, too, may a withdrawn issuer key live on. */
const BELIEVED_MS = 60_000;
const BELIEVED_TOKENS_MAX = 1_000;
const REFUSALS = new Set([
  errors.JWTExpired.code,
  errors.JWTClaimValidationFailed.code,
  errors.JWTInvalid.code,
  errors.JWSInvalid.code,
  errors.JWSSignatureVerificationFailed.code,
  errors.JOSEAlgNotAllowed.code,
  errors.JOSENotSupported.code,
  errors.JWKSNoMatchingKey.code,
  errors.JWKSMultipleMatchingKeys.code,
]);

/** Checks access tokens: signature by the issuer's published keys, algorithm, issuer, audience, expiry, and the claims `agency` and `scope` (RFC 9068). */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const clock = options.clock ?? systemClock;
  const keys = createRemoteJWKSet(new URL(options.authJwksUrl), {
    timeoutDuration: KEYS_TIMEOUT_MS,
    cooldownDuration: KEYS_COOLDOWN_MS,
    [customFetch]: options.fetch ?? fetch,
  });
  const believed = new Map<string, { readonly caller: Caller; readonly untilMs: number }>();

  return {
    async verify(token) {
      const nowMs = clock.nowMs();
      const known = believed.get(token);
      if (known !== undefined && known.untilMs > nowMs) return known.caller;
      believed.delete(token);
      const payload = await verifySignedClaims(token, keys, options, nowMs);
      const caller = callerOf(payload);
      const expiresMs = (payload.exp ?? 0) * 1000;
      if (believed.size >= BELIEVED_TOKENS_MAX) forgetOldest(believed);
      believed.set(token, { caller, untilMs: Math.min(expiresMs, nowMs + BELIEVED_MS) });
      return caller;
    },
  };
}

async function verifySignedClaims(
  token: string,
  keys: ReturnType<typeof createRemoteJWKSet>,
  options: TokenVerifierOptions,
  nowMs: number,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer: options.authIssuer,
      audience: options.authAudience,
      // RFC 9068 §4: another token of the same issuer, such as one that says who signed in, opens nothing.
      typ: 'at+jwt',
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: new Date(nowMs),
      requiredClaims: ['exp', 'agency'],
    });
    return payload;
  } catch (cause) {
    if (cause instanceof errors.JOSEError && REFUSALS.has(cause.code)) {
      throw unauthorized(refusalOf(cause), cause);
    }
    // Not the caller's fault: its token may be good, we cannot tell.
    throw problem('dependency-unavailable', {
      detail: 'The issuer’s keys cannot be had.',
      retryAfterSeconds: 5,
      cause,
    });
  }
}

function refusalOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'The access token has expired.';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `The claim ${error.claim} of the access token is missing or not what it must be.`;
  }
  return 'The access token is not signed by our issuer in a way we accept.';
}

function callerOf(payload: JWTPayload): Caller {
  const agency = payload['agency'];
  if (typeof agency !== 'string' || !/^[a-z][a-z0-9-]{0,62}$/.test(agency)) {
    throw unauthorized('The claim agency of the access token is missing or not what it must be.');
  }
  const scope = payload['scope'];
  const named = payload['client_id'] ?? payload['azp'] ?? payload.sub;
  const clientId = typeof named === 'string' ? named : agency;
  const subject = personOf(payload, clientId);
  const certificateDigest = boundCertificateOf(payload);
  return {
    agency,
    clientId,
    ...(subject !== undefined && { subject }),
    scopes: new Set(typeof scope === 'string' ? scope.split(' ').filter(Boolean) : []),
    ...(certificateDigest !== undefined && { certificateDigest }),
  };
}

/** What a provider may call a person: it is kept for ever beside what the person did, so it is no e-mail address and no name with spaces. */
const SUBJECT = /^[A-Za-z0-9][A-Za-z0-9._:|/-]{0,127}$/;

/** RFC 9068 §2.2: `sub` is the person who let the client act, or the client itself where there is none. */
function personOf({ sub }: JWTPayload, clientId: string): string | undefined {
  if (sub === undefined || sub === clientId) return undefined;
  if (SUBJECT.test(sub)) return sub;
  throw unauthorized('The claim sub of the access token is not what it must be.');
}

/** RFC 7800 §3.1: a token with `cnf` is worth nothing without its proof, and RFC 8705's is the one that we can check. */
function boundCertificateOf({ cnf }: JWTPayload): string | undefined {
  if (cnf === undefined) return undefined;
  const digest = (cnf as Readonly<Record<string, unknown>> | null)?.['x5t#S256'];
  if (typeof digest === 'string') return digest;
  throw unauthorized('The claim cnf of the access token asks for a proof that is not taken here.');
}

function forgetOldest(believed: Map<string, unknown>): void {
  for (const token of believed.keys()) {
    believed.delete(token);
    return;
  }
}
