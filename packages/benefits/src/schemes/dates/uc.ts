import { SUNDAY } from '../../calendar.ts';
import type { Scheme } from '../scheme.ts';
import { assessmentPeriodOf } from './assessment-period.ts';
import { createDateScheme, UNTIL_FURTHER_NOTICE } from './create-date-scheme.ts';
import { DATE_RULES } from './date-rules.ts';

/**
 * Universal credit: dates only, by whole assessment periods. [SI 2013/381 Sch 1 Pt 3]
 * The rule is given from 2010 on, though the benefit began on 29 April 2013, so that one event can be
 * dated by every scheme.
 */
export const UC: Scheme = createDateScheme({
  id: 'uc',
  title: 'Universal credit, dates only',
  rules: [DATE_RULES.ucPeriod, DATE_RULES.ucPeriodDays, DATE_RULES.ucLateGain],
  period: { from: '2010-04-01', to: UNTIL_FURTHER_NOTICE },
  // Universal credit has no benefit week; views by week need some last day.
  weekEndsOn: () => SUNDAY,
  dateEffect: (_part, changedOn, { assessmentPeriodFromDay }) => ({
    on: assessmentPeriodOf(changedOn, assessmentPeriodFromDay).from,
    rule: DATE_RULES.ucPeriod,
  }),
  lateGainRule: DATE_RULES.ucLateGain,
  lastDayOfNotice: (changedOn, { assessmentPeriodFromDay }) =>
    assessmentPeriodOf(changedOn, assessmentPeriodFromDay).to,
});
