import type { AwardLine } from '../award.ts';
import type { ExactPence } from '../money.ts';

/** One step of a calculation: an exact weekly amount and the line that explains it. */
export type Figure = { readonly weekly: ExactPence; readonly line: AwardLine };
