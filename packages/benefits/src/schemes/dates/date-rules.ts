import type { Rule } from '../rule.ts';

const ESA_SOURCE = 'SI 2013/381 Sch 1 Pt 1 (text read); SI 1999/991 Sch 3C has the same rule';
const UC_SOURCE = 'SI 2013/381 Sch 1 Pt 3';
const HB_SOURCE = 'HB Regs 2006 reg 79, as quoted by practitioners';
const CREDIT_SOURCE = 'SI 2012/2885 Sch 1 para 47, which repeats the rule of the 2006 regulations';

/** The rules by which the schemes without amounts date a change. */
export const DATE_RULES = {
  esaWeek: {
    name: 'same-benefit-week',
    source: ESA_SOURCE,
    says: "A change counts from the first day of the person's benefit week in which it happens.",
  },
  esaEnd: {
    name: 'ends-on-the-day',
    source: ESA_SOURCE,
    says: 'A change that ends entitlement counts from the day itself.',
  },
  esaEndByIncome: {
    name: 'ends-by-income',
    source: `${ESA_SOURCE}; whether income alone ends it on the day was not read`,
    says: 'Income that is no less than the applicable amount ends entitlement, like any other end from the day itself.',
    unverified: true,
  },
  ucPeriod: {
    name: 'assessment-period',
    source: UC_SOURCE,
    says: 'A change counts from the first day of the assessment period in which it happens.',
  },
  ucPeriodDays: {
    name: 'assessment-period-days',
    source: 'UC Regs 2013 reg 21(2)',
    says: 'Periods begin on one day of every month: from a 31st on the last day of each month, from a 29th or 30th on the day before the last of February.',
  },
  ucLateGain: {
    name: 'period-of-notification',
    source: UC_SOURCE,
    says: 'A change for the better told after the end of its assessment period counts from the first day of the period in which it was told.',
  },
  nextWeek: {
    name: 'next-benefit-week',
    source: HB_SOURCE,
    says: 'A change counts from the first day of the benefit week that follows the day of the change; benefit weeks run from Monday to Sunday.',
  },
  hbMove: {
    name: 'move-day-itself',
    source: HB_SOURCE,
    says: 'A move counts from the day itself.',
  },
  hbRent: {
    name: 'rent-day-itself',
    source: HB_SOURCE,
    says: 'A change of rent counts from the day itself.',
  },
  hbEnd: {
    name: 'ends-after-the-week',
    source: HB_SOURCE,
    says: 'A change that ends entitlement counts from the Monday after the week in which it happens.',
  },
  deferred: {
    name: 'non-dependant-deferred',
    source: 'SI 2003/325',
    says: 'A non-dependant who joins or earns more counts 26 weeks later: from that day if it is a Monday, else from the next benefit week.',
  },
  notYet65: {
    name: 'non-dependant-not-deferred',
    source: 'SI 2003/325 reg 22',
    says: 'Where claimant and partner are both under 65, a non-dependant who joins or earns more counts from the next benefit week.',
  },
  creditRisesAwardRises: {
    name: 'credit-up-award-up',
    source: CREDIT_SOURCE,
    says: 'Pension credit goes up and this award with it: from the benefit week in which the credit becomes payable.',
  },
  creditRisesAwardFalls: {
    name: 'credit-up-award-down',
    source: CREDIT_SOURCE,
    says: 'Pension credit goes up and this award down: from the benefit week after the later of the day the council was told and the day the credit rises.',
  },
  creditFalls: {
    name: 'credit-down',
    source: CREDIT_SOURCE,
    says: 'Pension credit goes down, not because the person failed to tell: from the benefit week after the later of the day the council was told and the day the credit falls.',
  },
} as const satisfies Readonly<Record<string, Rule>>;
