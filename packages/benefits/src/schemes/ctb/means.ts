import type { Question } from '../../award.ts';
import type { Income, Person } from '../../benefit-case.ts';
import { ageOn, type IsoDate } from '../../calendar.ts';
import type { Circumstances } from '../../circumstances.ts';
import {
  atLeastZero,
  describePence,
  type ExactPence,
  exactPence,
  roundHalfUp,
  ZERO_PENCE,
} from '../../money.ts';
import { missingField, notModelled, sumWeeklyIncome } from '../../weekly-income.ts';
import type { Figure } from '../figure.ts';
import { explain } from '../rule.ts';
import type { CtbRates } from './ctb-rates.ts';
import { CTB_RULES } from './ctb-rules.ts';

const CHILD_UNTIL_AGE = 16;
const ADULT_RATE_FROM_AGE = 25;

/** Allowances and premiums for the household. [CTB Regs 2006 Sch 1] */
export function findApplicableAmount(
  circumstances: Circumstances,
  rates: CtbRates,
  agesReadOn: IsoDate,
): Figure | Question {
  const { birthDate } = circumstances.claimant;
  if (birthDate === null) return missingField('claimant.birthDate');
  const ages = findChildAges(circumstances.children, agesReadOn);
  if ('reason' in ages) return ages;
  const { pence } = rates;
  const adult =
    circumstances.partner !== null
      ? pence.personalAllowanceCouple
      : ages.length > 0
        ? pence.personalAllowanceLoneParent
        : ageOn(birthDate, agesReadOn) >= ADULT_RATE_FROM_AGE
          ? pence.personalAllowanceSingle25
          : pence.personalAllowanceSingle18To24;
  const family =
    ages.length === 0
      ? 0
      : pence.familyPremium.value +
        (ages.some((age) => age < 1) ? pence.familyPremiumChildUnderOne.value : 0);
  const amountPence = adult.value + family + ages.length * pence.personalAllowanceChild.value;
  return {
    weekly: exactPence(amountPence),
    line: explain(
      CTB_RULES.applicableAmount,
      `Applicable amount ${describePence(amountPence)} a week.`,
      amountPence,
    ),
  };
}

function findChildAges(
  children: readonly Person[],
  agesReadOn: IsoDate,
): readonly number[] | Question {
  const ages: number[] = [];
  for (const { birthDate } of children) {
    if (birthDate === null) return missingField('child.birthDate');
    const age = ageOn(birthDate, agesReadOn);
    // From 16 it depends on education; that is not on the bus.
    if (age >= CHILD_UNTIL_AGE) return notModelled('young-person');
    ages.push(age);
  }
  return ages;
}

/** Earnings after disregards, and everything else in full. [CTB Regs 2006 regs 17-30, Sch 3] */
export function findCountedIncome(
  circumstances: Circumstances,
  rates: CtbRates,
  agesReadOn: IsoDate,
): Figure | Question {
  const sums = sumWeeklyIncome(circumstances.incomes, rates.perWeek);
  if ('reason' in sums) return sums;
  const unknownPartner = findPartnerWorkQuestion(circumstances);
  if (unknownPartner !== null) return unknownPartner;
  const benefits = sumOtherBenefits(circumstances);
  if ('reason' in benefits) return benefits;
  const disregard = findDisregard(circumstances, rates, agesReadOn, sums.earnings);
  if (typeof disregard !== 'number') return disregard;
  const counted = atLeastZero(sums.earnings.sub(exactPence(disregard)));
  const weekly = counted.add(sums.other).add(benefits);
  const amountPence = roundHalfUp(weekly);
  const net = describePence(roundHalfUp(sums.earnings));
  return {
    weekly,
    line: explain(
      CTB_RULES.income,
      `Net earnings ${net} less disregard ${describePence(disregard)}, with other income: ${describePence(amountPence)} a week counts.`,
      amountPence,
    ),
  };
}

/** A partner who joined and works, but whose earnings nobody told, is not a partner without earnings. */
function findPartnerWorkQuestion({ partner, incomes }: Circumstances): Question | null {
  const isUntold =
    partner?.worksSixteenHoursOrMore === true && !incomes.some(({ who }) => who === 'partner');
  return isUntold ? missingField('income.partner') : null;
}

/** Benefits that count pound for pound; council tax and housing benefit never do. */
function sumOtherBenefits(circumstances: Circumstances): ExactPence | Question {
  let sum = ZERO_PENCE;
  for (const { benefit, weeklyAmountPence } of circumstances.awards) {
    if (benefit === 'hb' || benefit === 'ctb') continue;
    if (benefit === 'pc-guarantee' || benefit === 'pc-savings')
      return notModelled('pension-credit');
    if (weeklyAmountPence === null) return missingField('benefitAward.weeklyAmountPence');
    sum = sum.add(exactPence(weeklyAmountPence));
  }
  return sum;
}

/**
 * Pence a week of earnings that do not count: one base by household, and the additional disregard
 * for 16 hours with a child, or 30 hours aged 25 or over. [CTB Regs 2006 Sch 3]
 */
function findDisregard(
  circumstances: Circumstances,
  rates: CtbRates,
  agesReadOn: IsoDate,
  earnings: ExactPence,
): number | Question {
  if (earnings.n === 0n) return 0;
  const { pence } = rates;
  const hasChild = circumstances.children.length > 0;
  const base =
    circumstances.partner !== null
      ? pence.disregardCouple.value
      : hasChild
        ? pence.disregardLoneParent.value
        : pence.disregardSingle.value;
  const jobs = circumstances.incomes.filter(({ kind }) => kind === 'employed');
  for (const [who, person] of [
    ['claimant', circumstances.claimant],
    ['partner', circumstances.partner],
  ] as const) {
    const worked = sumHours(jobs.filter((job) => job.who === who));
    const aged = person?.birthDate != null && ageOn(person.birthDate, agesReadOn) >= 25;
    if (worked === 0 || (!hasChild && !aged)) continue;
    if (worked === null) return missingField('income.hoursPerWeek');
    const needed = hasChild ? rates.hours.additionalWithChild : rates.hours.additionalWithoutChild;
    if (worked >= needed.value) return base + pence.disregardAdditional.value;
  }
  return base;
}

/** Hours a week over all jobs; null when one job's hours are not known. */
function sumHours(jobs: readonly Income[]): number | null {
  let sum = 0;
  for (const { hoursPerWeek } of jobs) {
    if (hoursPerWeek === null) return null;
    sum += hoursPerWeek;
  }
  return sum;
}
