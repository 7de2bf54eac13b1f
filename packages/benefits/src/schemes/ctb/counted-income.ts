import type { AwardLine, Question } from '../../award.ts';
import type { BenefitCase } from '../../benefit-case.ts';
import type { IsoDate } from '../../calendar.ts';
import type { Circumstances } from '../../circumstances.ts';
import {
  addPence,
  atLeastZero,
  describePence,
  type ExactPence,
  exactPence,
  leastOf,
  roundHalfUp,
  subtractPence,
  ZERO_PENCE,
} from '../../money.ts';
import { missingField, notModelled, sumWeeklyIncome } from '../../weekly-income.ts';
import type { Sum } from '../figure.ts';
import { explain, type Rule } from '../rule.ts';
import { hasAdditionalDisregard } from './additional-disregard.ts';
import { findChildcare } from './childcare.ts';
import type { CtbRates } from './ctb-rates.ts';
import { CTB_RULES } from './ctb-rules.ts';
import { findBaseDisregard } from './earnings-disregard.ts';

/** What income is counted of: the household, what its case says besides, and when. */
export type IncomeQuery = {
  readonly circumstances: Circumstances;
  readonly benefitCase: Pick<BenefitCase, 'childcare'>;
  readonly rates: CtbRates;
  readonly agesReadOn: IsoDate;
  /** A child counts for the applicable amount. */
  readonly hasChild: boolean;
  /** What capital is taken to bring a week, in pence. */
  readonly tariffPence: number;
};

/** Earnings after disregards and childcare, and everything else in full. [CTB Regs 2006 regs 17-30, Sch 3] */
export function findCountedIncome(query: IncomeQuery): Sum | Question {
  const { circumstances, rates, tariffPence } = query;
  const sums = sumWeeklyIncome(circumstances.incomes, rates.perWeek);
  if ('reason' in sums) return sums;
  const untold = findPartnerWorkQuestion(circumstances);
  if (untold !== null) return untold;
  const benefits = sumBenefits(circumstances, rates);
  if ('reason' in benefits) return benefits;
  const { hasChild } = query;
  const disregard = findBaseDisregard(circumstances, sums, hasChild, rates);
  if ('reason' in disregard) return disregard;
  const afterBase = atLeastZero(subtractPence(sums.earnings, disregard.weekly));
  const relief = relieveIncome(query, afterBase, benefits);
  if ('reason' in relief) return relief;
  const credits = addPence(benefits.workingTax, benefits.childTax);
  const others = addPence(benefits.others, sums.other);
  const weekly = addPence(
    addPence(relief.earnings, relief.credits),
    addPence(others, exactPence(tariffPence)),
  );
  const net = describePence(roundHalfUp(sums.earnings));
  const less = describePence(roundHalfUp(subtractPence(sums.earnings, relief.earnings)));
  const total = roundHalfUp(weekly);
  const text = `Net earnings ${net} less disregard ${sums.earnings === ZERO_PENCE ? '£0.00' : less}, with other income: ${describePence(total)} a week counts.`;
  return {
    weekly,
    lines: [
      ...disregard.lines,
      ...relief.lines,
      ...tellPart(CTB_RULES.taxCredits, 'Tax credits', credits),
      ...tellPart(CTB_RULES.otherIncome, 'Other income', others),
      explain(CTB_RULES.income, text, total),
    ],
  };
}

function tellPart(rule: Rule, what: string, amount: ExactPence): readonly AwardLine[] {
  if (amount === ZERO_PENCE) return [];
  const pence = roundHalfUp(amount);
  return [explain(rule, `${what}: ${describePence(pence)} a week.`, pence)];
}

/** A partner who joined and works, but whose earnings nobody told, is not a partner without earnings. */
function findPartnerWorkQuestion({ partner, incomes }: Circumstances): Question | null {
  const isUntold =
    partner?.worksSixteenHoursOrMore === true && !incomes.some(({ who }) => who === 'partner');
  return isUntold ? missingField('income.partner') : null;
}

type Benefits = {
  readonly workingTax: ExactPence;
  readonly childTax: ExactPence;
  readonly others: ExactPence;
};

/** Benefits that count pound for pound; council tax and housing benefit never do. */
function sumBenefits({ awards }: Circumstances, { pence }: CtbRates): Benefits | Question {
  let workingTax = ZERO_PENCE;
  let childTax = ZERO_PENCE;
  let others = ZERO_PENCE;
  for (const { benefit, weeklyAmountPence } of awards) {
    if (benefit === 'hb' || benefit === 'ctb') continue;
    if (benefit === 'pc-guarantee' || benefit === 'pc-savings')
      return notModelled('pension-credit');
    if (weeklyAmountPence === null) return missingField('benefitAward.weeklyAmountPence');
    // More than the allowance holds a component, which the applicable amount would then hold too.
    if (benefit === 'esa-c' && weeklyAmountPence > pence.personalAllowanceSingle25.value) {
      return notModelled('esa-component');
    }
    const amount = exactPence(weeklyAmountPence);
    if (benefit === 'wtc') workingTax = addPence(workingTax, amount);
    else if (benefit === 'ctc') childTax = addPence(childTax, amount);
    else others = addPence(others, amount);
  }
  return { workingTax, childTax, others };
}

type Relief = {
  readonly earnings: ExactPence;
  readonly credits: ExactPence;
  readonly lines: readonly AwardLine[];
};

/**
 * What childcare and the further disregard leave of earnings and tax credits. Earnings come first;
 * what they cannot take of childcare comes off the tax credits [reg 17(2)], and of the further
 * disregard off working tax credit.
 */
function relieveIncome(
  { circumstances, benefitCase, rates, agesReadOn, hasChild }: IncomeQuery,
  afterBase: ExactPence,
  { workingTax, childTax }: Benefits,
): Relief | Question {
  const credits = addPence(workingTax, childTax);
  if (afterBase === ZERO_PENCE && credits === ZERO_PENCE)
    return { earnings: afterBase, credits, lines: [] };
  const childcare = findChildcare(circumstances, benefitCase.childcare, rates, agesReadOn);
  if ('reason' in childcare) return childcare;
  const careOffEarnings = leastOf(childcare.weekly, afterBase);
  const careOffCredits = leastOf(subtractPence(childcare.weekly, careOffEarnings), credits);
  const earnings = subtractPence(afterBase, careOffEarnings);
  const creditsLeft = subtractPence(credits, careOffCredits);
  const lines = [
    ...childcare.lines,
    ...tellPart(CTB_RULES.childcareCredits, 'Of it off tax credits', careOffCredits),
  ];
  if (earnings === ZERO_PENCE && (workingTax === ZERO_PENCE || creditsLeft === ZERO_PENCE)) {
    return { earnings, credits: creditsLeft, lines };
  }
  const isAdditional = hasAdditionalDisregard(circumstances, hasChild, rates, agesReadOn);
  if (typeof isAdditional !== 'boolean') return isAdditional;
  if (!isAdditional) return { earnings, credits: creditsLeft, lines };
  const whole = exactPence(rates.pence.disregardAdditional.value);
  const offEarnings = leastOf(whole, earnings);
  const offCredit = leastOf(subtractPence(whole, offEarnings), workingTax, creditsLeft);
  return {
    earnings: subtractPence(earnings, offEarnings),
    credits: subtractPence(creditsLeft, offCredit),
    lines: [
      ...lines,
      ...tellPart(CTB_RULES.additional, 'Further disregard of earnings', offEarnings),
      ...tellPart(CTB_RULES.additionalCredit, 'Of it off working tax credit', offCredit),
    ],
  };
}
