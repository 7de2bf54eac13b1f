import { assessCase } from '../../assess-case.ts';
import { questionOn, rangeOn } from '../../award.ts';
import type { BenefitCase, Income, OtherAward } from '../../benefit-case.ts';
import type { Fact } from '../../facts.ts';
import type { Scheme } from '../scheme.ts';

export const HOME = '999900000033';
/** £1,460.00 ÷ 365 × 7 = £28.00 a week exactly. */
const HOME_TAX_PENCE = 146_000;
const CHILD_BIRTH_DATES = ['2012-05-06', '2014-06-07', '2016-07-08', '2018-08-09'] as const;

/** Single, 35, no children, council tax of £28 a week before any discount, in 2020/21. */
export const CTR_CASE: BenefitCase = {
  claimStartOn: '2020-04-06',
  claimant: { birthDate: '1985-02-03' },
  partner: null,
  children: [],
  incomes: [],
  awards: [],
  capitalPence: null,
  home: { uprn: HOME, liablePersons: 1, singlePersonDiscount: false },
  taxByUprn: { [HOME]: { '2020/21': HOME_TAX_PENCE } },
  jsaWeekEndsOn: null,
  unmodelled: [],
};

export const JSA: OtherAward = { benefit: 'jsa-ib', weeklyAmountPence: 7435, from: '2020-04-06' };

/** A weekly occupational pension: counts in full in every scheme. */
export function pensionOf(netPence: number): Income {
  return {
    who: 'claimant',
    kind: 'occupational-pension',
    employer: null,
    netPence,
    payPeriod: 'weekly',
    hoursPerWeek: null,
    pensionContributionPence: null,
    expectedToLastFiveWeeks: null,
  };
}

/** A household by its size, with a weekly income. */
export function householdOf(
  adults: 'single' | 'couple',
  children: number,
  weeklyPence: number,
): BenefitCase {
  return {
    ...CTR_CASE,
    partner:
      adults === 'single' ? null : { birthDate: '1986-03-04', worksSixteenHoursOrMore: false },
    children: CHILD_BIRTH_DATES.slice(0, children).map((birthDate) => ({ birthDate })),
    incomes: weeklyPence === 0 ? [] : [pensionOf(weeklyPence)],
  };
}

/** £28.00 a week. */
const WEEKLY_TAX_PENCE = 2800;

/** The percentage of the tax that a case gets on a day, or the question that it raises. */
export function percentOf(
  scheme: Scheme,
  given: BenefitCase,
  facts: readonly Fact[] = [],
  day = '2020-06-03',
): number | string {
  const assessment = assessCase(scheme, given, facts);
  const question = questionOn(assessment, day);
  if (question !== null) return `${question.reason}:${question.detail}`;
  const weeklyPence = rangeOn(assessment, day)?.weeklyPence ?? Number.NaN;
  return (weeklyPence * 100) / WEEKLY_TAX_PENCE;
}
