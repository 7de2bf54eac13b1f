import { FORENAMES } from '../people/names.ts';
import { addDays } from '../people/synthetic-days.ts';
import type { SeededRandom } from '../seeded-random.ts';

/** A fact as a change carries it: its kind, its record, and the day it happened. */
export interface ToldFact {
  readonly fact: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly occurredOn: string;
}

const EMPLOYERS = ['Sample Stores Ltd', 'Example Care Ltd', 'Specimen Foods Ltd'] as const;
/** A birth is told within the month in which it must be registered. */
const BIRTH_DAYS_AGO_MAX = 20;
const CAPITAL_PENCE_MAX = 2_000_000;

export function describeIncome(occurredOn: string, random: SeededRandom): ToldFact {
  const pence = random.integer(40, 240) * 100;
  const body = {
    who: 'claimant',
    kind: 'employed',
    employer: random.pick(EMPLOYERS),
    grossPence: pence,
    netPence: pence,
    payPeriod: 'weekly',
    hoursPerWeek: random.integer(8, 30),
    pensionContributionPence: 0,
    startOn: occurredOn,
    expectedToLastFiveWeeks: true,
  };
  return { fact: 'income', body, occurredOn };
}

export interface Place {
  readonly uprn: string;
  readonly postcode: string;
}

export function describeAddress(
  occurredOn: string,
  of: { readonly from: Place; readonly to: Place; readonly isProtected: boolean },
): ToldFact {
  const body = {
    role: 'moved-in',
    fromUprn: of.from.uprn,
    toUprn: of.to.uprn,
    toLines: ['2 Sample Street'],
    toPostcode: of.to.postcode,
    movedOutOn: occurredOn,
    movedInOn: occurredOn,
    tenure: 'private-tenant',
    liablePersons: 1,
    protected: of.isProtected,
  };
  return { fact: 'address', body, occurredOn };
}

export const describePartner = (joinedOn: string): ToldFact => ({
  fact: 'household',
  body: {
    member: 'Robin Sample',
    relation: 'partner',
    birthDate: '1980-01-01',
    joinedOn,
    reason: 'moved-in',
    worksSixteenHoursOrMore: false,
  },
  occurredOn: joinedOn,
});

/** Nobody is born tomorrow: a birth that would be is of the last weeks. */
export function describeBirth(
  on: string,
  of: { readonly today: string; readonly surname: string },
  random: SeededRandom,
): ToldFact {
  const { today, surname } = of;
  const bornOn = on < today ? on : addDays(today, -random.integer(0, BIRTH_DAYS_AGO_MAX));
  const body = {
    member: `${random.pick(FORENAMES)} ${surname}`,
    relation: 'child',
    birthDate: bornOn,
    joinedOn: bornOn,
    reason: 'born',
    childBenefitInPayment: true,
  };
  return { fact: 'household', body, occurredOn: bornOn };
}

/** What is owned is known of today, not of a day to come. */
export function describeCapital(on: string, today: string, random: SeededRandom): ToldFact {
  const asOf = on < today ? on : today;
  const totalPence = random.integer(0, CAPITAL_PENCE_MAX / 100) * 100;
  return { fact: 'capital', body: { totalPence, owner: 'claimant', asOf }, occurredOn: asOf };
}

export const describeNewNino = (newNino: string, occurredOn: string): ToldFact => ({
  fact: 'identity',
  body: { newNino, reason: 'nino-changed' },
  occurredOn,
});
