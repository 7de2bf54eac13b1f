import type { Rule } from '../schemes/rule.ts';

/** What is to pay for a home, by exact days. */
export const COUNCIL_TAX_RULES = {
  liability: {
    name: 'council-tax',
    source: 'LGFA 1992 ss.2, 6, 11; CTB Regs 2006 reg 57',
    says: "The year's tax less discounts, divided by the persons liable, by the days of the financial year; the state at the end of a day counts for the whole day.",
  },
  discount: {
    name: 'council-tax-discount',
    source: 'LGFA 1992 s.11',
    says: 'A quarter off the tax while one adult who is not disregarded lives there, half off while there is none.',
  },
  adult: {
    name: 'council-tax-adult',
    source: 'LGFA 1992 s.6(5), Sch 1',
    says: 'A resident counts for discounts from the 18th birthday, unless disregarded, as one for whom child benefit is paid is.',
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** The days on which council tax as a benefit-like scheme counts a change. */
export const EXACT_DAY_RULES = {
  exactDay: {
    name: 'exact-day',
    source: 'LGFA 1992 s.2(2)',
    says: 'The state at the end of a day counts for the whole day: a day of moving in is charged, a day of moving out is not, and no notice is late.',
  },
  ended: {
    name: 'liability-over',
    source: 'LGFA 1992 s.6',
    says: 'Nothing is due from the day on which the person is liable elsewhere, or has died.',
  },
} as const satisfies Readonly<Record<string, Rule>>;
