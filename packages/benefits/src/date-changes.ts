import type { AssessedCase } from './assessed-case.ts';
import { benefitWeekNumber, earlierOf, type IsoDate, laterOf, type Weekday } from './calendar.ts';
import type { FactChanges } from './changes/find-changes.ts';
import type { Circumstances } from './circumstances.ts';
import { endsBeforeStarts, isOfResidents } from './effects/effect.ts';
import type { EffectiveChange } from './schemes/scheme.ts';

/**
 * Gives each change of a fact its day in one scheme by the kind of change, counted from the notice when
 * `fromNoticeOn` is set (told late, and the person gains).
 */
export function dateFact(
  { scheme, benefitCase }: AssessedCase,
  { factId, parts, order }: FactChanges,
  fromNoticeOn: IsoDate | null,
): readonly EffectiveChange[] {
  return parts.map((part) => {
    const isFromTheStart = part.moment === 'from-the-start';
    const toldOn = fromNoticeOn === null ? part.on : laterOf(part.on, fromNoticeOn);
    const changedOn = isFromTheStart ? benefitCase.claimStartOn : toldOn;
    return {
      factId,
      part,
      order,
      changedOn,
      effectiveOn: isFromTheStart ? changedOn : scheme.dateEffect(part, changedOn, benefitCase).on,
      fromNotice: fromNoticeOn !== null,
    };
  });
}

/**
 * Puts dated changes in the order of their true days, and moves them by what depends on all of them:
 * the scheme's rule for two changes in one week, then its rule for a change that ends entitlement.
 */
export function placeChanges(
  assessed: AssessedCase,
  dated: readonly EffectiveChange[],
): readonly EffectiveChange[] {
  const { scheme, weekEndsOn } = assessed;
  const placed = dated.toSorted(compareTrueDays);
  const aligned = scheme.alignsSameWeek ? alignSameWeek(placed, weekEndsOn) : placed;
  return scheme.endsOnTheDay ? endOnTheDay(assessed, aligned) : aligned;
}

/**
 * Circumstances in force on a day, asked for any number of days. Among changes to one thing the latest
 * by its true day stands, however late it was told.
 *
 * Days that are asked for in order cost one step for each change: what counts already is kept, and
 * gone through again only when a change comes to count after one of a later true day.
 */
export function followCircumstances(
  { opening, apply }: Pick<AssessedCase, 'opening' | 'apply'>,
  changes: readonly EffectiveChange[],
): (day: IsoDate) => Circumstances {
  const fold = (counting: readonly EffectiveChange[]): Circumstances =>
    counting.map(({ part }) => part.effect).reduce(apply, opening);
  const waiting = changes
    .map((change, place) => ({ change, place }))
    .sort((a, b) => compareTexts(a.change.effectiveOn, b.change.effectiveOn));
  let counting: Circumstances = opening;
  let counted = 0;
  let lastPlace = -1;
  let lastDay = '';
  return (day) => {
    if (day < lastDay) return fold(changes.filter(({ effectiveOn }) => effectiveOn <= day));
    lastDay = day;
    while (counted < waiting.length) {
      const { change, place } = waiting[counted] as Placed;
      if (change.effectiveOn > day) break;
      counted += 1;
      counting =
        place > lastPlace
          ? apply(counting, change.part.effect)
          : fold(inOrder(waiting.slice(0, counted)));
      lastPlace = Math.max(lastPlace, place);
    }
    return counting;
  };
}

type Placed = { readonly change: EffectiveChange; readonly place: number };

const inOrder = (placed: readonly Placed[]): readonly EffectiveChange[] =>
  placed.toSorted((a, b) => a.place - b.place).map(({ change }) => change);

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareTrueDays(a: EffectiveChange, b: EffectiveChange): number {
  return (
    compareTexts(a.part.on, b.part.on) ||
    endsBeforeStarts(a.part.effect) - endsBeforeStarts(b.part.effect) ||
    compareTexts(a.order, b.order)
  );
}

/**
 * What takes part in the rule for two changes of one week: not a resident's coming and going, which is
 * the other clock's view of the same change, and not what was so from the start.
 */
function isAligned({ part: { effect, moment } }: EffectiveChange): boolean {
  return moment !== 'from-the-start' && !isOfResidents(effect);
}

/** Two changes of one benefit week that would count in different weeks: all count from the earlier day. */
function alignSameWeek(
  changes: readonly EffectiveChange[],
  weekEndsOn: Weekday,
): readonly EffectiveChange[] {
  const aligned = changes.filter(isAligned);
  if (aligned.every(({ part }) => part.moment === aligned[0]?.part.moment)) return changes;
  const weeks = new Map<number, EffectiveChange[]>();
  for (const change of aligned) {
    const week = benefitWeekNumber(change.changedOn, weekEndsOn);
    const together = weeks.get(week);
    if (together === undefined) weeks.set(week, [change]);
    else together.push(change);
  }
  if (weeks.size === aligned.length) return changes;
  const earliest = new Map<EffectiveChange, IsoDate>();
  for (const together of weeks.values()) {
    if (together.length === 1) continue;
    const days = together.map(({ effectiveOn }) => effectiveOn);
    const effectWeeks = new Set(days.map((day) => benefitWeekNumber(day, weekEndsOn)));
    if (effectWeeks.size < 2) continue;
    for (const change of together) earliest.set(change, days.reduce(earlierOf));
  }
  if (earliest.size === 0) return changes;
  return changes.map((change) => {
    const effectiveOn = earliest.get(change);
    return effectiveOn === undefined ? change : { ...change, effectiveOn };
  });
}

/** The first change that leaves nobody entitled counts from its own day; nothing later reaches back before it. */
function endOnTheDay(
  assessed: AssessedCase,
  changes: readonly EffectiveChange[],
): readonly EffectiveChange[] {
  const days = [...new Set(changes.map(({ changedOn }) => changedOn))].sort();
  const asItHappens = changes.map((change) => ({ ...change, effectiveOn: change.changedOn }));
  const circumstancesOn = followCircumstances(assessed, asItHappens);
  const endedOn = days.find((day) => {
    const award = assessed.awardOn(circumstancesOn(day), day);
    return award.kind === 'award' && !award.entitled;
  });
  if (endedOn === undefined) return changes;
  return changes.map((change) =>
    change.changedOn < endedOn
      ? change
      : { ...change, effectiveOn: laterOf(change.effectiveOn, endedOn) },
  );
}
