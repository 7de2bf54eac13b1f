import { createRandomAt, hashName, type SeededRandom } from '../seeded-random.ts';
import type { FaultName } from './fault-rates.ts';
import type { SyntheticHousehold, SyntheticPerson } from './household.ts';
import { NICKNAMES, SPELLINGS, SURNAMES } from './names.ts';

type Office = keyof SyntheticHousehold['recorded'];

/** What an office's clerk writes instead of what is true. */
const WRITTEN: Readonly<
  Partial<
    Record<FaultName, (truth: SyntheticPerson, random: SeededRandom) => Partial<SyntheticPerson>>
  >
> = {
  ninoSuffixMissing: ({ nino }) => ({ nino: nino.slice(0, 8) }),
  birthDaySwapped({ birthDate }) {
    const [year, month, day] = birthDate.split('-');
    return { birthDate: `${year}-${day}-${month}` };
  },
  maidenName({ surname }, random) {
    const former = random.pick(SURNAMES);
    return { surname: former === surname ? 'Maiden' : former };
  },
  hyphenApostrophe({ surname }, random) {
    const ways = SPELLINGS.filter(([proper]) => proper === surname).map(([, written]) => written);
    return { surname: ways[random.integer(0, ways.length - 1)] ?? surname };
  },
  nickname({ forename }) {
    return { forename: NICKNAMES.find(([proper]) => proper === forename)?.[1] ?? forename };
  },
  oldAddress: ({ postcode }) => ({ postcode: `${postcode.slice(0, -2)}ZZ` }),
};

/** Faults of an office's record of the claimant, in the order in which they are made. */
export const RECORD_FAULTS = Object.keys(WRITTEN) as readonly FaultName[];

const SALTS = new Map(RECORD_FAULTS.map((name) => [name, hashName(`record of ${name}`)]));

/** Writes the claimant down in each office: each fault is made by one of the two, where there are two. */
export function recordClaimant(
  claimant: SyntheticPerson,
  of: {
    readonly seed: number;
    readonly index: number;
    readonly faults: readonly FaultName[];
    readonly isJobseeker: boolean;
  },
): SyntheticHousehold['recorded'] {
  const recorded: Record<Office, SyntheticPerson> = { council: claimant, jobcentre: claimant };
  for (const fault of RECORD_FAULTS) {
    if (!of.faults.includes(fault)) continue;
    const random = createRandomAt(of.seed, SALTS.get(fault) ?? 0, of.index);
    const office: Office = random.chance(0.5) || !of.isJobseeker ? 'council' : 'jobcentre';
    recorded[office] = { ...recorded[office], ...WRITTEN[fault]?.(claimant, random) };
  }
  return recorded;
}
