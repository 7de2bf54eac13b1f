import type { SeededRandom } from '../seeded-random.ts';
import type { FaultName } from './fault-rates.ts';
import type { SyntheticMember, SyntheticPerson } from './household.ts';
import { FORENAMES, SURNAMES } from './names.ts';
import { makeDay } from './synthetic-days.ts';

/** Who lives with the claimant. */
const SHAPES = ['single', 'single', 'couple', 'lone-parent', 'family', 'lodging'] as const;
const ADULT_BORN_FIRST = 1955;
const ADULT_BORN_YEARS = 28;
const CHILD_BORN_FIRST = 2000;
const CHILD_BORN_YEARS = 8;

export interface Members {
  readonly members: readonly SyntheticMember[];
  readonly twins: {
    /** There is a child who could have a twin. */
    readonly isPossible: boolean;
    readonly faults: readonly FaultName[];
  };
}

export function generateMembers(
  { surname }: SyntheticPerson,
  { random, hasTwins }: { readonly random: SeededRandom; readonly hasTwins: boolean },
): Members {
  const shape = random.pick(SHAPES);
  const partner = generateAdult(`${random.pick(FORENAMES)} ${surname}`, 'partner', random);
  const [elder, younger] = [random.pick(FORENAMES), random.pick(FORENAMES)];
  const child = {
    member: `${elder} ${surname}`,
    relation: 'child' as const,
    birthDate: makeDay(CHILD_BORN_FIRST + random.integer(0, CHILD_BORN_YEARS), random),
  };
  const twin = { ...child, member: `${younger === elder ? 'Nell' : younger} ${surname}` };
  const lodger = {
    ...generateAdult(`${random.pick(FORENAMES)} ${random.pick(SURNAMES)}`, 'non-dependant', random),
    worksSixteenHoursOrMore: true,
    grossWeeklyIncomePence: random.integer(80, 400) * 100,
  };
  const hasChild = shape === 'lone-parent' || shape === 'family';
  return {
    members: [
      ...(shape === 'couple' || shape === 'family' ? [partner] : []),
      ...(hasChild ? [child] : []),
      ...(hasChild && hasTwins ? [twin] : []),
      ...(shape === 'lodging' ? [lodger] : []),
    ],
    twins: { isPossible: hasChild, faults: hasChild && hasTwins ? ['twinChildren'] : [] },
  };
}

const generateAdult = (
  member: string,
  relation: 'partner' | 'non-dependant',
  random: SeededRandom,
): SyntheticMember => ({
  member,
  relation,
  birthDate: makeDay(ADULT_BORN_FIRST + random.integer(0, ADULT_BORN_YEARS), random),
});
