import { addDays, addMonths, type IsoDate } from '../../calendar.ts';
import { BenefitsError } from '../../errors.ts';

const LAST_DAY = 31;

/**
 * The assessment period of universal credit that holds a day; `fromDay` is the day of the month on
 * which the first one began. From a 31st every period begins on the last day of its month; from a
 * 29th or 30th that of February begins on the 27th, in a leap year on the 28th. [UC Regs 2013 reg 21(2)]
 * Throws BenefitsError `invalid-case` when `fromDay` is no day of a month.
 */
export function assessmentPeriodOf(
  day: IsoDate,
  fromDay: number | null | undefined,
): { readonly from: IsoDate; readonly to: IsoDate } {
  if (fromDay == null || !Number.isInteger(fromDay) || fromDay < 1 || fromDay > LAST_DAY) {
    throw new BenefitsError(
      'invalid-case',
      'a universal credit case states the day of the month, 1 to 31, on which its periods begin',
    );
  }
  const monthStart = `${day.slice(0, 8)}01`;
  const inThisMonth = periodStartIn(monthStart, fromDay);
  const firstMonth = inThisMonth <= day ? monthStart : addMonths(monthStart, -1);
  const from = periodStartIn(firstMonth, fromDay);
  return { from, to: addDays(periodStartIn(addMonths(firstMonth, 1), fromDay), -1) };
}

function periodStartIn(monthStart: IsoDate, fromDay: number): IsoDate {
  const lastDay = addDays(addMonths(monthStart, 1), -1);
  if (fromDay === LAST_DAY) return lastDay;
  const start = `${monthStart.slice(0, 8)}${String(fromDay).padStart(2, '0')}`;
  const isFebruary = monthStart.slice(5, 7) === '02';
  return isFebruary && fromDay > 28 ? addDays(lastDay, -1) : start;
}
