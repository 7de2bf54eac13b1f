import type { BenefitCase } from './benefit-case.ts';
import { benefitWeekStart, earlierOf, type IsoDate, laterOf, type Weekday } from './calendar.ts';
import type { ChangePart } from './changes/dated-change.ts';
import type { FactChanges } from './changes/find-changes.ts';
import { type Circumstances, openCircumstances } from './circumstances.ts';
import { applyEffect } from './effects/apply-effect.ts';
import { endsBeforeStarts } from './effects/effect.ts';
import type { EffectiveChange, Scheme } from './schemes/scheme.ts';

/** A fact's changes, counted from its notice when `fromNoticeOn` is set (told late, and the person gains). */
export type SettledFact = FactChanges & { readonly fromNoticeOn: IsoDate | null };

/**
 * Gives every change its day in one scheme: by the kind of change, then by the scheme's rule for two
 * changes in one week, then by its rule for a change that ends entitlement.
 */
export function dateChanges(
  scheme: Scheme,
  benefitCase: BenefitCase,
  facts: readonly SettledFact[],
): readonly EffectiveChange[] {
  const weekEndsOn = scheme.weekEndsOn(benefitCase);
  const dated: EffectiveChange[] = [];
  for (const fact of facts) {
    for (const part of fact.parts) {
      const changedOn = findChangedOn(part, fact, benefitCase);
      dated.push({
        factId: fact.factId,
        part,
        order: `${part.on} ${endsBeforeStarts(part.effect)} ${fact.order}`,
        changedOn,
        effectiveOn:
          part.moment === 'from-the-start'
            ? changedOn
            : scheme.dateEffect(part, changedOn, benefitCase).on,
        fromNotice: fact.fromNoticeOn !== null,
      });
    }
  }
  dated.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
  const aligned = scheme.alignsSameWeek ? alignSameWeek(dated, weekEndsOn) : dated;
  return scheme.endsOnTheDay ? endOnTheDay(scheme, benefitCase, aligned, weekEndsOn) : aligned;
}

function findChangedOn(
  { moment, on }: ChangePart,
  { fromNoticeOn }: SettledFact,
  { claimStartOn }: BenefitCase,
): IsoDate {
  if (moment === 'from-the-start') return claimStartOn;
  return fromNoticeOn === null ? on : laterOf(on, fromNoticeOn);
}

/** Circumstances in force on a day. Among changes to one thing the latest by its true day stands, however late it was told. */
export function circumstancesOn(
  opening: Circumstances,
  changes: readonly EffectiveChange[],
  day: IsoDate,
): Circumstances {
  let circumstances = opening;
  for (const { effectiveOn, part } of changes) {
    if (effectiveOn <= day) circumstances = applyEffect(circumstances, part.effect);
  }
  return circumstances;
}

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
  const weeks = new Map<IsoDate, { earliest: IsoDate; effectWeeks: Set<IsoDate> }>();
  for (const { changedOn, effectiveOn } of aligned) {
    const week = benefitWeekStart(changedOn, weekEndsOn);
    const found = weeks.get(week) ?? { earliest: effectiveOn, effectWeeks: new Set() };
    found.earliest = earlierOf(found.earliest, effectiveOn);
    found.effectWeeks.add(benefitWeekStart(effectiveOn, weekEndsOn));
    weeks.set(week, found);
  }
  return changes.map((change) => {
    const week = weeks.get(benefitWeekStart(change.changedOn, weekEndsOn));
    const moves = isAligned(change) && week !== undefined && week.effectWeeks.size > 1;
    return moves ? { ...change, effectiveOn: week.earliest } : change;
  });
}

/** The first change that leaves nobody entitled counts from its own day; nothing later reaches back before it. */
function endOnTheDay(
  scheme: Scheme,
  benefitCase: BenefitCase,
  changes: readonly EffectiveChange[],
  weekEndsOn: Weekday,
): readonly EffectiveChange[] {
  const opening = openCircumstances(benefitCase);
  const days = [...new Set(changes.map(({ changedOn }) => changedOn))].sort();
  const asItHappens = changes.map((change) => ({ ...change, effectiveOn: change.changedOn }));
  const endedOn = days.find((day) => {
    const circumstances = circumstancesOn(opening, asItHappens, day);
    const agesReadOn = scheme.agesReadOn(day, weekEndsOn);
    const award = scheme.award(circumstances, { on: day, agesReadOn, benefitCase });
    return award.kind === 'award' && !award.entitled;
  });
  if (endedOn === undefined) return changes;
  return changes.map((change) =>
    change.changedOn < endedOn
      ? change
      : { ...change, effectiveOn: laterOf(change.effectiveOn, endedOn) },
  );
}
