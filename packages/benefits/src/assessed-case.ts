import type { BenefitCase } from './benefit-case.ts';
import type { IsoDate, Weekday } from './calendar.ts';
import { type Circumstances, openCircumstances } from './circumstances.ts';
import { applyEffect } from './effects/apply-effect.ts';
import type { Effect } from './effects/effect.ts';
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
  readonly opening: Circumstances;
  /** `applyEffect`; the same circumstances and effect give the same object. */
  readonly apply: (before: Circumstances, effect: Effect) => Circumstances;
  /** The scheme's award of a day. */
  readonly awardOn: (circumstances: Circumstances, day: IsoDate) => DayAward;
};

/** Throws BenefitsError `invalid-case` when the case lacks what the scheme counts weeks by. */
export function openAssessedCase(scheme: Scheme, benefitCase: BenefitCase): AssessedCase {
  const weekEndsOn = scheme.weekEndsOn(benefitCase);
  const applied = new WeakMap<Circumstances, Map<Effect, Circumstances>>();
  const awards = new WeakMap<Circumstances, Map<IsoDate, DayAward>>();
  return {
    scheme,
    benefitCase,
    weekEndsOn,
    opening: openCircumstances(benefitCase),
    apply: (before, effect) => remember(applied, before, effect, () => applyEffect(before, effect)),
    awardOn: (circumstances, day) =>
      remember(awards, circumstances, day, () =>
        scheme.award(circumstances, {
          on: day,
          agesReadOn: scheme.agesReadOn(day, weekEndsOn),
          benefitCase,
        }),
      ),
  };
}

function remember<Owner extends object, Key, Value>(
  kept: WeakMap<Owner, Map<Key, Value>>,
  owner: Owner,
  key: Key,
  workOut: () => Value,
): Value {
  let values = kept.get(owner);
  if (values === undefined) {
    values = new Map();
    kept.set(owner, values);
  }
  let value = values.get(key);
  if (value === undefined) {
    value = workOut();
    values.set(key, value);
  }
  return value;
}
