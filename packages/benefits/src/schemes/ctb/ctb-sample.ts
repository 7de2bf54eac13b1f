import { assessCase } from '../../assess-case.ts';
import { type AwardRange, questionOn, rangeOn } from '../../award.ts';
import type { BenefitCase, Income, NonDependant, OtherAward } from '../../benefit-case.ts';
import type { Benefit } from '../../facts.ts';
import { HOME, SINGLE_CASE } from '../../sample-cases.ts';
import { findScheme } from '../find-scheme.ts';
import type { Scheme } from '../scheme.ts';

/** Single, 31 years old in 2010, with £40.00 a week of council tax in either year and nothing else. */
export const PLAIN: BenefitCase = {
  ...SINGLE_CASE,
  claimStartOn: '2010-04-05',
  taxByUprn: {
    [HOME]: { '2010/11': { weeklyPence: 4000 }, '2011/12': { weeklyPence: 4000 } },
  },
};

export const PARTNER = {
  member: 'Sample Partner',
  birthDate: '1981-03-04',
  worksSixteenHoursOrMore: false,
} as const;
export const DISABLED = { birthDate: '1979-02-03', disabilityPremium: true } as const;
export const CARER = { birthDate: '1979-02-03', carerPremium: true } as const;
export const CHILD = { birthDate: '2004-05-06' } as const;

/** Employment, weekly net, 16 hours. */
export function earns(netPence: number, other: Partial<Income> = {}): Income {
  return {
    who: 'claimant',
    kind: 'employed',
    employer: null,
    netPence,
    payPeriod: 'weekly',
    hoursPerWeek: 16,
    pensionContributionPence: null,
    expectedToLastFiveWeeks: true,
    ...other,
  };
}

export function partnerEarns(netPence: number, other: Partial<Income> = {}): Income {
  return earns(netPence, { who: 'partner', ...other });
}

export function pays(benefit: Benefit, weeklyAmountPence: number): OtherAward {
  return { benefit, weeklyAmountPence, from: null };
}

/** Income in full, so that a test can say what counts. */
export function receives(pence: number): Income {
  return earns(pence, { kind: 'other', hoursPerWeek: null });
}

/** An adult of 22 in 2010 in work of 16 hours, without benefits. */
export function adult(other: Partial<NonDependant> = {}): NonDependant {
  return {
    member: null,
    birthDate: '1988-01-01',
    worksSixteenHoursOrMore: true,
    grossWeeklyIncomePence: 20_000,
    benefits: [],
    ...other,
  };
}

const DAYS = { '2010/11': '2010-06-07', '2011/12': '2011-06-06' } as const;
export type SampleYear = keyof typeof DAYS;

/** A claim of 2011/12 begins in that year, so that nothing of the year before ends it. */
const claimIn = (given: BenefitCase, year: SampleYear): BenefitCase =>
  year === '2010/11' ? given : { ...given, claimStartOn: '2011-04-04' };

/** The range of a year's June. */
export function rangeIn(
  given: BenefitCase,
  year: SampleYear = '2010/11',
  scheme: Scheme = findScheme('ctb'),
): AwardRange | null {
  return rangeOn(assessCase(scheme, claimIn(given, year), []), DAYS[year]);
}

/** A week's award in a year's June, in pence; or the question, as text. */
export function awardIn(given: BenefitCase, year: SampleYear = '2010/11'): number | string {
  const assessment = assessCase(findScheme('ctb'), claimIn(given, year), []);
  const question = questionOn(assessment, DAYS[year]);
  if (question !== null) return `${question.reason}:${question.detail}`;
  return rangeOn(assessment, DAYS[year])?.weeklyPence ?? 'nothing';
}

/** The amount of a rule's line, in pence. */
export function lineOf(
  given: BenefitCase,
  rule: string,
  year: SampleYear = '2010/11',
): number | undefined {
  return rangeIn(given, year)?.lines.find((line) => line.rule === rule)?.amountPence;
}

/** What income counts a week, in pence. */
export function counted(given: Partial<BenefitCase>): number | undefined {
  return lineOf({ ...PLAIN, ...given }, 'income');
}
