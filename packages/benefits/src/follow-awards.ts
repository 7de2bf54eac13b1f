import type { AssessedCase } from './assessed-case.ts';
import type { OpenQuestion } from './award.ts';
import { addDays, type IsoDate, type Period } from './calendar.ts';
import { followCircumstances } from './date-changes.ts';
import { findBirthdays } from './household-ages.ts';
import { comparePence, describePence, roundHalfUp } from './money.ts';
import { explain } from './schemes/rule.ts';
import type { DayAward, EffectiveChange, Span } from './schemes/scheme.ts';

/** Days on end with one answer of the scheme. */
export type Stretch = Period & {
  readonly answer: DayAward;
  /** A span asks, whatever the award would be: also when the claim is over. */
  readonly isAsked: boolean;
};

/** What changes in their places give on each day of a period that the scheme covers, in the order of the days. */
export function listStretches(
  assessed: AssessedCase,
  changes: readonly EffectiveChange[],
  lateQuestions: readonly OpenQuestion[],
  period: Period,
): readonly Stretch[] {
  const { scheme, benefitCase } = assessed;
  const counting = changes.filter(({ changedOn }) => changedOn >= benefitCase.claimStartOn);
  // The first that holds on a day decides: without an answer no earlier award is kept either.
  const spans: readonly Span[] = [
    ...lateQuestions.map((open) => ({ ...open, kind: 'question' as const })),
    ...scheme.findSpans(benefitCase, counting),
  ];
  const days = listBoundaries(assessed, counting, spans, period);
  const circumstancesOn = followCircumstances(assessed, counting);
  const awardOn = (day: IsoDate): DayAward => assessed.awardOn(circumstancesOn(day), day);
  return days.map((from, index) => {
    const next = days[index + 1];
    const to = next === undefined ? period.to : addDays(next, -1);
    const span = spans.find((open) => open.from <= from && (open.to === null || from <= open.to));
    if (span?.kind !== 'question') {
      const answer = span === undefined ? awardOn(from) : applyLeast(span, awardOn, from);
      return { from, to, answer, isAsked: false };
    }
    const { reason, detail } = span;
    return { from, to, answer: { kind: 'question', question: { reason, detail } }, isAsked: true };
  });
}

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
function listBoundaries(
  { scheme, benefitCase }: AssessedCase,
  changes: readonly EffectiveChange[],
  spans: readonly Span[],
  period: Period,
): readonly IsoDate[] {
  if (period.from > period.to) return [];
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
