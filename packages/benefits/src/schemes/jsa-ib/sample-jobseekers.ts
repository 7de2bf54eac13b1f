import { assessCase } from '../../assess-case.ts';
import { type Assessment, questionOn, rangeOn } from '../../award.ts';
import type { Adult, BenefitCase, Child, Income, OtherAward } from '../../benefit-case.ts';
import type { Fact } from '../../facts.ts';
import { EMPTY_INCOME, JOBSEEKER_CASE } from '../../sample-cases.ts';
import { findScheme } from '../find-scheme.ts';

export const DAY = '2010-06-02';
export const assess = (given: Partial<BenefitCase>, facts: readonly Fact[] = []): Assessment =>
  assessCase(findScheme('jsa-ib'), { ...JOBSEEKER_CASE, ...given }, facts);
export const penceOf = (given: Partial<BenefitCase>, day = DAY): number | undefined =>
  rangeOn(assess(given), day)?.weeklyPence;
export const askedOf = (given: Partial<BenefitCase>, facts: readonly Fact[] = []): string => {
  const { reason, detail } = questionOn(assess(given, facts), DAY) ?? {};
  return `${reason}:${detail}`;
};

export const adult = (flags: Partial<Adult> = {}): Adult => ({ birthDate: '1979-02-03', ...flags });
export const partner = (flags: Partial<Adult> = {}) => ({
  birthDate: '1981-03-04',
  worksSixteenHoursOrMore: false,
  ...flags,
});
export const child = (given: Partial<Child> = {}): Child => ({ birthDate: '2004-01-01', ...given });
export const wage = (netPence: number, given: Partial<Income> = {}): Income => {
  const { who, kind, employer, payPeriod, pensionContributionPence } = {
    ...EMPTY_INCOME,
    who: 'claimant' as const,
    kind: 'employed' as const,
  };
  return {
    ...{ who, kind, employer, payPeriod, pensionContributionPence },
    ...{ netPence, hoursPerWeek: 8, expectedToLastFiveWeeks: true },
    ...given,
  };
};
export const other = (
  benefit: OtherAward['benefit'],
  weeklyAmountPence: number | null,
): OtherAward => ({
  benefit,
  weeklyAmountPence,
  from: '2010-03-01',
});
