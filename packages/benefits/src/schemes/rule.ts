import type { AwardLine } from '../award.ts';

/** A rule of law as the code applies it, with where it was read. */
export type Rule = {
  readonly name: string;
  /** Regulation, statute or public page. */
  readonly source: string;
  /** What it says, in one plain sentence: the rules page is made of these. */
  readonly says: string;
  /** True when the source was believed and not read. */
  readonly unverified?: boolean;
};

/** One line of an award's explanation: the rule, its source, and what it gave here. */
export function explain({ name, source }: Rule, text: string, amountPence?: number): AwardLine {
  return amountPence === undefined
    ? { rule: name, source, text }
    : { rule: name, source, text, amountPence };
}
