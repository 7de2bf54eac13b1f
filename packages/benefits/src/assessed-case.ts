import type { BenefitCase } from './benefit-case.ts';
import { type IsoDate, laterOf, type Period, type Weekday } from './calendar.ts';
import { type Circumstances, openCircumstances } from './circumstances.ts';
import { applyEffect } from './effects/apply-effect.ts';
import type { Effect } from './effects/effect.ts';
import { openRecall } from './recall.ts';
import type { DayAward, Scheme } from './schemes/scheme.ts';

/**
 * A case in one scheme, with what has been worked out of it. To judge a late notice the case is
 * assessed several times, each time with one fact moved: most days then have the same circumstances,
 * and their awards are not worked out again.
 */
export type AssessedCase = {
  readonly scheme: Scheme;
  readonly benefitCase: BenefitCase;
  readonly weekEndsOn: Weekday;
  /** The days from the claim on for which the scheme has rates. */
  readonly period: Period;
  readonly opening: Circumstances;
  /** `applyEffect`; the same circumstances and effect give the same object. */
  readonly apply: (before: Circumstances, effect: Effect) => Circumstances;
  /** The scheme's award of a day. */
  readonly awardOn: (circumstances: Circumstances, day: IsoDate) => DayAward;
};

/** Throws BenefitsError `invalid-case` when the case lacks what the scheme counts weeks by. */
export function openAssessedCase(scheme: Scheme, benefitCase: BenefitCase): AssessedCase {
  const weekEndsOn = scheme.weekEndsOn(benefitCase);
  const covered = scheme.covers(benefitCase);
  const recall = openRecall();
  const applied = new Map<Circumstances, Kept<Effect, Circumstances>[]>();
  const awards = new Map<Circumstances, Kept<IsoDate, DayAward>[]>();
  return {
    scheme,
    benefitCase,
    weekEndsOn,
    period: { from: laterOf(benefitCase.claimStartOn, covered.from), to: covered.to },
    opening: openCircumstances(benefitCase),
    apply: (before, effect) => remember(applied, before, effect, () => applyEffect(before, effect)),
    awardOn: (circumstances, day) =>
      remember(awards, circumstances, day, () =>
        scheme.award(circumstances, {
          on: day,
          agesReadOn: scheme.agesReadOn(day, weekEndsOn),
          benefitCase,
          recall,
        }),
      ),
  };
}

type Kept<Key, Value> = { readonly key: Key; readonly value: Value };

/** Keeps values by two keys; few of the second go with each of the first. */
function remember<Owner, Key, Value>(
  kept: Map<Owner, Kept<Key, Value>[]>,
  owner: Owner,
  key: Key,
  workOut: () => Value,
): Value {
  const own = kept.get(owner);
  if (own !== undefined) {
    for (const entry of own) if (entry.key === key) return entry.value;
  }
  const entry = { key, value: workOut() };
  if (own === undefined) kept.set(owner, [entry]);
  else own.push(entry);
  return entry.value;
}
