import type { AwardLine, Question } from '../../award.ts';
import type { IsoDate } from '../../calendar.ts';
import { findTariffIncome, sumCapital } from '../../capital.ts';
import type { Circumstances } from '../../circumstances.ts';
import type { Benefit } from '../../facts.ts';
import {
  addPence,
  atLeastZero,
  comparePence,
  describePence,
  type ExactPence,
  exactPence,
  isPositive,
  leastOf,
  roundHalfUp,
  subtractPence,
  ZERO_PENCE,
} from '../../money.ts';
import {
  isQuestion,
  missingField,
  sumWeeklyIncome,
  type WeeklyIncome,
} from '../../weekly-income.ts';
import { explain } from '../rule.ts';
import { hasChild, listAdults } from './allowance.ts';
import type { JsaIbRates } from './jsa-ib-rates.ts';
import { JSA_IB_RULES } from './jsa-ib-rules.ts';

/** What comes off the applicable amount, line by line; `over-limit`: there is too much capital for any award. */
export type CountedIncome = { readonly weekly: ExactPence; readonly lines: readonly AwardLine[] };

/** Benefits paid for tax, rent and children, and this one itself. */
const WITHOUT_EFFECT: readonly Benefit[] = ['hb', 'ctb', 'ctc', 'jsa-ib'];
/** Nobody gets one of these beside this one. [Jobseekers Act 1995 s.3(1)] */
const EXCLUDING: readonly Benefit[] = ['is', 'esa-ir', 'pc-guarantee', 'pc-savings'];

/** Earnings after the disregard, tariff income, other benefits and all other income in full. [JSA Regs 1996 regs 93-116, Sch 6] */
export function findCountedIncome(
  circumstances: Circumstances,
  agesReadOn: IsoDate,
  rates: JsaIbRates,
): CountedIncome | Question | 'over-limit' {
  const tariff = findTariff(circumstances, rates);
  if (tariff === 'over-limit') return tariff;
  const benefits = sumBenefits(circumstances);
  if (isQuestion(benefits)) return benefits;
  const sums = sumWeeklyIncome(circumstances.incomes, rates.perWeek);
  if ('reason' in sums) return sums;
  const disregard = findDisregard(circumstances, sums, agesReadOn, rates);
  if (isQuestion(disregard)) return disregard;
  const earnings = atLeastZero(subtractPence(sums.earnings, disregard));
  const weekly = addPence(addPence(earnings, benefits), addPence(exactPence(tariff), sums.other));
  const lines: AwardLine[] = [];
  const add = (rule: Parameters<typeof explain>[0], amount: ExactPence, text: string): void => {
    if (isPositive(amount)) lines.push(explain(rule, text, roundHalfUp(amount)));
  };
  const earned = `Net earnings ${show(sums.earnings)} less disregard ${show(disregard)}: ${show(earnings)} a week counts.`;
  if (isPositive(sums.earnings)) {
    lines.push(explain(JSA_IB_RULES.earnings, earned, roundHalfUp(earnings)));
  }
  const capital = describePence(sumCapital(circumstances.capital));
  const brings = exactPence(tariff);
  add(
    JSA_IB_RULES.tariff,
    brings,
    `Capital of ${capital} is taken to bring ${show(brings)} a week.`,
  );
  add(JSA_IB_RULES.otherBenefits, benefits, `Other benefits of ${show(benefits)} a week count.`);
  const total = `Income of ${show(weekly)} a week comes off.`;
  lines.push(explain(JSA_IB_RULES.income, total, roundHalfUp(weekly)));
  return { weekly, lines };
}

const show = (amount: ExactPence): string => describePence(roundHalfUp(amount));

function findTariff({ capital }: Circumstances, { pence }: JsaIbRates): number | 'over-limit' {
  return findTariffIncome(sumCapital(capital), {
    lower: pence.capitalLowerLimit.value,
    upper: pence.capitalUpperLimit.value,
    step: pence.capitalStep.value,
    perStep: pence.capitalTariff.value,
  });
}

function sumBenefits({ awards }: Circumstances): ExactPence | Question {
  let sum = ZERO_PENCE;
  for (const { benefit, weeklyAmountPence } of awards) {
    if (WITHOUT_EFFECT.includes(benefit)) continue;
    if (EXCLUDING.includes(benefit)) {
      return { reason: 'contradiction', detail: 'benefit-awards-overlap' };
    }
    if (weeklyAmountPence === null) return missingField('benefitAward.weeklyAmountPence');
    sum = addPence(sum, exactPence(weeklyAmountPence));
  }
  return sum;
}

/**
 * Earnings a week that do not count: one amount for the family. The higher one of a special occupation
 * is only of what is earned in it, and never less than what every family has. [JSA Regs 1996 Sch 6]
 */
function findDisregard(
  circumstances: Circumstances,
  { earnings, earningsOf }: WeeklyIncome,
  agesReadOn: IsoDate,
  { pence }: JsaIbRates,
): ExactPence | Question {
  if (earnings === ZERO_PENCE) return ZERO_PENCE;
  const higher = exactPence(pence.disregardHigher.value);
  const { claimant, partner, children } = circumstances;
  const hasPremium = listAdults(circumstances).some(
    ({ disabilityPremium, carerPremium }) => disabilityPremium === true || carerPremium === true,
  );
  if (hasPremium) return higher;
  if (partner === null) {
    const isParent = hasChild(children, agesReadOn);
    if (typeof isParent !== 'boolean') return isParent;
    if (isParent) return higher;
  }
  const base = exactPence((partner === null ? pence.disregardSingle : pence.disregardCouple).value);
  const special = addPence(
    claimant.specialOccupation === true ? earningsOf.claimant : ZERO_PENCE,
    partner?.specialOccupation === true ? earningsOf.partner : ZERO_PENCE,
  );
  return maxOf(base, leastOf(special, higher));
}

const maxOf = (a: ExactPence, b: ExactPence): ExactPence => (comparePence(a, b) >= 0 ? a : b);
