import { chooseRates, type FaultChoice } from './fault-rates.ts';
import { generateHousehold } from './generate-household.ts';
import type { Council, SyntheticHousehold } from './household.ts';
import { HOUSEHOLDS_MAX } from './synthetic-numbers.ts';

export interface HouseholdOptions {
  readonly households: number;
  readonly seed: number;
  /** Index of the first household; sets that share none of their indexes share no person. */
  readonly first?: number;
  readonly faults?: FaultChoice;
  /** Whose area it is, the larger part first. */
  readonly councils?: readonly [Council, ...Council[]];
}

/** Households by their place in the set; an array of them is one too. */
export interface HouseholdSource {
  readonly length: number;
  at(place: number): SyntheticHousehold | undefined;
}

/**
 * Households of the two councils' area with the stated faults, unless said otherwise, the same for the same seed, each made when it is asked for: a million of them take no memory. Half of the claimants are on
 * income-based jobseeker's allowance, half in low-paid work. Throws RangeError beyond a million, and for a rate that is no share.
 */
export function openHouseholds(
  options: HouseholdOptions,
): HouseholdSource & Iterable<SyntheticHousehold> {
  const { households: length, seed, first = 0 } = options;
  if (first + length > HOUSEHOLDS_MAX) {
    throw new RangeError(`an area has at most ${HOUSEHOLDS_MAX} households`);
  }
  const { councils = ['central-bedfordshire', 'luton'] } = options;
  const rules = { seed, councils, rates: chooseRates(options.faults) };
  return {
    length,
    at: (place) =>
      place >= 0 && place < length ? generateHousehold(first + place, rules) : undefined,
    *[Symbol.iterator]() {
      for (let place = 0; place < length; place += 1) yield generateHousehold(first + place, rules);
    },
  };
}

/** A plain area all at once: the households of one council, without faults, unless said otherwise. */
export const generateHouseholds = (options: HouseholdOptions): readonly SyntheticHousehold[] => [
  ...openHouseholds({ faults: 'none', councils: ['central-bedfordshire'], ...options }),
];
