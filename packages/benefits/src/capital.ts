import type { Capital } from './circumstances.ts';

/** All that claimant and partner have, in pence; what nobody told counts as nothing. */
export function sumCapital({ claimant, partner, couple }: Capital): number {
  return (couple ?? 0) + (claimant ?? 0) + (partner ?? 0);
}

/** A scheme's limits of capital, all in pence. */
export type CapitalLimits = {
  /** Ignored up to and at this amount. */
  readonly lower: number;
  /** More than this ends entitlement by one's own means. */
  readonly upper: number;
  /** Every so much above the lower limit, or part of it … */
  readonly step: number;
  /** … is taken to bring so much income a week. */
  readonly perStep: number;
};

/**
 * The weekly income, in pence, that capital is taken to bring; `over-limit` when there is too much of
 * it. [CTB Regs 2006 regs 33, 42; twins in JSA Regs 1996 regs 107, 116]
 */
export function findTariffIncome(
  capitalPence: number,
  { lower, upper, step, perStep }: CapitalLimits,
): number | 'over-limit' {
  if (capitalPence > upper) return 'over-limit';
  return capitalPence <= lower ? 0 : Math.ceil((capitalPence - lower) / step) * perStep;
}
