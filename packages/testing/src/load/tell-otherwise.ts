import { createSeededRandom } from '../seeded-random.ts';
import type { LoadChange } from './load-change.ts';

export interface OtherwiseOptions {
  readonly seed: number;
  /** Every so many lines, one is told again a while later; none when left out. */
  readonly repeatEvery?: number;
}

/** How much later a line is told again, at most. */
const LATER_MAX = 400;

/**
 * The same changes in another order that is allowed too: households are interleaved differently, and the changes of one keep their order. A
 * repetition comes after its first, perhaps after later ones of the household.
 */
export function tellOtherwise(
  changes: readonly LoadChange[],
  { seed, repeatEvery = Number.POSITIVE_INFINITY }: OtherwiseOptions,
): readonly LoadChange[] {
  const random = createSeededRandom(seed);
  const inOrder = Map.groupBy(changes, ({ household }) => household);
  const turns = changes.map(({ household }) => household);
  for (let last = turns.length - 1; last > 0; last -= 1) {
    const other = random.integer(0, last);
    [turns[last], turns[other]] = [turns[other] as number, turns[last] as number];
  }
  const next = new Map([...inOrder].map(([household, own]) => [household, own[Symbol.iterator]()]));
  const told = turns.map((household) => next.get(household)?.next().value as LoadChange);
  const repeated = told.flatMap((change, at) =>
    (at + 1) % repeatEvery === 0 ? [{ change, at: at + random.integer(1, LATER_MAX) }] : [],
  );
  const places = [...told.map((change, at) => ({ change, at: at - 0.5 })), ...repeated];
  return places.sort((one, other) => one.at - other.at).map(({ change }) => change);
}
