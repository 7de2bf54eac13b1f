import type { AssessedCase } from './assessed-case.ts';
import type { Assessment, FactEffect, OpenQuestion } from './award.ts';
import { addAward, addQuestion, openRow } from './award-row.ts';
import type { BenefitCase } from './benefit-case.ts';
import { addDays, type IsoDate, laterOf, type Period } from './calendar.ts';
import { isOfResidents } from './effects/effect.ts';
import { listStretches } from './follow-awards.ts';
import type { EffectiveChange } from './schemes/scheme.ts';

/** The row of awards that changes in their places give: one range or open question for every day covered. */
export function assessChanges(
  assessed: AssessedCase,
  changes: readonly EffectiveChange[],
  lateQuestions: readonly OpenQuestion[],
): Assessment {
  const { scheme, benefitCase, weekEndsOn, period } = assessed;
  const head = { schemeId: scheme.id, weekEndsOn, from: period.from, coversTo: period.to };
  if (period.from > period.to) {
    const { claimStartOn } = benefitCase;
    const none = { reason: 'no-scheme', detail: scheme.id, from: claimStartOn, to: null } as const;
    return { ...head, ranges: [], toVerify: [none], effects: [] };
  }
  const row = openRow();
  for (const stretch of listStretches(assessed, changes, lateQuestions, period)) {
    const { from, answer, isAsked } = stretch;
    const to = stretch.to === period.to ? null : stretch.to;
    if (isAsked && answer.kind === 'question') addQuestion(row, { ...answer.question, from, to });
    else addAward(row, answer, from, to);
  }
  const outside = findOutsideQuestions(changes, benefitCase, period);
  return {
    ...head,
    ranges: row.ranges,
    toVerify: [...outside, ...row.questions],
    effects: listEffects(changes),
  };
}

/** Changes that count on days without rates, and changes from before the claim, which its opening state should hold already. */
function findOutsideQuestions(
  changes: readonly EffectiveChange[],
  { claimStartOn }: BenefitCase,
  period: Period,
): readonly OpenQuestion[] {
  const found: OpenQuestion[] = [];
  for (const { changedOn, effectiveOn, part } of changes) {
    if (isOfResidents(part.effect)) continue;
    if (changedOn < claimStartOn) {
      const to = addDays(claimStartOn, -1);
      found.push({ reason: 'not-modelled', detail: 'before-claim', from: changedOn, to });
    } else if (effectiveOn < period.from && claimStartOn < period.from) {
      const from = laterOf(effectiveOn, claimStartOn);
      const to = addDays(period.from, -1);
      found.push({ reason: 'no-scheme', detail: 'before-first-day', from, to });
    } else if (effectiveOn > period.to) {
      found.push({ reason: 'no-scheme', detail: 'after-last-day', from: effectiveOn, to: null });
    }
  }
  return found;
}

/** Once for each day on which some part of a fact counts. */
function listEffects(changes: readonly EffectiveChange[]): readonly FactEffect[] {
  const effects: FactEffect[] = [];
  const daysOf = new Map<string, IsoDate[]>();
  for (const { factId, changedOn, effectiveOn, fromNotice } of changes) {
    const days = daysOf.get(factId);
    if (days?.includes(effectiveOn)) continue;
    if (days === undefined) daysOf.set(factId, [effectiveOn]);
    else days.push(effectiveOn);
    effects.push({ factId, changedOn, effectiveOn, fromNotice });
  }
  return effects;
}
