import type { AwardLine } from '../award.ts';
import type { ExactPence } from '../money.ts';

/** One step of a calculation: an exact weekly amount and the line that explains it. */
export type Figure = { readonly weekly: ExactPence; readonly line: AwardLine };

/** Several steps: the exact weekly amount that they come to, and the lines that explain it. */
export type Sum = { readonly weekly: ExactPence; readonly lines: readonly AwardLine[] };
