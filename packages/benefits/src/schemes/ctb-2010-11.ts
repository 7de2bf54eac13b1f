import type { AwardLine, Question } from '../award.ts';
import { type BenefitCase, padUprn } from '../benefit-case.ts';
import {
  addDays,
  ageOn,
  benefitWeekStart,
  financialYearOf,
  type IsoDate,
  mondayAfter,
  SUNDAY,
} from '../calendar.ts';
import type { ChangePart } from '../changes/dated-change.ts';
import type { Circumstances } from '../circumstances.ts';
import {
  atLeastZero,
  describePence,
  type ExactPence,
  exactPence,
  roundHalfUp,
  timesRatio,
  ZERO_PENCE,
} from '../money.ts';
import rates from '../rates/ctb-2010-11.json' with { type: 'json' };
import { missingField, notModelled } from '../weekly-income.ts';
import { findExtendedPayments } from './ctb-2010-11-extended-payment.ts';
import { findApplicableAmount, findCountedIncome } from './ctb-2010-11-income.ts';
import { PASSPORTS } from './passports.ts';
import type { DayAward, Scheme } from './scheme.ts';

const PENSION_AGE_FROM = 60;
const CLAIM_AGE_FROM = 18;
const DAYS_PER_WEEK = 7;

/**
 * Council tax benefit 2010/11 for people of working age.
 *
 * - Dates [CTB Regs 2006 reg 67]: the Monday after the date of change; a change in the amount of
 *   council tax from the day itself; a partner joining, and two changes in one week, by the
 *   parameters marked `unverified` in the rates.
 * - Amount: `A/B − (2 6/7 %) × weekly excess` a day, A = the year's tax after discounts ÷ liable
 *   persons, B = days in the financial year; a week is seven days.
 */
export const ctb201011: Scheme = {
  id: rates.scheme,
  title: rates.title,
  weekEndsOn: () => SUNDAY,
  covers: () => ({ from: rates.period.from, to: rates.period.to }),
  effectiveOn: (part: ChangePart, changedOn: IsoDate) => {
    if (part.moment === 'council-tax') return changedOn;
    if (part.moment === 'partner' && rates.partnerJoins.value === 'the-day-itself') {
      return changedOn;
    }
    return mondayAfter(changedOn);
  },
  alignsSameWeek: rates.sameWeek.value === 'earlier-day',
  endsOnTheDay: false,
  // Reg 67(1): in a week only the changes of earlier weeks count.
  agesReadOn: (day) => addDays(benefitWeekStart(day, SUNDAY), -1),
  award: assessDay,
  findOpenSpans: findExtendedPayments,
};

function assessDay(
  circumstances: Circumstances,
  benefitCase: BenefitCase,
  agesReadOn: IsoDate,
): DayAward {
  const passport = circumstances.awards.find(({ benefit }) => PASSPORTS.includes(benefit));
  const open =
    findNote(circumstances, passport !== undefined) ??
    findAgeQuestion(circumstances, benefitCase, agesReadOn, passport !== undefined);
  if (open !== null) return { kind: 'question', question: open };
  const tax = findWeeklyTax(circumstances, benefitCase);
  if ('reason' in tax) return { kind: 'question', question: tax };
  if (passport !== undefined) {
    const text = `Income and capital do not count while ${passport.benefit} is paid: excess £0.00.`;
    const line: AwardLine = { rule: 'passported', source: 'CTB Regs 2006 reg 74', text };
    return award(tax.weekly, [tax.line, line]);
  }
  if ((benefitCase.capitalPence ?? 0) > rates.pence.capitalLowerLimit.value) {
    return { kind: 'question', question: notModelled('capital') };
  }
  const applicable = findApplicableAmount(circumstances, benefitCase, agesReadOn);
  if ('reason' in applicable) return { kind: 'question', question: applicable };
  const income = findCountedIncome(circumstances, benefitCase, agesReadOn);
  if ('reason' in income) return { kind: 'question', question: income };
  return taper(tax, applicable, income);
}

type Figure = { readonly weekly: ExactPence; readonly line: AwardLine };

