import type { BenefitCase } from './benefit-case.ts';
import type {
  AddressFact,
  BenefitAwardFact,
  Fact,
  HouseholdFact,
  IncomeBody,
  IncomeFact,
} from './facts.ts';

/** UPRNs of the synthetic range. */
export const HOME = '999900000017';
export const DEARER_HOME = '999900000025';
/** £938.57 ÷ 365 × 7 = £17.99997…, £18.00 a week: no whole penny a year gives £18 exactly. */
const HOME_TAX_PENCE = 93_857;
/** £1,095.00 ÷ 365 × 7 = £21.00 exactly. */
const DEARER_TAX_PENCE = 109_500;

/** Single, 31 years old, no children, council tax of £18 a week, nothing else. */
export const SINGLE_CASE: BenefitCase = {
  claimStartOn: '2010-03-01',
  claimant: { birthDate: '1979-02-03' },
  partner: null,
  children: [],
  incomes: [],
  awards: [],
  capitalPence: null,
  home: { uprn: HOME, liablePersons: 1, singlePersonDiscount: false },
  taxByUprn: {
    [HOME]: { '2010/11': HOME_TAX_PENCE },
    [DEARER_HOME]: { '2010/11': DEARER_TAX_PENCE },
  },
  jsaWeekEndsOn: null,
  unmodelled: [],
};

/** The same person on income-based jobseeker's allowance for some weeks. */
export const PASSPORTED_CASE: BenefitCase = {
  ...SINGLE_CASE,
  awards: [{ benefit: 'jsa-ib', weeklyAmountPence: 6545, from: '2010-03-01' }],
};

/** The same person at the jobseeker's office; the week runs Thursday to Wednesday. */
export const JOBSEEKER_CASE: BenefitCase = { ...SINGLE_CASE, home: null, jsaWeekEndsOn: 2 };

type Header = Partial<Omit<Fact, 'fact' | 'body'>> & { readonly factId: string };

function told<const Kind extends string>(fact: Kind, header: Header, occurredOn: string) {
  return {
    changeType: 'created' as const,
    occurredOn,
    notifiedOn: occurredOn,
    receivedOn: occurredOn,
    ...header,
    fact,
  };
}

export const EMPTY_INCOME: IncomeBody = {
  who: 'claimant',
  kind: 'employed',
  employer: null,
  netPence: null,
  payPeriod: 'weekly',
  hoursPerWeek: null,
  pensionContributionPence: null,
  startOn: null,
  endOn: null,
  expectedToLastFiveWeeks: null,
};

/** Work of 16 hours at £5.80: £92.80 net a week, unless said otherwise. */
export function startsWork(
  header: Header,
  occurredOn: string,
  body: Partial<IncomeBody> = {},
): IncomeFact {
  const work = { netPence: 9280, hoursPerWeek: 16, expectedToLastFiveWeeks: true };
  return {
    ...told('income', header, occurredOn),
    body: { ...EMPTY_INCOME, ...work, startOn: occurredOn, ...body },
  };
}

export function movesHome(
  header: Header,
  occurredOn: string,
  body: Partial<NonNullable<AddressFact['body']>> = {},
): AddressFact {
  return {
    ...told('address', header, occurredOn),
    body: {
      role: 'moved-in',
      fromUprn: HOME,
      toUprn: DEARER_HOME,
      movedOutOn: occurredOn,
      movedInOn: occurredOn,
      liablePersons: null,
      ...body,
    },
  };
}

export function partnerJoins(
  header: Header,
  occurredOn: string,
  body: Partial<NonNullable<HouseholdFact['body']>> = {},
): HouseholdFact {
  return {
    ...told('household', header, occurredOn),
    body: {
      relation: 'partner',
      birthDate: '1981-03-04',
      joinedOn: occurredOn,
      leftOn: null,
      worksSixteenHoursOrMore: false,
      ...body,
    },
  };
}

export function benefitStops(
  header: Header,
  lastDayOfEntitlement: string,
  body: Partial<NonNullable<BenefitAwardFact['body']>> = {},
): BenefitAwardFact {
  return {
    ...told('benefitAward', header, lastDayOfEntitlement),
    body: {
      benefit: 'jsa-ib',
      action: 'stop',
      weeklyAmountPence: null,
      from: null,
      lastDayOfEntitlement,
      ...body,
    },
  };
}

export function annuls(factId: string, annulled: Fact): Fact {
  return {
    ...annulled,
    factId,
    changeType: 'annulled',
    previousFactId: annulled.factId,
    body: null,
  } as Fact;
}
