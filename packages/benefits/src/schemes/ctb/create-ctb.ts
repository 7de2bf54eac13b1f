import type { AwardLine, Question } from '../../award.ts';
import { addDays, ageOn, benefitWeekStart, type IsoDate, SUNDAY } from '../../calendar.ts';
import { sumCapital } from '../../capital.ts';
import type { Circumstances } from '../../circumstances.ts';
import { COUNCIL_TAX_RULES, findWeeklyTax } from '../../council-tax/liability.ts';
import {
  atLeastZero,
  describePence,
  type ExactPence,
  roundHalfUp,
  timesRatio,
  ZERO_PENCE,
} from '../../money.ts';
import { missingField, notModelled } from '../../weekly-income.ts';
import type { Figure } from '../figure.ts';
import { PASSPORTS } from '../passports.ts';
import { explain } from '../rule.ts';
import type { AwardDay, DayAward, Scheme } from '../scheme.ts';
import type { CtbRates } from './ctb-rates.ts';
import { CTB_RULES } from './ctb-rules.ts';
import { dateCtbChange, dateCtbClaim } from './date-ctb-change.ts';
import { findExtendedPayments } from './extended-payments.ts';
import { findApplicableAmount, findCountedIncome } from './means.ts';

const PENSION_AGE_FROM = 60;
const CLAIM_AGE_FROM = 18;

/**
 * Council tax benefit for people of working age, by the rates of one financial year.
 *
 * - Dates [CTB Regs 2006 reg 67]: the Monday after the date of change; a change in the amount of
 *   council tax from the day itself; a partner joining or leaving, a death, and two changes in one
 *   week, by the rules marked `unverified`.
 * - Amount: `A/B − nonDep/7 − (2 6/7 %) × weekly excess` a day, A = the year's tax after discounts ÷
 *   liable persons, B = days in the financial year; a week is seven days.
 */
export function createCtb(rates: CtbRates): Scheme {
  return {
    id: rates.scheme,
    title: rates.title,
    rules: [...Object.values(CTB_RULES), ...Object.values(COUNCIL_TAX_RULES)],
    weekEndsOn: () => SUNDAY,
    covers: () => ({ from: rates.period.from, to: rates.period.to }),
    ratesChangeOn: () => [],
    dateEffect: dateCtbChange,
    dateClaim: dateCtbClaim,
    alignsSameWeek: true,
    endsOnTheDay: false,
    // Reg 67(1): in a week only the changes of earlier weeks count.
    agesReadOn: (day) => addDays(benefitWeekStart(day, SUNDAY), -1),
    award: (circumstances, day) => assessDay(circumstances, day, rates),
    findSpans: (benefitCase, changes) => findExtendedPayments(benefitCase, changes, rates),
  };
}

function assessDay(circumstances: Circumstances, day: AwardDay, rates: CtbRates): DayAward {
  if (circumstances.ended !== null) {
    return nil(explain(CTB_RULES.ended, 'The claim is over.'));
  }
  const passport = circumstances.awards.find(({ benefit }) => PASSPORTS.includes(benefit));
  const open =
    findNote(circumstances, passport !== undefined) ??
    findAgeQuestion(circumstances, day.agesReadOn, passport !== undefined);
  if (open !== null) return { kind: 'question', question: open };
  const tax = findWeeklyTax(circumstances, day.benefitCase, day.on);
  if ('reason' in tax) return { kind: 'question', question: tax };
  if (circumstances.nonDependants.length > 0) {
    return { kind: 'question', question: notModelled('non-dependant') };
  }
  if (passport !== undefined) {
    const text = `Income and capital do not count while ${passport.benefit} is paid: excess £0.00.`;
    return award(tax.weekly, [tax.line, explain(CTB_RULES.passported, text)]);
  }
  if (sumCapital(circumstances.capital) > rates.pence.capitalLowerLimit.value) {
    return { kind: 'question', question: notModelled('capital') };
  }
  const applicable = findApplicableAmount(circumstances, rates, day.agesReadOn);
  if ('reason' in applicable) return { kind: 'question', question: applicable };
  const income = findCountedIncome(circumstances, rates, day.agesReadOn);
  if ('reason' in income) return { kind: 'question', question: income };
  return taper(tax, applicable, income, rates);
}

function taper(tax: Figure, applicable: Figure, income: Figure, rates: CtbRates): DayAward {
  const excess = atLeastZero(income.weekly.sub(applicable.weekly));
  const { numerator, denominator } = rates.taper;
  const reduction = timesRatio(excess, numerator, denominator);
  const reductionPence = roundHalfUp(reduction);
  const text = `Excess income ${describePence(roundHalfUp(excess))} a week takes off 20 %: ${describePence(reductionPence)}.`;
  const line = explain(CTB_RULES.excess, text, reductionPence);
  const weekly = atLeastZero(tax.weekly.sub(reduction));
  return award(weekly, [tax.line, applicable.line, income.line, line]);
}

function award(weekly: ExactPence, lines: readonly AwardLine[]): DayAward {
  return { kind: 'award', weekly, entitled: weekly.n > 0n, lines };
}

const nil = (line: AwardLine): DayAward => ({
  kind: 'award',
  weekly: ZERO_PENCE,
  entitled: false,
  lines: [line],
});

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
  agesReadOn: IsoDate,
  isPassported: boolean,
): Question | null {
  if (isPassported) return null;
  const { birthDate } = circumstances.claimant;
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

/**
 * First day of a new award: the benefit week after the claim, or the week of the claim for a person
 * who became liable for the first time in it. [CTB Regs 2006 reg 64]
 */
export function ctbAwardStart(claim: {
  readonly claimedOn: IsoDate;
  readonly newlyLiableInThatWeek: boolean;
}): IsoDate {
  return dateCtbClaim(claim.claimedOn, claim.newlyLiableInThatWeek).on;
}
