import { addMonths, type IsoDate } from './calendar.ts';
import type { Fact } from './facts.ts';

/**
 * Notices to another office that count as notice to this one: none by default. A person on income
 * support or jobseeker's allowance who starts work may tell DWP by telephone. [SI 2001/3252 reg 4]
 * Births and deaths told at a council office (SI 2010/444) join with those facts.
 */
const COUNTS_AS_NOTICE: readonly { readonly fact: Fact['fact']; readonly channel: string }[] = [
  { fact: 'income', channel: 'dwp-telephone' },
];

/** The day of notice to this office: of the telling when it counts here, else the day it was received. */
export function noticeOn(fact: Fact): IsoDate {
  const channel = fact.channel ?? 'own-office';
  const counts =
    channel === 'own-office' ||
    COUNTS_AS_NOTICE.some((row) => row.fact === fact.fact && row.channel === channel);
  return counts ? fact.notifiedOn : fact.receivedOn;
}

/** Longest time for telling after an officer's extension. [SI 2001/1002 reg 9] */
const EXTENDED_MONTHS = 13;

/** The last day in time: one calendar month, or thirteen where an officer extended it. [SI 2001/1002 regs 8, 9] */
export function lastDayOfNotice(changedOn: IsoDate, isExtended: boolean): IsoDate {
  return addMonths(changedOn, isExtended ? EXTENDED_MONTHS : 1);
}