function taper(tax: Figure, applicable: Figure, income: Figure): DayAward {
  const excess = atLeastZero(income.weekly.sub(applicable.weekly));
  const { numerator, denominator } = rates.taper;
  const reduction = timesRatio(excess, numerator, denominator);
  const reductionPence = roundHalfUp(reduction);
  const line: AwardLine = {
    rule: 'excess',
    source: 'CTB Regs 2006: 2 6/7 % of the weekly excess a day',
    amountPence: reductionPence,
    text: `Excess income ${describePence(roundHalfUp(excess))} a week takes off 20 %: ${describePence(reductionPence)}.`,
  };
  const weekly = atLeastZero(tax.weekly.sub(reduction));
  return award(weekly, [tax.line, applicable.line, income.line, line]);
}

function award(weekly: ExactPence, lines: readonly AwardLine[]): DayAward {
  return { kind: 'award', weekly, entitled: weekly.n > 0n, lines };
}

/** Topics of notes that count although income does not. */
function findNote(circumstances: Circumstances, isPassported: boolean): Question | null {
  const counting = circumstances.notes.find(
    ({ topic }) => !isPassported || (topic !== 'income' && topic !== 'capital'),
  );
  return counting?.question ?? null;
}

/** Working age only; a passported award does not ask for ages, since no age changes it. */
function findAgeQuestion(
  circumstances: Circumstances,
  benefitCase: BenefitCase,
  agesReadOn: IsoDate,
  isPassported: boolean,
): Question | null {
  if (isPassported) return null;
  const { birthDate } = benefitCase.claimant;
  if (birthDate === null) return missingField('claimant.birthDate');
  const age = ageOn(birthDate, agesReadOn);
  if (age < CLAIM_AGE_FROM) return notModelled('claimant-under-18');
  if (age >= PENSION_AGE_FROM) return notModelled('pension-age');
  if (circumstances.partner === null) return null;
  const partnerBirthDate = circumstances.partner.birthDate;
  if (partnerBirthDate === null) return missingField('household.birthDate');
  return ageOn(partnerBirthDate, agesReadOn) >= PENSION_AGE_FROM
    ? notModelled('pension-age')
    : null;
}

const YEAR_DAYS = financialYearOf(rates.period.from).days;

/** The tax that a week can be helped with: A ÷ B × 7. [CTB Regs 2006 reg 57; LGFA 1992 s.11] */
function findWeeklyTax(circumstances: Circumstances, benefitCase: BenefitCase): Figure | Question {
  const { home } = circumstances;
  if (home === null || home.uprn === null) return missingField('address.toUprn');
  const uprn = padUprn(home.uprn);
  const table = benefitCase.annualTaxPenceByUprn;
  const annualPence = Object.hasOwn(table, uprn) ? table[uprn] : undefined;
  if (annualPence === undefined) return { reason: 'unknown-property', detail: 'address.toUprn' };
  const full = exactPence(annualPence);
  const { numerator, denominator } = rates.singlePersonDiscount;
  const discount = circumstances.singlePersonDiscount
    ? timesRatio(full, numerator, denominator)
    : ZERO_PENCE;
  const share = timesRatio(full.sub(discount), 1, home.liablePersons);
  const weekly = timesRatio(share, DAYS_PER_WEEK, YEAR_DAYS);
  const amountPence = roundHalfUp(weekly);
  const discounted = circumstances.singlePersonDiscount ? ' less single person discount 25 %' : '';
  const text = `Council tax ${describePence(annualPence)} a year${discounted} ÷ ${home.liablePersons} liable: ${describePence(amountPence)} a week.`;
  return {
    weekly,
    line: {
      rule: 'council-tax',
      source: 'CTB Regs 2006 reg 57; LGFA 1992 s.11',
      amountPence,
      text,
    },
  };
}

/**
 * First day of a new award: the benefit week after the claim, or the week of the claim for a person
 * who became liable for the first time in it. [CTB Regs 2006 reg 64]
 */
export function ctbAwardStart(claim: {
  readonly claimedOn: IsoDate;
  readonly newlyLiableInThatWeek: boolean;
}): IsoDate {
  return claim.newlyLiableInThatWeek
    ? benefitWeekStart(claim.claimedOn, SUNDAY)
    : mondayAfter(claim.claimedOn);
}
