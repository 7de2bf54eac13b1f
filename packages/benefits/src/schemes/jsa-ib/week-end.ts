import type { BenefitCase } from '../../benefit-case.ts';
import type { Weekday } from '../../calendar.ts';
import { BenefitsError } from '../../errors.ts';

const DIGITS_MAX = 99;
/** Twenty pairs of digits to each working day. */
const DIGITS_PER_WEEKDAY = 20;

/** The last day of a case's benefit week. Throws BenefitsError `invalid-case` when the case does not say. */
export function findWeekEnd({ jsaWeekEndsOn: weekEndsOn }: BenefitCase): Weekday {
  if (weekEndsOn === null) {
    throw new BenefitsError('invalid-case', "a jobseeker's case states the day its week ends on");
  }
  return weekEndsOn;
}

/** Week end by the last two digits of a NINO: 00-19 Monday, 20-39 Tuesday … 80-99 Friday. [DWP rule for jobseeker's allowance payments] */
export function jsaWeekEndsOn(lastTwoDigits: number): Weekday {
  if (!Number.isInteger(lastTwoDigits) || lastTwoDigits < 0 || lastTwoDigits > DIGITS_MAX) {
    throw new BenefitsError('invalid-case', 'the last two NINO digits are 0 to 99');
  }
  return Math.floor(lastTwoDigits / DIGITS_PER_WEEKDAY) as Weekday;
}
