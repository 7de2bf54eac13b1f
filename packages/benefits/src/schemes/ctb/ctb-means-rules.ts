import type { Rule } from '../rule.ts';

/** What the household needs and has: the rules of the claimant's own means, in the order of the calculation. */
export const CTB_MEANS_RULES = {
  passported: {
    name: 'passported',
    source: 'CTB Regs 2006 reg 74',
    says: "While income support, income-based jobseeker's allowance or income-related employment and support allowance is paid, income and capital of claimant and partner do not count.",
  },
  capitalLimit: {
    name: 'capital-limit',
    source: 'CTB Regs 2006 reg 33',
    says: 'Capital of more than £16,000 leaves no benefit by own means; a second adult rebate may still be due.',
  },
  personalAllowance: {
    name: 'personal-allowance',
    source: 'CTB Regs 2006 Sch 1 para 1',
    says: 'One allowance for the adults: single under 25, single from 25, lone parent, or couple.',
  },
  childAllowance: {
    name: 'child-allowance',
    source: 'CTB Regs 2006 Sch 1 para 2',
    says: 'An allowance for every child, from 16 on while child benefit is paid for the young person.',
  },
  familyPremium: {
    name: 'family-premium',
    source: 'CTB Regs 2006 Sch 1 para 3',
    says: 'One premium for a household with children, more while one of them is under one year old where the rates say so.',
  },
  disabilityPremium: {
    name: 'disability-premium',
    source: 'CTB Regs 2006 Sch 1 Part 3',
    says: 'One premium, at the single or the couple rate, when claimant or partner meets its conditions.',
  },
  carerPremium: {
    name: 'carer-premium',
    source: 'CTB Regs 2006 Sch 1 Part 3',
    says: 'A premium for each of claimant and partner who is a carer, beside any other premium.',
  },
  applicableAmount: {
    name: 'applicable-amount',
    source: 'CTB Regs 2006 Sch 1',
    says: 'What the household is taken to need a week: allowances and premiums.',
  },
  disregard: {
    name: 'earnings-disregard',
    source: 'CTB Regs 2006 Sch 3',
    says: 'One base amount of the family’s earnings does not count, the highest that fits: single 5, couple 10, disability premium, carer or special occupation 20, lone parent 25.',
  },
  childcare: {
    name: 'childcare',
    source: 'CTB Regs 2006 regs 17, 18; SI 2006/214 reg 31 (text read)',
    says: 'Charges for childcare come off earnings, up to one limit for one child and another for more, while a lone parent, or both of a couple, work 16 hours a week.',
  },
  childcareIncapacity: {
    name: 'childcare-incapacity',
    source: 'CTB Regs 2006 reg 18; that the disability premium shows incapacity is believed',
    says: 'One of a couple in work of 16 hours is enough while the other meets the conditions of the disability premium.',
    unverified: true,
  },
  childcareAge: {
    name: 'childcare-age',
    source: 'CTB Regs 2006 reg 18; the day is believed',
    says: 'Childcare charges count for a child up to the first Monday in September after the 15th birthday.',
    unverified: true,
  },
  childcareCredits: {
    name: 'childcare-tax-credits',
    source: 'CTB Regs 2006 reg 17(1)(c), (2)',
    says: 'Charges that earnings are too small to take come off the tax credits in payment.',
  },
  additional: {
    name: 'additional-disregard',
    source: 'CTB Regs 2006 Sch 3 para 16; SI 2006/213 Sch 4 para 17 (text read)',
    says: 'A further £17.10 of earnings, once in a family: for 30 hours of work from the age of 25, or 16 hours with a child, or 16 hours by the person whose disability brings the premium.',
  },
  additionalCredit: {
    name: 'additional-disregard-tax-credit',
    source: 'believed to be CTB Regs 2006 Sch 4',
    says: 'What earnings are too small to take of the further £17.10 comes off working tax credit.',
    unverified: true,
  },
  taxCredits: {
    name: 'tax-credits',
    source: 'CTB Regs 2006 reg 17',
    says: 'Working tax credit and child tax credit count as income.',
  },
  otherIncome: {
    name: 'other-income',
    source: 'CTB Regs 2006 regs 17, 30',
    says: 'Pensions, contributory benefits and other income count in full.',
  },
  tariffIncome: {
    name: 'tariff-income',
    source: 'CTB Regs 2006 reg 42',
    says: 'Capital above £6,000 is taken to bring £1 a week for every £250 or part of it.',
  },
  income: {
    name: 'income',
    source: 'CTB Regs 2006 reg 17, Sch 3',
    says: 'Earnings after tax, National Insurance and half the pension contribution, less what does not count, and other income in full.',
  },
  weeklyAmount: {
    name: 'weekly-amount',
    source: 'believed to be CTB Regs 2006 reg 23',
    says: 'A month’s income is times 12 by 52 a week; any longer period’s is divided by its days, times seven.',
    unverified: true,
  },
  excess: {
    name: 'excess',
    source: 'CTB Regs 2006: 2 6/7 % of the weekly excess a day',
    says: 'Income above the applicable amount takes 20 % of the excess off a week.',
  },
} as const satisfies Readonly<Record<string, Rule>>;
