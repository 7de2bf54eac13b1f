import type { Issuer } from '@told/stack';
import type { WrittenTransaction } from '../p4/work.ts';

/** What a contender of P1 is given. */
export type Work = {
  readonly databaseUrl: string;
  readonly issuer: Pick<Issuer, 'issuer' | 'audience' | 'jwksUrl' | 'tokenUrl'>;
  /** Where `WritesOf` lies, for who does not decide. */
  readonly writesFile: string;
};

/** Idempotency-Key → what the product writes for that request alone. */
export type WritesOf = ReadonlyMap<string, WrittenTransaction>;
