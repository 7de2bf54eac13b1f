import type { Question } from './award.ts';
import type { Income } from './benefit-case.ts';
import type { PayPeriod } from './facts.ts';
import { type ExactPence, exactPence, timesRatio, ZERO_PENCE } from './money.ts';

/** How a scheme turns a pay period's amount into a week's: × numerator ÷ denominator. */
export type WeeklyRatios = Readonly<
  Record<PayPeriod, { readonly numerator: number; readonly denominator: number }>
>;

export type WeeklyIncome = {
  /** Net of tax, National Insurance and half the pension contribution, before any disregard. */
  readonly earnings: ExactPence;
  /** Counted in full. */
  readonly other: ExactPence;
};

/** Thrown nowhere: rules return it to stop at the first thing that a person must find out. */
export function missingField(detail: string): Question {
  return { reason: 'missing-field', detail };
}

export function notModelled(detail: string): Question {
  return { reason: 'not-modelled', detail };
}

/**
 * One income as exact pence a week: net less half the pension contribution, by the pay period.
 * A question when the amount or its period is not known.
 */
function findWeeklyAmount(income: Income, ratios: WeeklyRatios): ExactPence | Question {
  if (income.netPence === null) return missingField('income.netPence');
  if (income.payPeriod === null) return missingField('income.payPeriod');
  const { numerator, denominator } = ratios[income.payPeriod];
  const halfPension = timesRatio(exactPence(income.pensionContributionPence ?? 0), 1, 2);
  return timesRatio(exactPence(income.netPence).sub(halfPension), numerator, denominator);
}

/**
 * The weekly income of claimant and partner together. Self-employed earnings (a year's profit) and
 * income of no named kind are not modelled.
 */
export function sumWeeklyIncome(
  incomes: readonly Income[],
  ratios: WeeklyRatios,
): WeeklyIncome | Question {
  let earnings = ZERO_PENCE;
  let other = ZERO_PENCE;
  for (const income of incomes) {
    if (income.kind === 'self-employed') return notModelled('self-employed');
    if (income.kind === 'other') return notModelled('income.other');
    if (income.who === 'non-dependant') return notModelled('non-dependant');
    const weekly = findWeeklyAmount(income, ratios);
    if ('reason' in weekly) return weekly;
    if (income.kind === 'employed') earnings = earnings.add(weekly);
    else other = other.add(weekly);
  }
  return { earnings, other };
}
