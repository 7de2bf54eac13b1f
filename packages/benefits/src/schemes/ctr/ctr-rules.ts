import type { Rule } from '../rule.ts';

/** No public page of either council says how its scheme dates a change: they began as copies of council tax benefit. */
const AS_CTB = "not on the council's public pages; as CTB Regs 2006 reg 67";

/** From which day a change counts in a council's own scheme. */
export const CTR_DATE_RULES = {
  nextMonday: {
    name: 'next-benefit-week',
    source: AS_CTB,
    says: 'A change counts from the Monday after the day of the change; when another benefit ends, that is the day after its last day of entitlement.',
    unverified: true,
  },
  dayItself: {
    name: 'day-itself',
    source: AS_CTB,
    says: 'A change in the amount of council tax, a move, a partner who joins or leaves, and a death count from the day itself.',
    unverified: true,
  },
  sameWeek: {
    name: 'same-week',
    source: AS_CTB,
    says: 'Two changes of one week that would count in different weeks count from the earlier of the two days.',
    unverified: true,
  },
  lateNotice: {
    name: 'late-notice',
    source: "not on the council's public pages; as SI 2001/1002 regs 8, 9",
    says: 'Told later than one calendar month, a gain counts from the notice and a loss from the day of the change.',
    unverified: true,
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** What every local scheme here does alike. */
export const CTR_RULES = {
  liability: {
    name: 'council-tax',
    source: 'LGFA 1992 ss.2, 6, 11, 13A',
    says: "The year's tax less discounts, divided by the persons liable, by the days of the financial year; the state at the end of a day counts for the whole day.",
  },
  ended: {
    name: 'claim-over',
    source: 'LGFA 1992 ss.6, 13A',
    says: "The claim is over with the claimant's death, or once the claimant is liable to another authority.",
  },
  income: {
    name: 'income',
    source: "the councils' public pages, which give no figure for what they disregard",
    says: 'The weekly income of claimant and partner, earnings after tax, National Insurance and half the pension contribution, with other benefits in payment except housing benefit and help with council tax; nothing is disregarded unless the rates say so.',
    unverified: true,
  },
  toThePenny: {
    name: 'to-the-penny',
    source: 'house rule, since bands are printed in whole pence',
    says: 'An amount is rounded to the penny, half a penny up, before its band is looked up; both ends of a band belong to it.',
  },
} as const satisfies Readonly<Record<string, Rule>>;
