import type { Council, SyntheticHousehold, SyntheticPerson } from './household.ts';
import { GSS_CODES } from './synthetic-numbers.ts';

const NOBODY_KNOWS = { hoursPerWeek: 20, expectedToLastFiveWeeks: true } as const;
/** What the dwelling that a household may move to is taxed, of its own. */
const SPARE_TAX = 0.9;

/** A line of an office's file, for the route that the file is named after. */
export interface OfficeLine {
  readonly agency: Council | 'jobcentre';
  readonly file: 'properties' | 'cases' | 'interests';
  readonly line: object;
}

/** Everything that is to be said of a household before anything changes, office by office. */
export function describeHousehold(household: SyntheticHousehold): readonly OfficeLine[] {
  const { council: agency, councilCase, secondCouncilCase, jobcentreCase, move } = household;
  const { spareUprn, annualTaxPence } = household;
  const spare = { uprn: spareUprn, annualPence: Math.round(annualTaxPence * SPARE_TAX) };
  const ofCouncil = [councilCase, secondCouncilCase].filter((one) => one !== null);
  return [
    { agency, file: 'properties', line: spare },
    ...ofCouncil.flatMap((reference): OfficeLine[] => [
      {
        agency,
        file: 'cases',
        line: { ...describeCouncilCase(household), caseReference: reference },
      },
      { agency, file: 'interests', line: describeInterest(household, 'ctb-claimant', reference) },
    ]),
    ...(jobcentreCase === null ? [] : describeJobseeker(household, jobcentreCase)),
    ...(move === null ? [] : describeMove(household, move)),
  ];
}

/** A line of the council's POST /v1/cases/bulk. */
function describeCouncilCase(household: SyntheticHousehold): object {
  const { jobcentreCase, claimFrom, annualTaxPence, liablePersons, members } = household;
  return {
    ...describeCase(household, household.councilCase, household.recorded.council),
    uprn: household.uprn,
    councilTax: {
      annualPence: annualTaxPence,
      liablePersons,
      singlePersonDiscount: liablePersons === 1 && !members.some(isAdult),
    },
    passport: jobcentreCase === null ? null : { benefit: 'jsa-ib', from: claimFrom },
  };
}

const isAdult = ({ relation }: { readonly relation: string }): boolean => relation !== 'child';

function describeCase(
  household: SyntheticHousehold,
  caseReference: string,
  person: SyntheticPerson,
): object {
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
    person,
    from: household.claimFrom,
    household: household.members,
    incomes: weeklyNetPence === 0 ? [] : [earnings],
  };
}

/** A line of the gateway's POST /v1/interests/bulk, with the person as the council has written it down unless another is named. */
export function describeInterest(
  household: SyntheticHousehold,
  capacity: string,
  caseReference: string,
  { person = household.recorded.council, from = household.claimFrom } = {},
): object {
  return { capacity, caseReference, person, from };
}

function describeJobseeker(household: SyntheticHousehold, reference: string): OfficeLine[] {
  const { jobcentre: person } = household.recorded;
  const agency = 'jobcentre';
  return [
    // A line of JobCentre Plus' POST /v1/cases/bulk.
    { agency, file: 'cases', line: describeCase(household, reference, person) },
    {
      ...{ agency, file: 'interests' },
      line: describeInterest(household, 'jsa-claimant', reference, { person }),
    },
  ];
}

/** The new council has the claim from the day of the move; each council knows that the other's dwelling lies beyond its boundary. */
function describeMove(
  household: SyntheticHousehold,
  move: NonNullable<SyntheticHousehold['move']>,
): OfficeLine[] {
  const { council: agency, caseReference, uprn, annualTaxPence: annualPence, on: from } = move;
  const singlePersonDiscount = !household.members.some(isAdult);
  const councilTax = { annualPence, liablePersons: 1, singlePersonDiscount };
  const opened = { ...describeCouncilCase(household), caseReference, uprn, councilTax, from };
  const beyond = { uprn, authority: GSS_CODES[agency] };
  const left = { uprn: household.uprn, authority: GSS_CODES[household.council] };
  return [
    { agency: household.council, file: 'properties', line: beyond },
    { agency, file: 'properties', line: left },
    { agency, file: 'cases', line: opened },
    {
      ...{ agency, file: 'interests' },
      line: describeInterest(household, 'ctb-claimant', caseReference, { from }),
    },
  ];
}
