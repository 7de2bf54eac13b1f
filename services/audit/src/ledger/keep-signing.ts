import { codeOf, doRegularly, type Logger } from '@told/service';
import { ForkedError, type HeadSigner, PutBackError } from './sign-heads.ts';

/** Whoever reads is promised a head a second while the ledger grows; what a transaction takes is within the rest. */
const SIGN_EVERY_MS = 800;

export interface Signing {
  /** False once what is kept contradicts the last head: nothing is signed any more, and entries go on. */
  isForked(): boolean;
  stop(): Promise<void>;
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
  const { stop } = doRegularly(async () => {
    if (forked) return;
    try {
      await signer.sign();
    } catch (error) {
      if (error instanceof PutBackError) return fail(error);
      forked = error instanceof ForkedError;
      const level = forked ? 'error' : 'warn';
      // But for a fork, the next turn signs what this one did not.
      logger[level]({ err: error, code: codeOf(error) }, 'no head was signed');
    }
  }, everyMs);
  return { isForked: () => forked, stop };
}
