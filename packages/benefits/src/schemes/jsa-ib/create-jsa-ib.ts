import type { AwardLine, Question } from '../../award.ts';
import { addDays, ageOn, benefitWeekEnd, benefitWeekStart, type IsoDate } from '../../calendar.ts';
import { sumCapital } from '../../capital.ts';
import type { Circumstances } from '../../circumstances.ts';
import { atLeastZero, describePence, exactPence, roundHalfUp, ZERO_PENCE } from '../../money.ts';
import { missingField, notModelled, sumWeeklyIncome } from '../../weekly-income.ts';
import { explain, type Rule } from '../rule.ts';
import type { AwardDay, DayAward, Scheme } from '../scheme.ts';
import type { JsaIbRates } from './jsa-ib-rates.ts';
import { JSA_IB_RULES } from './jsa-ib-rules.ts';
import { findWeekEnd } from './week-end.ts';

const CLAIM_AGE_FROM = 18;
const ADULT_RATE_FROM_AGE = 25;
const PENSION_AGE_FROM = 60;

/**
 * Income-based jobseeker's allowance, by the rates of one year.
 *
 * - Dates: the first day of the benefit week in which the change occurs; a change that ends
 *   entitlement, the day itself. [text read in SI 2013/381 Sch 1 Pt 1; SI 1999/991 has the same rule]
 * - Amount: applicable amount less earnings after the disregard and other income; adult allowance
 *   only, since child tax credit replaced the child parts from April 2004. [JSA Regs 1996 Sch 1]
 * - Work of 16 hours, or a partner's of 24, ends it. [JSA Regs 1996 reg 51]
 */
export function createJsaIb(rates: JsaIbRates): Scheme {
  return {
    id: rates.scheme,
    title: rates.title,
    rules: Object.values(JSA_IB_RULES),
    weekEndsOn: findWeekEnd,
    covers: (benefitCase) => {
      const weekEndsOn = findWeekEnd(benefitCase);
      const firstWeekFrom = (day: IsoDate): IsoDate =>
        addDays(benefitWeekEnd(addDays(day, -1), weekEndsOn), 1);
      return {
        from: firstWeekFrom(rates.period.firstWeekBeginsOnOrAfter),
        to: addDays(firstWeekFrom(rates.period.nextSchemeWeekBeginsOnOrAfter), -1),
      };
    },
    ratesChangeOn: () => [],
    dateEffect: (_part, changedOn, benefitCase) => ({
      on: benefitWeekStart(changedOn, findWeekEnd(benefitCase)),
      rule: JSA_IB_RULES.sameBenefitWeek,
    }),
    dateEnd: (changedOn) => ({ on: changedOn, rule: JSA_IB_RULES.endsOnTheDay }),
    alignsSameWeek: false,
    endsOnTheDay: true,
    // A change counts from the first day of its week, so the whole week sees its last day's ages.
    agesReadOn: benefitWeekEnd,
    award: (circumstances, day) => assessDay(circumstances, day, rates),
    findSpans: () => [],
  };
}

function assessDay(
  circumstances: Circumstances,
  { agesReadOn }: AwardDay,
  rates: JsaIbRates,
): DayAward {
  if (circumstances.ended === 'claimant-died') {
    return endAward(JSA_IB_RULES.died, 'The claim is over.');
  }
  if (circumstances.stopped.includes('jsa-ib')) {
    return endAward(JSA_IB_RULES.stopped, 'The award was stopped.');
  }
  // A home and its other residents do not change this benefit, which carries no housing costs here.
  const note = circumstances.notes.find(
    ({ topic }) => topic !== 'home' && topic !== 'non-dependant',
  );
  if (note !== undefined) return { kind: 'question', question: note.question };
  const ended = findEndingHours(circumstances, rates);
  if (ended !== null) return ended;
  const applicable = findAllowance(circumstances, agesReadOn, rates);
  if ('reason' in applicable) return { kind: 'question', question: applicable };
  if (sumCapital(circumstances.capital) > rates.pence.capitalLowerLimit.value) {
    return { kind: 'question', question: notModelled('capital') };
  }
  return subtractIncome(circumstances, applicable, rates);
}

