import { createRandomAt, drawAt, hashName, type SeededRandom } from '../seeded-random.ts';
import type { Thrown } from './count-faults.ts';
import { type FaultName, type FaultRates, isHit } from './fault-rates.ts';
import { generateMembers } from './generate-members.ts';
import type { Council, SyntheticHousehold, SyntheticPerson } from './household.ts';
import { FORENAMES, NICKNAMES, SPELLINGS, SURNAMES } from './names.ts';
import { RECORD_FAULTS, recordClaimant } from './record-person.ts';
import { addDays, makeDay } from './synthetic-days.ts';
import { makeCaseReference, makeNino, makeUprn } from './synthetic-numbers.ts';

/** Luton's part of the area's households: it has about two fifths of the people. */
const LUTON_SHARE = 0.4;
const DISTRICTS: Readonly<Record<Council, readonly [string, ...string[]]>> = {
  'central-bedfordshire': ['LU5', 'LU6', 'LU7', 'MK45', 'SG15', 'SG18'],
  luton: ['LU1', 'LU2', 'LU3', 'LU4'],
};
/** Awards begin within the 26 weeks before the demo's first day, so that no extended payment is due. */
const CLAIM_DAYS = ['2009-11-02', '2009-12-07', '2010-01-04', '2010-02-01', '2010-03-01'] as const;
const MOVE_DAY_FIRST = '2010-05-03';
const MOVE_DAYS = 90;
const YEAR_PENCE_MIN = 60_000;
const YEAR_PENCE_MAX = 180_000;
/** The claimants of a set are of working age. */
const BORN_FIRST = 1955;
const BORN_YEARS = 28;

const PLACES = ['who', 'where', 'claim', 'members', 'move'] as const;
const SALTS = Object.fromEntries(PLACES.map((place) => [place, hashName(place)])) as Record<
  (typeof PLACES)[number],
  number
>;
const COUNCIL_SALT = hashName('council');
const HOUSEHOLD_FAULTS = [
  ...RECORD_FAULTS,
  ...(['duplicateClaim', 'ninoChanged', 'protectedAddress', 'crossBoundary'] as const),
] as const;

export interface HouseholdRules {
  readonly seed: number;
  readonly rates: FaultRates;
  readonly councils: readonly [Council, ...Council[]];
}

/** The household with this index: seed, rates and index alone decide it, whatever else is generated. */
export function generateHousehold(index: number, rules: HouseholdRules): SyntheticHousehold {
  const { seed } = rules;
  const claim = createRandomAt(seed, SALTS.claim, index);
  const council = councilOf(index, rules);
  const isJobseeker = claim.chance(0.5);
  const thrown = throwDice(index, rules);
  const has = (fault: FaultName): boolean => thrown.faults.includes(fault);
  const home = findHome(index, rules);
  const claimant = describeClaimant(index, home.postcode, rules);
  const { members, twins } = generateMembers(claimant, {
    random: createRandomAt(seed, SALTS.members, index),
    hasTwins: isHit(rules.rates, 'twinChildren', seed, index),
  });
  const ofTwins: Thrown = { drawn: twins.isPossible ? ['twinChildren'] : [], faults: twins.faults };
  return {
    ...{ index, council, claimant, members },
    drawn: [...thrown.drawn, ...ofTwins.drawn],
    faults: [...thrown.faults, ...ofTwins.faults],
    recorded: recordClaimant(claimant, { seed, index, faults: thrown.faults, isJobseeker }),
    uprn: home.uprn,
    spareUprn: makeUprn(index, 'spare'),
    annualTaxPence: home.annualTaxPence,
    liablePersons: isShared(index, rules) ? 2 : 1,
    claimFrom: claim.pick(CLAIM_DAYS),
    councilCase: makeCaseReference(council, index),
    secondCouncilCase: has('duplicateClaim') ? `${makeCaseReference(council, index)}-2` : null,
    jobcentreCase: isJobseeker ? makeCaseReference('jobcentre', index) : null,
    weeklyNetPence: isJobseeker ? 0 : claim.integer(60, 220) * 100,
    newNino: has('ninoChanged') ? makeNino(index, 'new') : null,
    move: has('crossBoundary') ? describeMove(index, council, rules) : null,
  };
}

