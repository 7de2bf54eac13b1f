import { createSeededRandom, type SeededRandom } from '../seeded-random.ts';
import type { SyntheticHousehold, SyntheticMember } from './household.ts';

const SURNAMES = [
  'Ahmed',
  'Begum',
  'Clarke',
  "D'Souza",
  'Evans',
  'Fox',
  'Green',
  'Hughes',
  'Iqbal',
  'Jones',
  'Kaur',
  'Lewis',
  'Mohan',
  'Nowak',
  "O'Brien",
  'Patel',
  'Quinn',
  'Roberts',
  'Smith-Jones',
  'Taylor',
] as const;
const FORENAMES = [
  'Alex',
  'Bea',
  'Chris',
  'Dana',
  'Eli',
  'Farah',
  'Gus',
  'Hana',
  'Ivy',
  'Jo',
  'Kim',
  'Lee',
  'Maya',
  'Noor',
  'Omar',
  'Priya',
  'Rae',
  'Sam',
  'Tess',
  'Uma',
] as const;
const DISTRICTS = [
  'LU1',
  'LU2',
  'LU3',
  'LU4',
  'LU5',
  'LU6',
  'LU7',
  'MK45',
  'SG15',
  'SG18',
] as const;
const LETTERS = 'ABCDEFGHIJKLMNOPRSTUVWXYZ';
/** Spreads the last two digits, which set the day the benefit week ends. */
const NINO_STEP = 7_919;
const NINO_NUMBERS = 1_000_000;
const UPRN_FIRST = 999_900_000_000;
/** Awards begin within the 26 weeks before the demo's first day, so that no extended payment is due. */
const CLAIM_DAYS = ['2009-11-02', '2009-12-07', '2010-01-04', '2010-02-01', '2010-03-01'] as const;
/** A family for couples and lone parents. */
const SHAPES = ['single', 'single', 'couple', 'lone-parent', 'family'] as const;
const YEAR_PENCE_MIN = 60_000;
const YEAR_PENCE_MAX = 180_000;
const HOUSEHOLDS_MAX = 1_000_000;

/** Households of the area, the same for the same seed. Half of the claimants are on income-based jobseeker's allowance, half in low-paid work. */
export function generateHouseholds(options: {
  readonly households: number;
  readonly seed: number;
  /** Index of the first household; sets that share none of their indexes share no person. */
  readonly first?: number;
}): readonly SyntheticHousehold[] {
  const { households, seed, first = 0 } = options;
  if (first + households > HOUSEHOLDS_MAX) {
    throw new RangeError(`an area has at most ${HOUSEHOLDS_MAX} households`);
  }
  const random = createSeededRandom(seed + first);
  return Array.from({ length: households }, (_, place) => generateOne(first + place, random));
}

function generateOne(index: number, random: SeededRandom): SyntheticHousehold {
  const surname = random.pick(SURNAMES);
  const isJobseeker = random.chance(0.5);
  const number = String(index + 1).padStart(6, '0');
  return {
    index,
    claimant: {
      nino: makeNino(index),
      surname,
      forename: random.pick(FORENAMES),
      birthDate: day(1955 + random.integer(0, 28), random),
      postcode: `${random.pick(DISTRICTS)} 0${random.pick(['AA', 'BB', 'DD', 'EE'])}`,
    },
    members: generateMembers(surname, random),
    uprn: String(UPRN_FIRST + index * 2),
    spareUprn: String(UPRN_FIRST + index * 2 + 1),
    annualTaxPence: random.integer(YEAR_PENCE_MIN, YEAR_PENCE_MAX),
    claimFrom: random.pick(CLAIM_DAYS),
    councilCase: `CTB-${number}`,
    jobcentreCase: isJobseeker ? `JSA-${number}` : null,
    weeklyNetPence: isJobseeker ? 0 : random.integer(60, 220) * 100,
  };
}

function generateMembers(surname: string, random: SeededRandom): readonly SyntheticMember[] {
  const shape = random.pick(SHAPES);
  const partner: SyntheticMember = {
    member: `${random.pick(FORENAMES)} ${surname}`,
    relation: 'partner',
    birthDate: day(1955 + random.integer(0, 28), random),
  };
  const child: SyntheticMember = {
    member: `${random.pick(FORENAMES)} ${surname}`,
    relation: 'child',
    birthDate: day(2000 + random.integer(0, 8), random),
  };
  return [
    ...(shape === 'couple' || shape === 'family' ? [partner] : []),
    ...(shape === 'lone-parent' || shape === 'family' ? [child] : []),
  ];
}

/** The household's own number: no two indexes share one, and none is in the range QQ, which stories and examples use. */
function makeNino(index: number): string {
  const letter = LETTERS[Math.floor(index / NINO_NUMBERS)] ?? 'Z';
  const digits = String((index * NINO_STEP) % NINO_NUMBERS).padStart(6, '0');
  return `Q${letter}${digits}${'ABCD'[index % 4]}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A day that every month has. */
const day = (year: number, random: SeededRandom): string =>
  `${year}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`;
