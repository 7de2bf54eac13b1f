import type { Thrown } from '../people/count-faults.ts';

/** One notice of the load: who tells it under which key, and the body of POST /v1/changes. */
export interface LoadChange extends Partial<Thrown> {
  readonly agency: string;
  readonly idempotencyKey: string;
  /** The household it is about; those of one household are sent one after another. */
  readonly household: number;
  readonly change: object;
  /** The line as it is sent, where it is not simply the two as JSON. */
  readonly line?: string;
  /** The problem's code with which intake refuses this line; what it says comes again, mended. */
  readonly refusedAs?: string;
}

/** The line of POST /v1/changes/bulk, without its end. */
export const lineOf = ({ idempotencyKey, change, line }: LoadChange): string =>
  line ?? JSON.stringify({ idempotencyKey, change });
