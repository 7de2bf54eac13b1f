import { type Assessment, addDays, type IsoDate, rangeOn } from '@told/benefits';

/** One day on which an award starts, changes or stops, between days with a number. */
export interface Transition {
  readonly action: 'start' | 'change' | 'stop';
  /** First day of the new amount; of a stop, the day after the last day of entitlement. */
  readonly on: IsoDate;
  /** Null for a stop. */
  readonly weeklyPence: number | null;
}

/** A transition that the bus was told, by the change that told it. */
export interface StandingNotice extends Transition {
  readonly changeId: string;
}

/** What the bus is to be told: a new notice, or one that corrects or annuls another. */
export type PlannedNotice =
  | { readonly changeType: 'created'; readonly replaces: null; readonly transition: Transition }
  | {
      readonly changeType: 'corrected';
      readonly replaces: StandingNotice;
      readonly transition: Transition;
    }
  | {
      readonly changeType: 'annulled';
      readonly replaces: StandingNotice;
      readonly transition: null;
    };

/**
 * What to tell of an award that was recomputed. What others know already (because it was so when the case was opened, or follows from age
 * or a year's new rates alone: `isRoutine`) is not told; what was told and is no longer so is corrected by what takes its place, or else annulled. Days that are to be
 * verified say nothing: a notice about such a day stands until there is a number.
 */
export function planNotices(
  standing: readonly StandingNotice[],
  before: Assessment,
  after: Assessment,
  isRoutine: (day: IsoDate) => boolean = () => false,
): readonly PlannedNotice[] {
  const known = findTransitions(before);
  const now = findTransitions(after);
  const wrong = standing.filter(
    (notice) =>
      rangeOn(after, notice.on) !== null &&
      !now.some((next) => isSameDay(next, notice) && next.weeklyPence === notice.weeklyPence),
  );
  const fresh = now.filter((next) => {
    const told = standing.find((notice) => isSameDay(notice, next));
    if (told !== undefined) return wrong.includes(told);
    if (next.action === 'change' && isRoutine(next.on)) return false;
    return !known.some((earlier) => isSameDay(earlier, next)) && !isRestored(next, after, wrong);
  });
  const unpaired = fresh.filter(
    (transition) => !wrong.some((notice) => isSameDay(notice, transition)),
  );
  const replaced = wrong.map((replaces): PlannedNotice => {
    const sameDay = fresh.find((transition) => isSameDay(transition, replaces));
    const transition = sameDay ?? unpaired.shift();
    return transition === undefined
      ? { changeType: 'annulled', replaces, transition: null }
      : { changeType: 'corrected', replaces, transition };
  });
  return [
    ...replaced,
    ...unpaired.map(
      (transition): PlannedNotice => ({ changeType: 'created', replaces: null, transition }),
    ),
  ];
}

/** The transitions of an award: its first day, and each day that differs from the day before. */
export function findTransitions({ ranges }: Assessment): readonly Transition[] {
  const transitions: Transition[] = [];
  for (const [index, { from, weeklyPence, entitled }] of ranges.entries()) {
    const earlier = ranges[index - 1];
    if (earlier !== undefined && (earlier.to === null || addDays(earlier.to, 1) !== from)) continue;
    if (!entitled) {
      if (earlier?.entitled !== false)
        transitions.push({ action: 'stop', on: from, weeklyPence: null });
    } else if (earlier?.entitled !== true) {
      transitions.push({ action: 'start', on: from, weeklyPence });
    } else if (earlier.weeklyPence !== weeklyPence) {
      transitions.push({ action: 'change', on: from, weeklyPence });
    }
  }
  return transitions;
}

function isSameDay(a: Transition, b: Transition): boolean {
  return a.action === b.action && a.on === b.on;
}

/** An award that had been told to have stopped on its first day and now has not: the annulment says it. */
function isRestored(
  { action, on }: Transition,
  after: Assessment,
  wrong: readonly StandingNotice[],
): boolean {
  const isFirst = action === 'start' && after.ranges[0]?.from === on;
  return isFirst && wrong.some((notice) => notice.action === 'stop' && notice.on === on);
}
