import type { Question } from './award.ts';
import type { Income } from './benefit-case.ts';
import type { PayPeriod } from './facts.ts';
import {
  addPence,
  atLeastZero,
  type ExactPence,
  exactPence,
  timesRatio,
  ZERO_PENCE,
} from './money.ts';

/** How a scheme turns a pay period's amount into a week's: × numerator ÷ denominator. */
export type WeeklyRatios = Readonly<
  Record<PayPeriod, { readonly numerator: number; readonly denominator: number }>
>;

export type WeeklyIncome = {
  /** Of both, net of tax, National Insurance and half the pension contribution, before any disregard. */
  readonly earnings: ExactPence;
  /** The same of each. */
  readonly earningsOf: Readonly<Record<'claimant' | 'partner', ExactPence>>;
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

/** Whether a rule returned a question in an amount's place. */
export function isQuestion(found: ExactPence | Question): found is Question {
  return typeof found === 'object' && 'reason' in found;
}

/** Work for pay or profit: what has hours, and disregards. */
export function isWork({ kind }: Pick<Income, 'kind'>): boolean {
  return kind === 'employed' || kind === 'self-employed';
}

/**
 * One income as exact pence a week, by the pay period. From earnings half the pension contribution
 * comes off; a job never brings less than nothing, since one job's loss is not set against another.
 * A question when the amount or its period is not known.
 */
function findWeeklyAmount(income: Income, ratios: WeeklyRatios): ExactPence | Question {
  if (income.netPence === null) return missingField('income.netPence');
  if (income.payPeriod === null) return missingField('income.payPeriod');
  const { numerator, denominator } = ratios[income.payPeriod];
  const pension = isWork(income) ? (income.pensionContributionPence ?? 0) : 0;
  const twiceNet = exactPence(2 * income.netPence - pension);
  return timesRatio(atLeastZero(twiceNet), numerator, 2 * denominator);
}

/**
 * The weekly income of claimant and partner together: earnings from employment and self-employment
 * (net profit), and every other income in full.
 */
export function sumWeeklyIncome(
  incomes: readonly Income[],
  ratios: WeeklyRatios,
): WeeklyIncome | Question {
  const earningsOf = { claimant: ZERO_PENCE, partner: ZERO_PENCE };
  let other = ZERO_PENCE;
  for (const income of incomes) {
    // Nobody says which non-dependant it is of.
    if (income.who === 'non-dependant') return missingField('income.member');
    const weekly = findWeeklyAmount(income, ratios);
    if (isQuestion(weekly)) return weekly;
    if (isWork(income)) earningsOf[income.who] = addPence(earningsOf[income.who], weekly);
    else other = addPence(other, weekly);
  }
  return { earnings: addPence(earningsOf.claimant, earningsOf.partner), earningsOf, other };
}
