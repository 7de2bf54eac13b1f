import type { AwardLine } from '../../award.ts';
import { addDays, benefitWeekEnd, benefitWeekStart, type IsoDate } from '../../calendar.ts';
import type { Circumstances } from '../../circumstances.ts';
import { atLeastZero, exactPence, isPositive, subtractPence, ZERO_PENCE } from '../../money.ts';
import { isWork, missingField } from '../../weekly-income.ts';
import { explain, type Rule } from '../rule.ts';
import type { AwardDay, DayAward, Remark, Scheme } from '../scheme.ts';
import { findAllowance } from './allowance.ts';
import { findCountedIncome } from './income.ts';
import type { JsaIbRates } from './jsa-ib-rates.ts';
import { JSA_IB_RULES } from './jsa-ib-rules.ts';
import { findWeekEnd } from './week-end.ts';

const CLIFFS: readonly Remark[] = [
  {
    name: 'hours',
    says: 'The 16th hour of work a week, or the 24th of a partner, ends the award.',
  },
  { name: 'capital-over-limit', says: 'A penny of capital more than £16,000 ends the award.' },
];

const NOT_MODELLED: readonly Remark[] = [
  { name: 'under-16', says: 'A claimant under 16.' },
  { name: 'under-18', says: 'A couple of whom one is under 18.' },
  { name: 'pension-age', says: 'Claimant or partner of 60 or over, and the premiums of that age.' },
];

/**
 * Income-based jobseeker's allowance, by the rates of one year.
 *
 * - Dates: the first day of the benefit week in which the change occurs; a change that ends
 *   entitlement, the day itself. [text read in SI 2013/381 Sch 1 Pt 1; SI 1999/991 has the same rule]
 * - Amount: applicable amount less earnings after the disregard and other income; adult allowance
 *   and premiums only, since child tax credit replaced the child parts from April 2004. [JSA Regs 1996 Sch 1]
 * - Work of 16 hours, or a partner's of 24, ends it. [JSA Regs 1996 reg 51]
 */
export function createJsaIb(rates: JsaIbRates): Scheme {
  return {
    id: rates.scheme,
    title: rates.title,
    rules: Object.values(JSA_IB_RULES),
    cliffs: CLIFFS,
    notModelled: NOT_MODELLED,
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
  const income = findCountedIncome(circumstances, agesReadOn, rates);
  if (income === 'over-limit') {
    return endAward(JSA_IB_RULES.capitalLimit, 'There is more capital than the limit.');
  }
  if ('reason' in income) return { kind: 'question', question: income };
  const weekly = atLeastZero(subtractPence(exactPence(applicable.pence), income.weekly));
  const entitled = isPositive(weekly);
  const lines: readonly AwardLine[] = [...applicable.lines, ...income.lines];
  const end = explain(JSA_IB_RULES.endsByIncome, 'Nothing is left, and the award ends.');
  return { kind: 'award', weekly, entitled, lines: entitled ? lines : [...lines, end] };
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
  let isUnknown = false;
  for (const [who, limit] of limits) {
    let hours = 0;
    for (const income of incomes) {
      if (income.who !== who || !isWork(income)) continue;
      if (income.hoursPerWeek === null) isUnknown = true;
      hours += income.hoursPerWeek ?? 0;
    }
    if (hours >= limit.value) {
      const text = `Work of ${limit.value} hours a week or more by the ${who} ends entitlement.`;
      return endAward(JSA_IB_RULES.hours, text);
    }
  }
  if (isUnknown) return { kind: 'question', question: missingField('income.hoursPerWeek') };
  const isUntold =
    partner?.worksSixteenHoursOrMore === true &&
    !incomes.some((income) => income.who === 'partner' && isWork(income));
  return isUntold ? { kind: 'question', question: missingField('income.partner') } : null;
}
