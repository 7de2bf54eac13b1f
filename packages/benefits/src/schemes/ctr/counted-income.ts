import type { Question } from '../../award.ts';
import type { Circumstances } from '../../circumstances.ts';
import {
  addPence,
  atLeastZero,
  describePence,
  type ExactPence,
  exactPence,
  roundHalfUp,
  subtractPence,
  ZERO_PENCE,
} from '../../money.ts';
import { isQuestion, missingField, notModelled, sumWeeklyIncome } from '../../weekly-income.ts';
import type { Figure } from '../figure.ts';
import { explain } from '../rule.ts';
import type { CtrRates } from './ctr-rates.ts';
import { CTR_RULES } from './ctr-rules.ts';

/**
 * What claimant and partner have a week by a council's own scheme, never below zero. Profit is asked
 * about, since councils may take a least income for it.
 */
export function findCountedIncome(
  circumstances: Circumstances,
  rates: Pick<CtrRates, 'pence' | 'perWeek'>,
): Figure | Question {
  const { partner, incomes } = circumstances;
  if (incomes.some(({ kind }) => kind === 'self-employed')) return notModelled('self-employed');
  const sums = sumWeeklyIncome(incomes, rates.perWeek);
  if ('reason' in sums) return sums;
  const isUntold =
    partner?.worksSixteenHoursOrMore === true && !incomes.some(({ who }) => who === 'partner');
  if (isUntold) return missingField('income.partner');
  const benefits = sumBenefits(circumstances);
  if (isQuestion(benefits)) return benefits;
  const { earningsDisregard } = rates.pence;
  const earnings = atLeastZero(subtractPence(sums.earnings, exactPence(earningsDisregard.value)));
  const weekly = atLeastZero(addPence(addPence(earnings, sums.other), benefits));
  const amountPence = roundHalfUp(weekly);
  const net = describePence(roundHalfUp(sums.earnings));
  const less =
    earningsDisregard.value === 0 ? '' : ` less ${describePence(earningsDisregard.value)}`;
  const text = `Net earnings ${net}${less}, with other income: ${describePence(amountPence)} a week counts.`;
  return { weekly, line: explain(CTR_RULES.income, text, amountPence) };
}

/** Benefits in payment; what is paid for rent and council tax is no income. */
function sumBenefits({ awards }: Circumstances): ExactPence | Question {
  let sum = ZERO_PENCE;
  for (const { benefit, weeklyAmountPence } of awards) {
    if (benefit === 'hb' || benefit === 'ctb') continue;
    if (benefit === 'pc-guarantee' || benefit === 'pc-savings')
      return notModelled('pension-credit');
    if (weeklyAmountPence === null) return missingField('benefitAward.weeklyAmountPence');
    sum = addPence(sum, exactPence(weeklyAmountPence));
  }
  return sum;
}
