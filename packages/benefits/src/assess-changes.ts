import type { AssessedCase } from './assessed-case.ts';
import type { Assessment, FactEffect, OpenQuestion } from './award.ts';
import { addAward, addQuestion, openRow } from './award-row.ts';
import type { BenefitCase } from './benefit-case.ts';
import { addDays, earlierOf, type IsoDate, laterOf } from './calendar.ts';
import { followCircumstances } from './date-changes.ts';
import { findBirthdays } from './household-ages.ts';
import { comparePence, describePence, roundHalfUp } from './money.ts';
import { explain } from './schemes/rule.ts';
import type { DayAward, EffectiveChange, Scheme, Span } from './schemes/scheme.ts';

/** Days, both included. */
type Period = { readonly from: IsoDate; readonly to: IsoDate };

/**
 * The row of awards that changes in their places give: one range or open question for every day
 * covered, or of those between `asked` days alone. A claim that was over before those days is not seen.
 */
export function assessChanges(
  assessed: AssessedCase,
  all: readonly EffectiveChange[],
  lateQuestions: readonly OpenQuestion[],
  asked?: Period,
): Assessment {
  const { scheme, benefitCase, weekEndsOn } = assessed;
  const covered = scheme.covers(benefitCase);
  const { claimStartOn } = benefitCase;
  const whole = { from: laterOf(claimStartOn, covered.from), to: covered.to };
  const period = asked === undefined ? whole : intersect(whole, asked);
  const changes = all.filter(({ changedOn }) => changedOn >= claimStartOn);
  // The first that holds on a day decides: without an answer no earlier award is kept either.
  const spans: readonly Span[] = [
    ...lateQuestions.map((open) => ({ ...open, kind: 'question' as const })),
    ...scheme.findSpans(benefitCase, changes),
  ];
  const outside = findOutsideQuestions(all, benefitCase, period);
  const head = { schemeId: scheme.id, weekEndsOn, from: period.from, coversTo: period.to };
  if (period.from > period.to) {
    const none = { reason: 'no-scheme', detail: scheme.id, from: claimStartOn, to: null } as const;
    return { ...head, ranges: [], toVerify: [none], effects: [] };
  }
  const days = findBoundaries(scheme, benefitCase, changes, spans, period);
  const circumstancesOn = followCircumstances(assessed, changes);
  const awardOn = (day: IsoDate): DayAward => assessed.awardOn(circumstancesOn(day), day);
  const row = openRow();
  for (const [index, from] of days.entries()) {
    const next = days[index + 1];
    const to = next === undefined ? null : addDays(next, -1);
    const span = spans.find((open) => open.from <= from && (open.to === null || from <= open.to));
    if (span?.kind === 'question') {
      addQuestion(row, { reason: span.reason, detail: span.detail, from, to });
    } else {
      addAward(row, span === undefined ? awardOn(from) : applyLeast(span, awardOn, from), from, to);
    }
  }
  return {
    ...head,
    ranges: row.ranges,
    toVerify: [...outside, ...row.questions],
    effects: listEffects(all),
  };
}

const intersect = (a: Period, b: Period): Period => ({
  from: laterOf(a.from, b.from),
  to: earlierOf(a.to, b.to),
});

/** The award of a day within a span of `at-least`: the greater of its own and the earlier day's. */
function applyLeast(
  { asOn, rule }: Extract<Span, { readonly kind: 'at-least' }>,
  awardOn: (day: IsoDate) => DayAward,
  day: IsoDate,
): DayAward {
  const own = awardOn(day);
  const least = awardOn(asOn);
  if (own.kind === 'question' || least.kind === 'question') {
    return own.kind === 'question' ? own : least;
  }
  const { atMost = least.weekly } = own;
  const kept = comparePence(least.weekly, atMost) > 0 ? atMost : least.weekly;
  const isKept = comparePence(kept, own.weekly) > 0;
  const amountPence = roundHalfUp(kept);
  const text = `${describePence(amountPence)} a week as before: ${isKept ? 'more' : 'not more'} than the new award.`;
  const line = explain(rule, text, amountPence);
  return isKept
    ? { ...least, weekly: kept, lines: [...least.lines, line] }
    : { ...own, lines: [...own.lines, line] };
}

/** The days on which something may differ from the day before, the first day included. */
function findBoundaries(
  scheme: Scheme,
  benefitCase: BenefitCase,
  changes: readonly EffectiveChange[],
  spans: readonly Span[],
  period: Period,
): readonly IsoDate[] {
  const days = new Set<IsoDate>([period.from]);
  const add = (day: IsoDate): void => {
    if (day > period.from && day <= period.to) days.add(day);
  };
  for (const { effectiveOn } of changes) add(effectiveOn);
  for (const day of scheme.ratesChangeOn(benefitCase)) add(day);
  for (const { from, to } of spans) {
    add(from);
    if (to !== null) add(addDays(to, 1));
  }
  for (const birthday of findBirthdays(benefitCase, changes, period.from, period.to)) {
    add(scheme.dateEffect({ moment: 'ordinary' }, birthday, benefitCase).on);
    // Discounts read ages by the day.
    add(birthday);
  }
  return [...days].sort();
}

/** Changes that count on days without rates, and changes from before the claim, which its opening state should hold already. */
function findOutsideQuestions(
  changes: readonly EffectiveChange[],
  { claimStartOn }: BenefitCase,
  period: Period,
): readonly OpenQuestion[] {
  const found: OpenQuestion[] = [];
  for (const { changedOn, effectiveOn, part } of changes) {
    if (part.effect.kind.endsWith('-resident')) continue;
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

function listEffects(changes: readonly EffectiveChange[]): readonly FactEffect[] {
  const effects = new Map<string, FactEffect>();
  for (const { factId, changedOn, effectiveOn, fromNotice } of changes) {
    const key = `${effectiveOn} ${factId}`;
    if (!effects.has(key)) effects.set(key, { factId, changedOn, effectiveOn, fromNotice });
  }
  return [...effects.values()];
}
