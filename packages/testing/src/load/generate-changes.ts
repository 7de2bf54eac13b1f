import type { SyntheticHousehold } from '../people/household.ts';
import { createSeededRandom, type SeededRandom } from '../seeded-random.ts';

/** One notice of the load: who tells it under which key, and the body of POST /v1/changes. */
export interface LoadChange {
  readonly agency: string;
  readonly idempotencyKey: string;
  /** The household it is about; those of one household are sent one after another. */
  readonly household: number;
  readonly change: object;
}

export interface LoadOptions {
  readonly changes: number;
  readonly seed: number;
  readonly council: string;
  /** How many of the notices are told a second time, word for word. */
  readonly repeated?: number;
  /** The notices' day: the business date. */
  readonly today: string;
}

/** Offices send the same notice twice, by habit and by time-outs. */
const REPEATED = 0.05;
const EMPLOYERS = ['Sample Stores Ltd', 'Example Care Ltd', 'Specimen Foods Ltd'] as const;

/** Notices about these households, the same for the same seed: earnings, moves within the area, partners and children. Repetitions are counted in. */
export function* generateChanges(
  households: readonly SyntheticHousehold[],
  options: LoadOptions,
): Generator<LoadChange> {
  const random = createSeededRandom(options.seed ^ 0x5eed);
  let told: LoadChange | undefined;
  for (let count = 0; count < options.changes && households.length > 0; count += 1) {
    if (told !== undefined && random.chance(options.repeated ?? REPEATED)) {
      yield told;
      continue;
    }
    const household = households[random.integer(0, households.length - 1)] as SyntheticHousehold;
    told = generateOne(household, count, random, options);
    yield told;
  }
}

function generateOne(
  household: SyntheticHousehold,
  count: number,
  random: SeededRandom,
  options: LoadOptions,
): LoadChange {
  const byJobcentre = household.jobcentreCase !== null && random.chance(0.6);
  const agency = byJobcentre ? 'jobcentre' : options.council;
  const { today } = options;
  const told = { notifiedOn: today, receivedOn: today, occurredOn: dayNear(today, random) };
  const used = byJobcentre
    ? { usedOn: today, usedFor: 'jsa-ib' }
    : { usedOn: today, usedFor: 'ctb' };
  return {
    agency,
    idempotencyKey: `load-${options.seed}-${count}`,
    household: household.index,
    change: {
      person: household.claimant,
      caseReference: byJobcentre ? household.jobcentreCase : household.councilCase,
      changeType: 'created',
      evidence: { level: 'seen', documents: [] },
      ...told,
      ...used,
      ...generateFact(household, random, told.occurredOn, today),
    },
  };
}

function generateFact(
  household: SyntheticHousehold,
  random: SeededRandom,
  occurredOn: string,
  today: string,
): { readonly fact: string } & Record<string, unknown> {
  const kind = random.next();
  if (kind < 0.7) return { fact: 'income', income: generateIncome(random, occurredOn) };
  if (kind < 0.9) {
    const address = {
      role: 'moved-in',
      fromUprn: household.uprn,
      toUprn: household.spareUprn,
      toLines: ['2 Sample Street'],
      toPostcode: household.claimant.postcode,
      movedOutOn: occurredOn,
      movedInOn: occurredOn,
      tenure: 'private-tenant',
      liablePersons: 1,
      protected: false,
    };
    return { fact: 'address', address };
  }
  // Two partners at once would be for a person to look at.
  return household.members.some(({ relation }) => relation === 'partner')
    ? { fact: 'household', occurredOn: today, household: describeBirth(today) }
    : { fact: 'household', household: describePartner(occurredOn) };
}

const describePartner = (joinedOn: string): object => ({
  member: 'Robin Sample',
  relation: 'partner',
  birthDate: '1980-01-01',
  joinedOn,
  reason: 'moved-in',
  worksSixteenHoursOrMore: false,
});

const describeBirth = (bornOn: string): object => ({
  member: 'Alex Sample',
  relation: 'child',
  birthDate: bornOn,
  joinedOn: bornOn,
  reason: 'born',
  childBenefitInPayment: true,
});

function generateIncome(random: SeededRandom, startOn: string): object {
  const pence = random.integer(40, 240) * 100;
  return {
    who: 'claimant',
    kind: 'employed',
    employer: random.pick(EMPLOYERS),
    grossPence: pence,
    netPence: pence,
    payPeriod: 'weekly',
    hoursPerWeek: random.integer(8, 30),
    pensionContributionPence: 0,
    startOn,
    expectedToLastFiveWeeks: true,
  };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Two weeks to two months ahead: people tell before it happens, and every rate of the year is in force by then. */
const dayNear = (today: string, random: SeededRandom): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) + random.integer(14, 60) * DAY_MS)
    .toISOString()
    .slice(0, 10);
