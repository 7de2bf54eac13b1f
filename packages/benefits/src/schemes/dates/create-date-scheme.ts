import type { IsoDate, Weekday } from '../../calendar.ts';
import { notModelled } from '../../weekly-income.ts';
import type { Remark, Scheme } from '../scheme.ts';

type DateRules = Pick<Scheme, 'id' | 'title' | 'rules' | 'weekEndsOn' | 'dateEffect'> &
  Partial<
    Pick<Scheme, 'dateEnd' | 'dateCredit' | 'lateGainRule' | 'lastDayOfNotice' | 'notModelled'>
  > & { readonly period: { readonly from: IsoDate; readonly to: IsoDate } };

const AMOUNT: Remark = { name: 'amount', says: 'Every amount: this scheme gives dates only.' };

/** A scheme of which only the dates are modelled: every award of it is to be verified, never a number. */
export function createDateScheme({ period, ...dates }: DateRules): Scheme {
  return {
    ...dates,
    notModelled: [AMOUNT, ...(dates.notModelled ?? [])],
    alignsSameWeek: false,
    endsOnTheDay: false,
    covers: () => period,
    ratesChangeOn: () => [],
    agesReadOn: (day: IsoDate, _weekEndsOn: Weekday) => day,
    award: () => ({ kind: 'question', question: notModelled('amount') }),
    findSpans: () => [],
  };
}

/** Rules of dates without an end in sight hold as far as a case may reach. */
export const UNTIL_FURTHER_NOTICE: IsoDate = '2099-12-31';
