import { benefitWeekStart } from '../../calendar.ts';
import { findWeekEnd } from '../jsa-ib/week-end.ts';
import type { Scheme } from '../scheme.ts';
import { createDateScheme, UNTIL_FURTHER_NOTICE } from './create-date-scheme.ts';
import { DATE_RULES } from './date-rules.ts';

/** Employment and support allowance: dates only; the week ends by the NINO's digits as a jobseeker's does. */
export const ESA: Scheme = createDateScheme({
  id: 'esa',
  title: 'Employment and support allowance, dates only',
  rules: [DATE_RULES.esaWeek, DATE_RULES.esaEnd, DATE_RULES.esaEndByIncome],
  // The benefit began on this day. [SI 2008/794 reg 1]
  period: { from: '2008-10-27', to: UNTIL_FURTHER_NOTICE },
  weekEndsOn: findWeekEnd,
  dateEffect: (_part, changedOn, benefitCase) => ({
    on: benefitWeekStart(changedOn, findWeekEnd(benefitCase)),
    rule: DATE_RULES.esaWeek,
  }),
  dateEnd: (changedOn) => ({ on: changedOn, rule: DATE_RULES.esaEnd }),
});
