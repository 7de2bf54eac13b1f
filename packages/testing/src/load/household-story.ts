import type { FaultName } from '../people/fault-rates.ts';
import type { SyntheticHousehold } from '../people/household.ts';
import { addDays } from '../people/synthetic-days.ts';
import type { SeededRandom } from '../seeded-random.ts';
import {
  describeAddress,
  describeBirth,
  describeCapital,
  describeIncome,
  describeNewNino,
  describePartner,
  type Place,
  type ToldFact,
} from './describe-facts.ts';

/** What happens next in a household, and who tells of it under which number. */
export interface StoryStep extends ToldFact {
  readonly byJobcentre: boolean;
  readonly council: string;
  /** Reference of the teller's case. */
  readonly caseReference: string;
  /** The number the teller knows; null: as the office has it on record. */
  readonly nino: string | null;
}

export interface Story {
  /** `throwFor`: throws the die of a fault, and says whether it hit. */
  next(random: SeededRandom, throwFor: (name: FaultName) => boolean): StoryStep;
}

/** What was told earlier is known by two weeks: people tell before it happens, and every rate of the year is in force by then. */
const AHEAD_DAYS = 14;
/** From one notice of a household to the next. */
const STEP_DAYS = 8;
/** A change is told a year ahead at most. */
const STEPS_MAX = 40;
/** Longer than any calendar month. */
const LATE_DAYS_MIN = 32;
const LATE_DAYS_MAX = 90;
const BY_JOBCENTRE = 0.6;
/** Kinds of ordinary facts, each up to this share: mostly earnings. */
const UP_TO = { income: 0.66, capital: 0.7, address: 0.9, birth: 0.93 } as const;
/** How many use the new number before it is told, and after. */
const NEW_NINO_BEFORE = 0.3;
const NEW_NINO_AFTER = 0.7;
/** The household's notices before its own events, at most. */
const BEFORE_EVENT_MAX = 1;

/** What has been told of a household so far. */
interface StoryState {
  readonly household: SyntheticHousehold;
  readonly today: string;
  readonly due: ReadonlyMap<number, Event>;
  readonly home: Place;
  readonly spare: Place;
  steps: number;
  at: Place;
  hasMoved: boolean;
  hasPartner: boolean;
  isNinoTold: boolean;
  lastDay: string;
}

type ThrowFor = Parameters<Story['next']>[1];

/** What happens to one household, step by step without an end. */
export function beginStory(household: SyntheticHousehold, today: string): Story {
  const { uprn, spareUprn, claimant, members } = household;
  const home = { uprn, postcode: claimant.postcode };
  const state: StoryState = {
    ...{ household, today, home, due: listEvents(household) },
    spare: { uprn: spareUprn, postcode: claimant.postcode },
    steps: 0,
    at: home,
    hasMoved: false,
    hasPartner: members.some(({ relation }) => relation === 'partner'),
    isNinoTold: false,
    lastDay: today,
  };
  return { next: (random, throwFor) => tellStep(state, random, throwFor) };
}

function tellStep(state: StoryState, random: SeededRandom, throwFor: ThrowFor): StoryStep {
  const { household, due } = state;
  const { jobcentreCase, move } = household;
  const byJobcentre = jobcentreCase !== null && random.chance(BY_JOBCENTRE);
  const ofCouncil =
    move !== null && state.hasMoved
      ? move
      : { council: household.council, caseReference: household.councilCase };
  const nino = due.get(state.steps) === 'nino' ? null : chooseNino(state, random);
  const told = tellNext(state, random, throwFor);
  state.steps += 1;
  const { council, caseReference } = ofCouncil;
  return {
    ...told,
    ...{ byJobcentre, council, nino },
    caseReference: byJobcentre ? jobcentreCase : caseReference,
  };
}

function tellNext(state: StoryState, random: SeededRandom, throwFor: ThrowFor): ToldFact {
  const { household, today } = state;
  const { newNino, move } = household;
  const event = state.due.get(state.steps);
  if (event === 'nino' && newNino !== null) {
    state.isNinoTold = true;
    return describeNewNino(newNino, today);
  }
  if (event === 'move' && move !== null) {
    state.hasMoved = true;
    return moveTo(state, move, move.on);
  }
  const on = chooseDay(state, random, throwFor);
  return event === 'hiding' ? moveTo(state, state.spare, on) : tellOrdinary(state, on, random);
}

function tellOrdinary(state: StoryState, on: string, random: SeededRandom): ToldFact {
  const { household, today, home, spare } = state;
  const kind = random.next();
  if (kind < UP_TO.income) return describeIncome(on, random);
  if (kind < UP_TO.capital) return describeCapital(on, today, random);
  if (kind < UP_TO.address && !state.hasMoved) {
    return moveTo(state, state.at === home ? spare : home, on);
  }
  // Two partners at once would be for a person to look at.
  if (state.hasPartner || kind < UP_TO.birth) {
    return describeBirth(on, { today, surname: household.claimant.surname }, random);
  }
  state.hasPartner = true;
  return describePartner(on);
}

function moveTo(state: StoryState, to: Place, on: string): ToldFact {
  const from = state.at;
  state.at = to;
  const isProtected = state.household.faults.includes('protectedAddress');
  return describeAddress(on, { from, to, isProtected });
}

function chooseDay(state: StoryState, random: SeededRandom, throwFor: ThrowFor): string {
  const { today, household } = state;
  const sooner = random.integer(1, STEP_DAYS);
  const late = random.integer(LATE_DAYS_MIN, LATE_DAYS_MAX);
  const ahead = AHEAD_DAYS + Math.min(state.steps, STEPS_MAX) * STEP_DAYS;
  const usual = ahead + random.integer(0, STEP_DAYS - 1);
  if (throwFor('lateNotice')) return latestOf(addDays(today, -late), household.claimFrom);
  if (state.steps > 0 && throwFor('outOfOrder')) return addDays(state.lastDay, -sooner);
  state.lastDay = addDays(today, usual);
  return state.lastDay;
}

/** A new number is used by some before it is told, and the old one by some after. */
function chooseNino(state: StoryState, random: SeededRandom): string | null {
  const { newNino } = state.household;
  if (newNino === null) return null;
  return random.chance(state.isNinoTold ? NEW_NINO_AFTER : NEW_NINO_BEFORE) ? newNino : null;
}

const latestOf = (...days: readonly string[]): string => days.toSorted().at(-1) ?? '';

type Event = 'nino' | 'move' | 'hiding';

/** The household's own events, each at one of its first steps. */
function listEvents(household: SyntheticHousehold): ReadonlyMap<number, Event> {
  const events: Event[] = [
    ...(household.newNino === null ? [] : (['nino'] as const)),
    ...(household.faults.includes('protectedAddress') && household.move === null
      ? (['hiding'] as const)
      : []),
    ...(household.move === null ? [] : (['move'] as const)),
  ];
  const first = household.index % (BEFORE_EVENT_MAX + 1);
  return new Map(events.map((event, place) => [first + place, event]));
}
