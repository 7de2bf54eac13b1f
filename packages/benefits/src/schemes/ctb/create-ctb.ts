import {
  addDays,
  benefitWeekStart,
  financialYearOf,
  type IsoDate,
  mondayAfter,
  SUNDAY,
} from '../../calendar.ts';
import { COUNCIL_TAX_RULES } from '../../council-tax/council-tax-rules.ts';
import type { Scheme } from '../scheme.ts';
import { assessCtbDay } from './assess-ctb-day.ts';
import { firstMondayInSeptember } from './childcare.ts';
import type { CtbRates } from './ctb-rates.ts';
import { CTB_CLIFFS, CTB_NOT_MODELLED } from './ctb-remarks.ts';
import { CTB_RULES } from './ctb-rules.ts';
import { dateCtbChange, dateCtbClaim } from './date-ctb-change.ts';
import { findExtendedPayments } from './extended-payments.ts';

/**
 * Council tax benefit for people of working age, by the rates of one financial year.
 *
 * - Dates [CTB Regs 2006 reg 67]: the Monday after the date of change; a change in the amount of
 *   council tax from the day itself; a partner joining or leaving, a death, and two changes in one
 *   week, by the rules marked `unverified`.
 * - Amount: `A/B − nonDep/7 − (2 6/7 %) × weekly excess` a day, A = the year's tax after discounts ÷
 *   liable persons, B = days in the financial year; a week is seven days. Or a second adult rebate,
 *   where it is more.
 */
export function createCtb(rates: CtbRates): Scheme {
  return {
    id: rates.scheme,
    title: rates.title,
    rules: [...Object.values(COUNCIL_TAX_RULES), ...Object.values(CTB_RULES)],
    cliffs: CTB_CLIFFS,
    notModelled: CTB_NOT_MODELLED,
    weekEndsOn: () => SUNDAY,
    covers: () => ({ from: rates.period.from, to: rates.period.to }),
    // A year's tax is set shortly before it begins: until then nobody can say, and nobody need ask.
    reaches: ({ taxByUprn }) => {
      const { label } = financialYearOf(rates.period.from);
      return Object.values(taxByUprn).some((years) => Object.hasOwn(years, label));
    },
    ratesChangeOn: ({ childcare }) => (childcare == null ? [] : [findChildcareDay(rates)]),
    dateEffect: dateCtbChange,
    dateClaim: dateCtbClaim,
    alignsSameWeek: true,
    endsOnTheDay: false,
    // Reg 67(1): in a week only the changes of earlier weeks count.
    agesReadOn: (day) => addDays(benefitWeekStart(day, SUNDAY), -1),
    award: (circumstances, day) => assessCtbDay(circumstances, day, rates),
    findSpans: (benefitCase, changes) => findExtendedPayments(benefitCase, changes, rates),
  };
}

/** The day on which charges for children of 15 count no more, by the benefit's own weeks. */
function findChildcareDay({ period }: CtbRates): IsoDate {
  return mondayAfter(firstMondayInSeptember(Number(period.from.slice(0, 4))));
}
