import { chooseRates, FAULTS, type FaultChoice, type FaultRates } from '../people/fault-rates.ts';
import type { HouseholdSource } from '../people/generate-households.ts';
import type { Council, SyntheticHousehold } from '../people/household.ts';
import { drawAt, hashName } from '../seeded-random.ts';
import type { LoadChange } from './load-change.ts';
import { type TimelineRules, tellTimeline } from './tell-timeline.ts';

export type { LoadChange } from './load-change.ts';

export interface LoadOptions {
  /** Lines, repetitions and lines at fault counted in. */
  readonly changes: number;
  readonly seed: number;
  /** How often a notice is told a second time, word for word, whatever `faults` says. */
  readonly repeated?: number;
  /** The notices' day: the business date. */
  readonly today: string;
  /** The stated rates, unless said otherwise. */
  readonly faults?: FaultChoice;
  /** A plain area: all households are this council's, and nothing goes wrong but that notices are repeated, unless said otherwise. */
  readonly council?: Council;
}

const ORDER = hashName('order of arrival');
/** Timelines that are kept half told; one that was let go is told again from its beginning. */
const LIVE_MAX = 2_000;
/** Of more households hardly one is drawn again while its timeline is kept: keeping some would only age what is soon garbage. */
const HOUSEHOLDS_KEPT_MAX = 4 * LIVE_MAX;

/**
 * Notices about these households in the order in which they arrive, the same for the same seed: earnings, capital, moves, partners and children, and
 * everything that goes wrong, at the stated rates unless `faults` says otherwise. Which household is next is drawn; what is told of it, the household alone
 * decides. Keeps four bytes a household and a bounded number of timelines.
 */
export function* generateChanges(
  households: HouseholdSource,
  options: LoadOptions,
): Generator<LoadChange> {
  const { seed, today, changes } = options;
  const next = createTeller(households, { seed, today, rates: chooseLineRates(options) }, options);
  for (let count = 0; count < changes && households.length > 0; count += 1) {
    yield next(Math.floor(drawAt(seed, ORDER, count) * households.length));
  }
}

function chooseLineRates({ council, repeated, faults }: LoadOptions): FaultRates {
  const plain = { ...chooseRates('none'), repeatedNotice: FAULTS.repeatedNotice.rate };
  const rates = council !== undefined && faults === undefined ? plain : chooseRates(faults);
  return repeated === undefined ? rates : { ...rates, repeatedNotice: repeated };
}

/** Tells the next notice of the household at a place. */
function createTeller(
  households: HouseholdSource,
  rules: TimelineRules,
  { council }: Pick<LoadOptions, 'council'>,
): (place: number) => LoadChange {
  const told = new Uint32Array(households.length);
  const live = new Map<number, Generator<LoadChange, never>>();
  const liveMax = households.length > HOUSEHOLDS_KEPT_MAX ? 0 : LIVE_MAX;
  const begin = (place: number): Generator<LoadChange, never> => {
    const household = households.at(place) as SyntheticHousehold;
    const timeline = tellTimeline(
      council === undefined ? household : { ...household, council },
      rules,
    );
    for (let count = 0; count < (told[place] ?? 0); count += 1) timeline.next();
    return timeline;
  };
  return (place) => {
    const timeline = live.get(place) ?? begin(place);
    // The one that has waited longest is let go first.
    live.delete(place);
    live.set(place, timeline);
    const oldest = live.keys().next();
    if (live.size > liveMax && oldest.done !== true) live.delete(oldest.value);
    told[place] = (told[place] ?? 0) + 1;
    return timeline.next().value;
  };
}
