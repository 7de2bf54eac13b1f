import type { SyntheticHousehold } from './household.ts';

const NOBODY_KNOWS = { hoursPerWeek: 20, expectedToLastFiveWeeks: true } as const;

/** A line of the council's POST /v1/cases/bulk. */
export function describeCouncilCase(household: SyntheticHousehold): object {
  const { jobcentreCase, claimFrom, annualTaxPence, members } = household;
  return {
    ...describeCase(household, household.councilCase),
    uprn: household.uprn,
    councilTax: {
      annualPence: annualTaxPence,
      liablePersons: 1,
      singlePersonDiscount: !members.some(({ relation }) => relation === 'partner'),
    },
    passport: jobcentreCase === null ? null : { benefit: 'jsa-ib', from: claimFrom },
  };
}

/** A line of JobCentre Plus' POST /v1/cases/bulk; null without a claim there. */
export function describeJobcentreCase(household: SyntheticHousehold): object | null {
  return household.jobcentreCase === null ? null : describeCase(household, household.jobcentreCase);
}

function describeCase(household: SyntheticHousehold, caseReference: string): object {
  const { weeklyNetPence } = household;
  const earnings = {
    who: 'claimant',
    kind: 'employed',
    grossPence: weeklyNetPence,
    netPence: weeklyNetPence,
    payPeriod: 'weekly',
    pensionContributionPence: 0,
    ...NOBODY_KNOWS,
  };
  return {
    caseReference,
    person: household.claimant,
    from: household.claimFrom,
    household: household.members,
    incomes: weeklyNetPence === 0 ? [] : [earnings],
  };
}

/** A line of the gateway's POST /v1/interests/bulk. */
export function describeInterest(
  household: SyntheticHousehold,
  capacity: string,
  caseReference: string,
): object {
  return { capacity, caseReference, person: household.claimant, from: household.claimFrom };
}