function endAward(rule: Rule, text: string): DayAward {
  return { kind: 'award', weekly: ZERO_PENCE, entitled: false, lines: [explain(rule, text)] };
}

/** Work of 16 hours a week, or a partner's of 24, is remunerative work. [JSA Regs 1996 reg 51] */
function findEndingHours({ incomes, partner }: Circumstances, rates: JsaIbRates): DayAward | null {
  const limits = [
    ['claimant', rates.hours.claimantEnds],
    ['partner', rates.hours.partnerEnds],
  ] as const;
  for (const [who, limit] of limits) {
    let hours = 0;
    let isUnknown = false;
    for (const income of incomes) {
      const isWork = income.kind === 'employed' || income.kind === 'self-employed';
      if (income.who !== who || !isWork) continue;
      if (income.hoursPerWeek === null) isUnknown = true;
      hours += income.hoursPerWeek ?? 0;
    }
    if (hours >= limit.value) {
      const text = `Work of ${limit.value} hours a week or more by the ${who} ends entitlement.`;
      return endAward(JSA_IB_RULES.hours, text);
    }
    if (isUnknown) return { kind: 'question', question: missingField('income.hoursPerWeek') };
  }
  const isUntold =
    partner?.worksSixteenHoursOrMore === true && !incomes.some(({ who }) => who === 'partner');
  return isUntold ? { kind: 'question', question: missingField('income.partner') } : null;
}

type Allowance = { readonly pence: number; readonly line: AwardLine };

function findAllowance(
  circumstances: Circumstances,
  agesReadOn: IsoDate,
  rates: JsaIbRates,
): Allowance | Question {
  const { birthDate } = circumstances.claimant;
  if (birthDate === null) return missingField('claimant.birthDate');
  const ages = [ageOn(birthDate, agesReadOn)];
  if (circumstances.partner !== null) {
    if (circumstances.partner.birthDate === null) return missingField('household.birthDate');
    ages.push(ageOn(circumstances.partner.birthDate, agesReadOn));
  }
  if (ages.some((age) => age < CLAIM_AGE_FROM)) return notModelled('under-18');
  if (ages.some((age) => age >= PENSION_AGE_FROM)) return notModelled('pension-age');
  const { pence } = rates;
  const rate =
    circumstances.partner !== null
      ? pence.personalAllowanceCouple
      : (ages[0] ?? 0) >= ADULT_RATE_FROM_AGE
        ? pence.personalAllowanceSingle25
        : pence.personalAllowanceSingle18To24;
  const text = `Applicable amount ${describePence(rate.value)} a week.`;
  const line = explain(JSA_IB_RULES.applicableAmount, text, rate.value);
  return { pence: rate.value, line };
}

/** Other benefits that do not reduce jobseeker's allowance: paid for tax, rent and children, or itself. */
const WITHOUT_EFFECT: readonly string[] = ['hb', 'ctb', 'ctc', 'jsa-ib'];

function subtractIncome(
  circumstances: Circumstances,
  applicable: Allowance,
  rates: JsaIbRates,
): DayAward {
  const unknown = circumstances.awards.find(({ benefit }) => !WITHOUT_EFFECT.includes(benefit));
  if (unknown !== undefined) {
    return { kind: 'question', question: notModelled(`benefit-${unknown.benefit}`) };
  }
  const sums = sumWeeklyIncome(circumstances.incomes, rates.perWeek);
  if ('reason' in sums) return { kind: 'question', question: sums };
  const { pence } = rates;
  const disregard =
    circumstances.partner !== null
      ? pence.disregardCouple
      : circumstances.children.length > 0
        ? pence.disregardLoneParent
        : pence.disregardSingle;
  const earnings = atLeastZero(sums.earnings.sub(exactPence(disregard.value)));
  const income = earnings.add(sums.other);
  const weekly = atLeastZero(exactPence(applicable.pence).sub(income));
  const amountPence = roundHalfUp(income);
  const net = describePence(roundHalfUp(sums.earnings));
  const text = `Net earnings ${net} less disregard ${describePence(disregard.value)}, with other income: ${describePence(amountPence)} a week counts.`;
  const line = explain(JSA_IB_RULES.income, text, amountPence);
  return { kind: 'award', weekly, entitled: weekly.n > 0n, lines: [applicable.line, line] };
}
