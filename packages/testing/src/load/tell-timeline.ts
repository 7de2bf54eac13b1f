import { type FaultName, type FaultRates, isHit } from '../people/fault-rates.ts';
import type { SyntheticHousehold } from '../people/household.ts';
import { createRandomAt, hashName } from '../seeded-random.ts';
import { encodeOtherwise } from './encode-otherwise.ts';
import { garbleLine } from './garble-line.ts';
import { beginStory } from './household-story.ts';
import type { LoadChange } from './load-change.ts';
import { createNoticeMaker, type Told } from './make-notice.ts';

export interface TimelineRules {
  readonly seed: number;
  readonly rates: FaultRates;
  /** The notices' day: the business date. */
  readonly today: string;
}

const TIMELINE = hashName('timeline');
/** Facts of which a slip is noticed later. */
const CORRIGIBLE: ReadonlySet<string> = new Set(['income', 'capital']);

/**
 * The notices about one household in the order in which they arrive, without an end. Household, seed, rates and day alone decide them: the first
 * three are the same whether three are asked for or three hundred.
 */
export function* tellTimeline(
  household: SyntheticHousehold,
  rules: TimelineRules,
): Generator<LoadChange, never> {
  const story = beginStory(household, rules.today);
  const make = createNoticeMaker(household, rules);
  /** What follows from a notice that was told. */
  const waiting: Told[] = [];
  let last: LoadChange | undefined;
  for (let place = 0; ; place += 1) {
    const random = createRandomAt(rules.seed, TIMELINE, household.index, place);
    const { throwFor, ...thrown } = holdDice(household.index, place, rules);
    if (last !== undefined && throwFor('repeatedNotice')) {
      yield { ...last, ...thrown };
      continue;
    }
    if (last !== undefined && throwFor('reencodedNotice')) {
      yield { ...last, ...thrown, line: encodeOtherwise(last, random) };
      continue;
    }
    const told = waiting.shift() ?? make.anew(story.next(random, throwFor));
    if (throwFor('malformedLine')) {
      waiting.unshift(told);
      yield { ...garbleLine(told.notice, random), ...thrown };
      continue;
    }
    const type = follow(told, throwFor);
    if (type !== undefined) waiting.push(make.again(told, type));
    last = told.notice;
    yield { ...told.notice, ...thrown };
  }
}

/** The dice of one line, and what they say. */
function holdDice(index: number, place: number, { seed, rates }: TimelineRules) {
  const drawn: FaultName[] = [];
  const faults: FaultName[] = [];
  const throwFor = (name: FaultName): boolean => {
    drawn.push(name);
    const hit = isHit(rates, name, seed, index, place);
    if (hit) faults.push(name);
    return hit;
  };
  return { drawn, faults, throwFor };
}

/** What the office will have to say about this notice. An annulled correction leaves what it corrected. */
function follow(
  { type, step }: Told,
  throwFor: (name: FaultName) => boolean,
): 'corrected' | 'annulled' | undefined {
  if (!CORRIGIBLE.has(step.fact) || type === 'annulled') return undefined;
  if (type === 'corrected' && throwFor('annulledCorrection')) return 'annulled';
  return throwFor('corrected') ? 'corrected' : undefined;
}
