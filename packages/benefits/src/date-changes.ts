import type { AssessedCase } from './assessed-case.ts';
import { benefitWeekNumber, earlierOf, type IsoDate, laterOf, type Weekday } from './calendar.ts';
import type { FactChanges } from './changes/find-changes.ts';
import type { Circumstances } from './circumstances.ts';
import { endsBeforeStarts } from './effects/effect.ts';
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
      order: `${part.on} ${endsBeforeStarts(part.effect)} ${order}`,
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
  const placed = dated.toSorted((a, b) => compareTexts(a.order, b.order));
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
  const places = changes
    .map((_change, place) => place)
    .sort((a, b) => compareTexts(changes[a]?.effectiveOn, changes[b]?.effectiveOn) || a - b);
  let counting: Circumstances = opening;
  let counted = 0;
  let lastPlace = -1;
  let lastDay = '';
  return (day) => {
    if (day < lastDay) return fold(changes.filter(({ effectiveOn }) => effectiveOn <= day));
    lastDay = day;
    for (; counted < places.length; counted += 1) {
      const place = places[counted] as number;
      const { effectiveOn, part } = changes[place] as EffectiveChange;
      if (effectiveOn > day) break;
      counting =
        place > lastPlace
          ? apply(counting, part.effect)
          : fold(pick(changes, places.slice(0, counted + 1)));
      lastPlace = Math.max(lastPlace, place);
    }
    return counting;
  };
}

const pick = (
  changes: readonly EffectiveChange[],
  places: readonly number[],
): readonly EffectiveChange[] =>
  places.toSorted((a, b) => a - b).map((place) => changes[place] as EffectiveChange);

const compareTexts = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What takes part in the rule for two changes of one week: not a resident's coming and going, which is
 * the other clock's view of the same change, and not what was so from the start.
 */
function isAligned({ part: { effect, moment } }: EffectiveChange): boolean {
  return moment !== 'from-the-start' && !effect.kind.endsWith('-resident');
}

/** Two changes of one benefit week that would count in different weeks: all count from the earlier day. */
function alignSameWeek(
  changes: readonly EffectiveChange[],
  weekEndsOn: Weekday,
): readonly EffectiveChange[] {
  const aligned = changes.filter(isAligned);
  if (new Set(aligned.map(({ part }) => part.moment)).size < 2) return changes;
  type Week = { earliest: IsoDate; readonly effectWeeks: Set<number> };
  const weeks = new Map<number, Week>();
  const weekOf = new Map<EffectiveChange, Week>();
  for (const change of aligned) {
    const { changedOn, effectiveOn } = change;
    const weekNumber = benefitWeekNumber(changedOn, weekEndsOn);
    const week = weeks.get(weekNumber) ?? { earliest: effectiveOn, effectWeeks: new Set() };
    week.earliest = earlierOf(week.earliest, effectiveOn);
    week.effectWeeks.add(benefitWeekNumber(effectiveOn, weekEndsOn));
    weeks.set(weekNumber, week);
    weekOf.set(change, week);
  }
  return changes.map((change) => {
    const week = weekOf.get(change);
    const moves = week !== undefined && week.effectWeeks.size > 1;
    return moves ? { ...change, effectiveOn: week.earliest } : change;
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
