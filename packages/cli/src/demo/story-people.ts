import { COUNCIL, JOBCENTRE, NEIGHBOUR } from './world.ts';

interface StoryPerson {
  readonly nino: string;
  readonly surname: string;
  readonly forename: string;
  readonly birthDate: string;
  readonly postcode: string;
}

/** A person of the story and the references under which offices know them. */
export interface StoryCase {
  readonly person: StoryPerson;
  readonly council: string;
  readonly jobcentre: string;
  readonly neighbour: string;
}

/** Under 26 weeks before the story, so that no extended payment is due. */
const CLAIM_FROM = '2010-01-04';
/** £938.57 a year is £18.00 a week. */
const ANNUAL_TAX_PENCE = 93_857;
const NUMBERS_A_RUN = 10;

/** Asha starts work. Ben's birth date is recorded differently by the two offices. Numbers begin with QQ, the range of examples. */
export function listStoryCases(run: number): { readonly asha: StoryCase; readonly ben: StoryCase } {
  const number = (place: number) => String(run * NUMBERS_A_RUN + place).padStart(4, '0');
  const name = (person: Omit<StoryPerson, 'nino' | 'postcode'>, place: number): StoryCase => ({
    person: { nino: `QQ${number(place)}56C`, postcode: 'LU5 0AA', ...person },
    council: `CTB-S${number(place)}`,
    jobcentre: `JSA-S${number(place)}`,
    neighbour: `LTN-S${number(place)}`,
  });
  return {
    asha: name({ surname: 'Sample', forename: 'Asha', birthDate: '1980-02-29' }, 1),
    ben: name({ surname: 'Example', forename: 'Ben', birthDate: '1975-06-01' }, 2),
  };
}

/** What each office opens for a case: JobCentre Plus pays the allowance, the council passports its benefit on it. */
export function describeStoryCases(of: StoryCase): {
  readonly council: object;
  readonly jobcentre: object;
} {
  const common = { person: of.person, from: CLAIM_FROM, household: [], incomes: [] };
  const uprn = `9999${of.council.replaceAll(/\D/g, '').padStart(8, '8')}`;
  return {
    council: {
      ...common,
      caseReference: of.council,
      uprn,
      councilTax: { annualPence: ANNUAL_TAX_PENCE, liablePersons: 1, singlePersonDiscount: false },
      passport: { benefit: 'jsa-ib', from: CLAIM_FROM },
    },
    jobcentre: { ...common, caseReference: of.jobcentre },
  };
}

export interface StoryInterest {
  readonly agency: string;
  readonly body: {
    readonly capacity: string;
    readonly caseReference: string;
    readonly person: StoryPerson;
    readonly from: string;
  };
}

/** Who holds a case: both offices, and for Asha also the neighbouring council, from an old account. */
export function listStoryInterests({
  asha,
  ben,
}: {
  readonly asha: StoryCase;
  readonly ben: StoryCase;
}): readonly StoryInterest[] {
  const interest = (
    agency: string,
    capacity: string,
    caseReference: string,
    person: StoryPerson,
  ) => ({
    agency,
    body: { capacity, caseReference, person, from: CLAIM_FROM },
  });
  return [
    interest(COUNCIL, 'ctb-claimant', asha.council, asha.person),
    interest(JOBCENTRE, 'jsa-claimant', asha.jobcentre, asha.person),
    interest(NEIGHBOUR, 'council-tax-liable', asha.neighbour, asha.person),
    interest(COUNCIL, 'ctb-claimant', ben.council, { ...ben.person, birthDate: '1957-06-01' }),
    interest(JOBCENTRE, 'jsa-claimant', ben.jobcentre, ben.person),
  ];
}

/** Work of 16 hours at £5.80, told by the person and seen by an officer. */
export function describeNewJob(occurredOn: string, today: string): object {
  return {
    fact: 'income',
    changeType: 'created',
    occurredOn,
    notifiedOn: today,
    receivedOn: today,
    evidence: { level: 'seen', documents: [{ type: 'contract', seenOn: today }] },
    income: {
      who: 'claimant',
      kind: 'employed',
      employer: 'Sample Stores Ltd',
      grossPence: 9280,
      netPence: 9280,
      payPeriod: 'weekly',
      hoursPerWeek: 16,
      pensionContributionPence: 0,
      startOn: occurredOn,
      expectedToLastFiveWeeks: true,
    },
  };
}
