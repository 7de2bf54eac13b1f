import type { Rule } from '../rule.ts';

/** Every rule of income-based jobseeker's allowance that this scheme applies. */
export const JSA_IB_RULES = {
  sameBenefitWeek: {
    name: 'same-benefit-week',
    source: 'SI 2013/381 Sch 1 Pt 1 (text read); SI 1999/991 has the same rule for 2010',
    says: "A change counts from the first day of the person's benefit week in which it happens.",
  },
  endsOnTheDay: {
    name: 'ends-on-the-day',
    source: 'SI 2013/381 Sch 1 Pt 1 (text read); SI 1999/991 has the same rule for 2010',
    says: 'A change that ends entitlement counts from the day itself.',
  },
  died: {
    name: 'claimant-died',
    source: 'SSAA 1992 s.1',
    says: "The award ends with the claimant's death.",
  },
  stopped: {
    name: 'award-stopped',
    source: 'SSAA 1992 s.1',
    says: 'The award was stopped; it needs a new claim.',
  },
  hours: {
    name: 'hours',
    source: 'JSA Regs 1996 reg 51',
    says: 'Work of 16 hours a week by the claimant, or of 24 by the partner, ends entitlement.',
  },
  applicableAmount: {
    name: 'applicable-amount',
    source: 'JSA Regs 1996 Sch 1',
    says: 'Adult allowance and adult premiums; child tax credit replaced the parts for children from April 2004.',
  },
  income: {
    name: 'income',
    source: 'JSA Regs 1996 Sch 6',
    says: 'Net earnings less the disregard, and other income in full, come off the applicable amount.',
  },
} as const satisfies Readonly<Record<string, Rule>>;
