import { codeOf, doRegularly, type Logger } from '@told/service';
import { ForkedError, type HeadSigner, KeyMissingError, PutBackError } from './sign-heads.ts';

/** Whoever reads is promised a head a second while the ledger grows; what a transaction takes is within the rest. */
const SIGN_EVERY_MS = 800;

export interface Signing {
  /** False once what is kept contradicts the last head: nothing is signed any more, and entries go on. */
  isForked(): boolean;
  /** True while another instance signs with a key that this one was not given. */
  lacksKey(): boolean;
  stop(): Promise<void>;
}

/** For readiness. */
export function describeSigning(
  signing: Signing,
): true | { readonly ready: false; readonly reason: string } {
  if (signing.isForked()) return { ready: false, reason: 'ledger-forked' };
  return signing.lacksKey() ? { ready: false, reason: 'ledger-key-missing' } : true;
}

/** Signs from time to time, and once more when it stops. `fail` ends the process when its database is not what it has signed. */
export function keepSigning({
  signer,
  logger,
  fail,
  everyMs = SIGN_EVERY_MS,
}: {
  readonly signer: HeadSigner;
  readonly logger: Logger;
  readonly fail: (error: unknown) => void;
  readonly everyMs?: number;
}): Signing {
  let forked = false;
  let lacksKey = false;
  const { stop } = doRegularly(async () => {
    if (forked) return;
    try {
      await signer.sign();
      lacksKey = false;
    } catch (error) {
      if (error instanceof PutBackError) return fail(error);
      // Said once, and by readiness from then on.
      if (lacksKey && error instanceof KeyMissingError) return;
      lacksKey = error instanceof KeyMissingError;
      forked = error instanceof ForkedError;
      const level = forked ? 'error' : 'warn';
      // But for a fork, the next turn signs what this one did not.
      logger[level]({ err: error, code: codeOf(error) }, 'no head was signed');
    }
  }, everyMs);
  return { isForked: () => forked, lacksKey: () => lacksKey, stop };
}
