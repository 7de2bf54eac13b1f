import type { Rule } from '../rule.ts';

/** Other adults of the household, and what may be paid instead of or beside benefit by own means. */
export const CTB_HOUSEHOLD_RULES = {
  nonDependant: {
    name: 'non-dependant',
    source: 'CTB Regs 2006 reg 58(1), (2)',
    says: 'An adult in the household takes an amount off: the lowest when not in work of 16 hours, else by gross weekly income.',
  },
  nonDependantNil: {
    name: 'non-dependant-nil',
    source: 'CTB Regs 2006 regs 3, 58; council pages',
    says: 'Nothing comes off for a person under 18, one on income support, income-based jobseeker’s allowance, income-related employment and support allowance or pension credit, or one disregarded for council tax discounts.',
  },
  nonDependantsExempt: {
    name: 'non-dependants-exempt',
    source: 'CTB Regs 2006 reg 58; SSI 2021/249 reg 90(6) (text read)',
    says: 'Nothing comes off while claimant or partner is blind or gets attendance allowance or the care part of disability living allowance.',
  },
  nonDependantCouple: {
    name: 'non-dependant-couple',
    source: 'CTB Regs 2006 reg 58(3), (4)',
    says: 'A couple takes off one amount, the higher of theirs, by their joint gross income.',
  },
  nonDependantShared: {
    name: 'non-dependant-shared',
    source: 'CTB Regs 2006 reg 58(5)',
    says: 'What comes off for an adult who lives with several liable persons is divided equally between them.',
  },
  secondAdult: {
    name: 'second-adult-rebate',
    source: 'SSCBA 1992 s.131(6), (7); CTB Regs 2006 reg 62, Sch 2',
    says: 'A percentage of the tax before discounts for a person with a second adult of small means: 25 when all are on a means-tested benefit, 15 or 7.5 by their gross income together.',
  },
  secondAdultNobody: {
    name: 'second-adult-none',
    source: 'CTB Regs 2006 reg 63 (text read in the 1992 regulations, reg 55)',
    says: 'There is no second adult for a couple neither of whom is disregarded for discounts, nor for jointly liable persons.',
  },
  betterOfTwo: {
    name: 'better-of-two',
    source: 'SSCBA 1992 s.131; council pages',
    says: 'Of benefit by own means and a second adult rebate the greater is paid.',
  },
  extendedPayment: {
    name: 'extended-payment',
    source: 'CTB Regs 2006 regs 60-60D as amended by SI 2008/959',
    says: 'When a passporting benefit ends through work after 26 weeks, the award stays for four weeks, from the Monday after, at no less than it was in the last benefit week before.',
  },
  extendedHeld: {
    name: 'extended-payment-held',
    source: 'SSI 2012/303 reg 68 (text read)',
    says: 'Income support and both kinds of jobseeker’s allowance one after the other make up the 26 weeks, and income-related employment and support allowance with them.',
    unverified: true,
  },
} as const satisfies Readonly<Record<string, Rule>>;
