import type { Statement } from '@told/service';
import type { Places } from './gateway-parts.ts';

/** What a contender of P4 is given: databases of its own, the first pair to warm up on. */
export type Work = {
  readonly warmUp: Part;
  readonly measured: Part;
  /** Where `WrittenTransaction[]` lies, for who does not decide. */
  readonly writesFile: string;
};

export type Part = Places & {
  readonly changes: number;
  /** What has to come out of them on the log: a decision each, and the releases. */
  readonly records: number;
};

/** What one transaction of the product wrote. */
export type WrittenTransaction = {
  readonly statements: readonly WrittenStatement[];
  /** Records put into the outbox. */
  readonly published: number;
};

export type WrittenStatement = {
  readonly statement: Statement;
  readonly values: readonly unknown[];
};
