import { randomBytes } from 'node:crypto';
import type { Clock } from '@told/service';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';

/** A sign-in under way: what the answer of the provider is held against, and where to go on afterwards. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** A path of ours. */
  readonly next: string;
}

export const ATTEMPT_SECONDS = 600;
const KEY_BYTES = 32;
const SEALED_WITH = { alg: 'dir', enc: 'A256GCM' } as const;

export interface AttemptSeal {
  seal(attempt: Attempt): Promise<string>;
  /** Undefined for what this process did not seal, or longer ago than ten minutes. */
  open(sealed: string | undefined): Promise<Attempt | undefined>;
}

/** The browser keeps its own attempt, so that strangers who begin thousands fill no memory of ours; it can neither read nor change it. */
export function createAttemptSeal(clock: Clock): AttemptSeal {
  const key = randomBytes(KEY_BYTES);
  return {
    seal: (attempt) =>
      new EncryptJWT({ ...attempt })
        .setProtectedHeader(SEALED_WITH)
        .setExpirationTime(Math.floor(clock.nowMs() / 1000) + ATTEMPT_SECONDS)
        .encrypt(key),
    async open(sealed) {
      if (sealed === undefined) return undefined;
      try {
        const { payload } = await jwtDecrypt<Attempt>(sealed, key, {
          keyManagementAlgorithms: [SEALED_WITH.alg],
          contentEncryptionAlgorithms: [SEALED_WITH.enc],
          currentDate: new Date(clock.nowMs()),
          requiredClaims: ['exp'],
        });
        return payload;
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}
