import type { Question } from '../../award.ts';
import type { NonDependant } from '../../benefit-case.ts';
import { ageOn, type IsoDate } from '../../calendar.ts';
import type { Circumstances } from '../../circumstances.ts';
import {
  describePence,
  type ExactPence,
  roundHalfUp,
  timesRatio,
  ZERO_PENCE,
} from '../../money.ts';
import { missingField, notModelled } from '../../weekly-income.ts';
import type { Sum } from '../figure.ts';
import { explain } from '../rule.ts';
import type { CtbRates } from './ctb-rates.ts';
import { CTB_RULES } from './ctb-rules.ts';
import { ADULT_FROM_AGE, isOnMeansTested } from './non-dependants.ts';

export type SecondAdultRebate =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'rebate' } & Sum)
  /** Not known, but never more than `most` a week. */
  | { readonly kind: 'question'; readonly question: Question; readonly most: ExactPence };

const NONE: SecondAdultRebate = { kind: 'none' };

/**
 * The second adult rebate: a part of the person's share of the tax before discounts, by the means of
 * the second adults and whatever the claimant has. [SSCBA 1992 s.131; CTB Regs 2006 regs 62, 63, Sch 2]
 */
export function findSecondAdultRebate(
  circumstances: Circumstances,
  undiscounted: ExactPence,
  rates: CtbRates,
  agesReadOn: IsoDate,
): SecondAdultRebate {
  const { nonDependants, claimant, partner, home } = circumstances;
  const adults = nonDependants.filter((person) => mayBeSecondAdult(person, agesReadOn));
  if (adults.length === 0) return NONE;
  const { onBenefits } = rates.secondAdult;
  const most = timesRatio(undiscounted, onBenefits.numerator, onBenefits.denominator);
  const ask = (question: Question): SecondAdultRebate => ({ kind: 'question', question, most });
  const isDisregarded = (person: typeof claimant | null): boolean =>
    person?.disregardedForDiscount === true;
  const isLiableAlone = (home?.liablePersons ?? 1) === 1;
  if (partner !== null && !isDisregarded(claimant) && !isDisregarded(partner)) return NONE;
  // Who else is liable, and whether disregarded, is not on record: it matters only here.
  if (!isLiableAlone) {
    return isDisregarded(claimant) ? ask(notModelled('second-adult-joint-liability')) : NONE;
  }
  if (adults.some(({ birthDate }) => birthDate === null)) {
    return ask(missingField('household.birthDate'));
  }
  const means = sumMeans(adults);
  return 'reason' in means ? ask(means) : rebate(means, undiscounted, rates);
}

function mayBeSecondAdult(
  { birthDate, disregardedForDiscount }: NonDependant,
  agesReadOn: IsoDate,
): boolean {
  const isChild = birthDate !== null && ageOn(birthDate, agesReadOn) < ADULT_FROM_AGE;
  return disregardedForDiscount !== true && !isChild;
}

/** All of them on a means-tested benefit, or the gross income of those who are not. [Sch 2 para 1] */
function sumMeans(
  adults: readonly NonDependant[],
): { readonly grossPence: number | 'all-on-benefits' } | Question {
  let grossPence: number | null = null;
  for (const adult of adults) {
    const isOnBenefit = isOnMeansTested(adult);
    if (isOnBenefit === null) return missingField('household.benefits');
    if (isOnBenefit) continue;
    const own = adult.grossWeeklyIncomePence;
    if (own === null) return missingField('household.grossWeeklyIncomePence');
    grossPence = (grossPence ?? 0) + own;
  }
  return { grossPence: grossPence ?? 'all-on-benefits' };
}

function rebate(
  { grossPence }: { readonly grossPence: number | 'all-on-benefits' },
  undiscounted: ExactPence,
  rates: CtbRates,
): SecondAdultRebate {
  const { onBenefits, lowerIncome, middleIncome } = rates.secondAdult;
  const { secondAdultMiddleFrom, secondAdultNothingFrom } = rates.pence;
  const isOnBenefits = grossPence === 'all-on-benefits';
  const who = isOnBenefits ? 'on means-tested benefits' : `gross ${describePence(grossPence)}`;
  if (!isOnBenefits && grossPence >= secondAdultNothingFrom.value) {
    const text = `Second adult, ${who} a week: no rebate.`;
    const line = explain(CTB_RULES.secondAdult, text, 0);
    return { kind: 'rebate', weekly: ZERO_PENCE, lines: [line] };
  }
  const ratio = isOnBenefits
    ? onBenefits
    : grossPence < secondAdultMiddleFrom.value
      ? lowerIncome
      : middleIncome;
  const weekly = timesRatio(undiscounted, ratio.numerator, ratio.denominator);
  const pence = roundHalfUp(weekly);
  const percent = (ratio.numerator * 100) / ratio.denominator;
  const before = describePence(roundHalfUp(undiscounted));
  const text = `Second adult, ${who}: ${percent} % of ${before} tax before discounts: ${describePence(pence)} a week.`;
  const line = explain(CTB_RULES.secondAdult, text, pence);
  return { kind: 'rebate', weekly, lines: [line] };
}
