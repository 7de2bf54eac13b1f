import type { Rule } from '../rule.ts';

const DATE_SOURCE = 'SI 2013/381 Sch 1 Pt 1 (text read); SI 1999/991 has the same rule for 2010';

/** Every rule of income-based jobseeker's allowance that this scheme applies, in the order in which an award is worked out. */
export const JSA_IB_RULES = {
  sameBenefitWeek: {
    name: 'same-benefit-week',
    source: DATE_SOURCE,
    says: "A change counts from the first day of the person's benefit week in which it happens.",
  },
  endsOnTheDay: {
    name: 'ends-on-the-day',
    source: DATE_SOURCE,
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
    says: 'Work of 16 hours a week by the claimant, or of 24 by the partner, ends entitlement; hours of several jobs add up.',
  },
  capitalLimit: {
    name: 'capital-over-limit',
    source: 'JSA Regs 1996 reg 107',
    says: 'Capital of more than £16,000 of claimant and partner together ends entitlement.',
  },
  personalAllowance: {
    name: 'personal-allowance',
    source: 'JSA Regs 1996 Sch 1 para 1',
    says: 'An allowance for the adults: single to 24, single from 25 and lone parent from 18, or couple. Child tax credit replaced the parts for children from April 2004.',
  },
  disabilityPremium: {
    name: 'disability-premium',
    source: 'JSA Regs 1996 Sch 1 Part 3',
    says: 'One premium where claimant or partner meets the conditions for disabled people, at the single or the couple rate.',
    unverified: true,
  },
  carerPremium: {
    name: 'carer-premium',
    source: 'JSA Regs 1996 Sch 1 Part 3',
    says: 'A premium for each of claimant and partner who is a carer.',
    unverified: true,
  },
  applicableAmount: {
    name: 'applicable-amount',
    source: 'JSA Regs 1996 Sch 1',
    says: 'What the adults are taken to need a week: allowance and premiums.',
  },
  earnings: {
    name: 'earnings',
    source: 'JSA Regs 1996 Sch 6',
    says: 'Of earnings after tax, National Insurance and half the pension contribution one amount does not count: for a lone parent, with a disability or carer premium, or from a special occupation the higher one; else that of a couple or of a single person.',
  },
  tariff: {
    name: 'tariff-income',
    source: 'JSA Regs 1996 reg 116',
    says: 'Every £250 of capital above £6,000, or part of it, is taken to bring £1 a week.',
  },
  otherBenefits: {
    name: 'other-benefits',
    source: 'JSA Regs 1996 reg 103, Sch 7',
    says: "Contribution-based jobseeker's allowance, employment and support allowance and working tax credit count in full; housing benefit, council tax benefit and child tax credit not at all.",
    unverified: true,
  },
  income: {
    name: 'income',
    source: 'Jobseekers Act 1995 s.4(3); JSA Regs 1996 regs 93-103',
    says: 'All income that counts comes off the applicable amount.',
  },
  endsByIncome: {
    name: 'ends-by-income',
    source: `${DATE_SOURCE}; whether income alone ends it on the day was not read`,
    says: 'Income that is no less than the applicable amount ends entitlement, like any other end from the day itself.',
    unverified: true,
  },
} as const satisfies Readonly<Record<string, Rule>>;