/** Neighbours are of one council, since some of them share a home. */
function councilOf(index: number, { seed, councils }: HouseholdRules): Council {
  const [first, second] = councils;
  return second === undefined || drawAt(seed, COUNCIL_SALT, pairOf(index)) >= LUTON_SHARE
    ? first
    : second;
}

const pairOf = (index: number): number => index >>> 1;
const isSecond = (index: number): boolean => index % 2 === 1;
const isShared = (index: number, { rates, seed }: HouseholdRules): boolean =>
  isHit(rates, 'sharedUprn', seed, pairOf(index));
const isTwin = (index: number, { rates, seed }: HouseholdRules): boolean =>
  isHit(rates, 'twins', seed, pairOf(index));

/** What is shared by two neighbours is counted with the second of them. Of twins the second has the first's name and birth date, so no office gets them wrong. */
function throwDice(index: number, rules: HouseholdRules): Thrown {
  const { seed, rates } = rules;
  const isFollower = isSecond(index) && isTwin(index, rules);
  const own = HOUSEHOLD_FAULTS.filter((name) => !isFollower || !NAMED.has(name));
  const pairs = ['sharedUprn', 'twins'] as const;
  return {
    drawn: [...own, ...(isSecond(index) ? pairs : [])],
    faults: [
      ...own.filter((name) => isHit(rates, name, seed, index)),
      ...(isSecond(index) ? pairs.filter((name) => isHit(rates, name, seed, pairOf(index))) : []),
    ],
  };
}

/** Faults that ask for a name or a birth date of their own kind. */
const NAMED: ReadonlySet<string> = new Set([
  ...(['birthDaySwapped', 'maidenName', 'hyphenApostrophe', 'nickname'] as const),
]);

function describeClaimant(index: number, postcode: string, rules: HouseholdRules): SyntheticPerson {
  const { seed, rates } = rules;
  const nino = makeNino(index);
  const random = createRandomAt(seed, SALTS.who, index);
  const forename = random.pick(FORENAMES);
  if (isSecond(index) && isTwin(index, rules)) {
    const first = describeClaimant(index - 1, findHome(index - 1, rules).postcode, rules);
    const other = forename === first.forename ? 'Val' : forename;
    return { ...first, nino, forename: other };
  }
  const surname = random.pick(SURNAMES);
  const year = BORN_FIRST + random.integer(0, BORN_YEARS);
  const [spelled, called] = [random.pick(SPELLINGS)[0], random.pick(NICKNAMES)[0]];
  return {
    nino,
    surname: isHit(rates, 'hyphenApostrophe', seed, index) ? spelled : surname,
    forename: isHit(rates, 'nickname', seed, index) ? called : forename,
    birthDate: isHit(rates, 'birthDaySwapped', seed, index)
      ? makeSwappableDay(year, random)
      : makeDay(year, random),
    postcode,
  };
}

/** A day that is another day when its month and day change places. */
function makeSwappableDay(year: number, random: SeededRandom): string {
  const month = random.integer(1, 12);
  const day = ((month + random.integer(0, 10)) % 12) + 1;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

interface Home {
  readonly uprn: string;
  readonly postcode: string;
  readonly annualTaxPence: number;
}

/** Where two claimants live at one reference, the second lives where the first does, at the same tax. */
function findHome(index: number, rules: HouseholdRules): Home {
  const owner = isSecond(index) && isShared(index, rules) ? index - 1 : index;
  const random = createRandomAt(rules.seed, SALTS.where, owner);
  return { uprn: makeUprn(owner, 'home'), ...makePlace(councilOf(owner, rules), random) };
}

const makePlace = (council: Council, random: SeededRandom): Omit<Home, 'uprn'> => ({
  postcode: `${random.pick(DISTRICTS[council])} 0${random.pick(['AA', 'BB', 'DD', 'EE'])}`,
  annualTaxPence: random.integer(YEAR_PENCE_MIN, YEAR_PENCE_MAX),
});

function describeMove(
  index: number,
  from: Council,
  { seed }: HouseholdRules,
): NonNullable<SyntheticHousehold['move']> {
  const council: Council = from === 'luton' ? 'central-bedfordshire' : 'luton';
  const random = createRandomAt(seed, SALTS.move, index);
  return {
    council,
    caseReference: makeCaseReference(council, index),
    uprn: makeUprn(index, 'beyond'),
    ...makePlace(council, random),
    on: addDays(MOVE_DAY_FIRST, random.integer(0, MOVE_DAYS)),
  };
}
