import { assessFacts } from './assess-facts.ts';
import type { AssessedCase } from './assessed-case.ts';
import type { Assessment, OpenQuestion } from './award.ts';
import { totalBetween } from './award-weeks.ts';
import { addDays } from './calendar.ts';
import type { FactChanges } from './changes/find-changes.ts';
import type { SettledFact } from './date-changes.ts';
import { lastDayOfNotice } from './notice.ts';

/**
 * Told later than one calendar month: a person who gains by the change gains from the notice, as if
 * it had happened that day; a person who loses loses from the true date. Whether the person gains is
 * found per scheme by computing both. [SI 2001/1002 regs 8, 9]
 *
 * Late facts are settled in the order of their dates, each on top of all timely facts and the late
 * ones before it, so that the answer depends on the set of facts alone.
 */
export function settleLateNotices(
  assessed: AssessedCase,
  changes: readonly FactChanges[],
): { readonly settled: readonly SettledFact[]; readonly open: readonly OpenQuestion[] } {
  const settled: SettledFact[] = [];
  const late: FactChanges[] = [];
  for (const change of changes) {
    if (isLate(assessed, change)) late.push(change);
    else settled.push({ ...change, fromNoticeOn: null });
  }
  const open: OpenQuestion[] = [];
  late.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  for (const change of late) {
    const fromTrueDay: SettledFact = { ...change, fromNoticeOn: null };
    const fromNotice: SettledFact = { ...change, fromNoticeOn: change.noticedOn };
    const early = assessFacts(assessed, [...settled, fromTrueDay], []);
    const later = assessFacts(assessed, [...settled, fromNotice], []);
    const judged = judge(early, later, change);
    if (judged.question !== null) open.push(judged.question);
    settled.push(judged.gains ? fromNotice : fromTrueDay);
  }
  return { settled, open };
}

/** What was wrong from the start is a correction of the record: no notice is late for it. */
function isLate(
  { scheme, benefitCase }: AssessedCase,
  { changedOn, noticedOn, noticeExtended, parts }: FactChanges,
): boolean {
  if (parts.every(({ moment }) => moment === 'from-the-start')) return false;
  const inTime = scheme.lastDayOfNotice?.(changedOn, benefitCase);
  const lastDay = lastDayOfNotice(changedOn, noticeExtended);
  return noticedOn > (inTime === undefined || noticeExtended ? lastDay : inTime);
}

function sortKey({ changedOn, order }: FactChanges): string {
  return `${changedOn} ${order}`;
}

/** Compares the award from the true day with the award from the notice, over the days between. */
function judge(
  early: Assessment,
  later: Assessment,
  change: FactChanges,
): { readonly gains: boolean; readonly question: OpenQuestion | null } {
  const from = effectiveOnIn(early, change);
  const to = addDays(effectiveOnIn(later, change), -1);
  if (to < from) return { gains: false, question: null };
  const earlyTotal = totalBetween(early, from, to);
  const laterTotal = totalBetween(later, from, to);
  if (earlyTotal === null || laterTotal === null) {
    // Without both numbers nobody can say who gains.
    const question = { reason: 'late-notice', detail: change.factId, from, to } as const;
    return { gains: false, question };
  }
  return { gains: earlyTotal.compare(laterTotal) > 0, question: null };
}

function effectiveOnIn(assessment: Assessment, { factId, changedOn }: FactChanges): string {
  const days = assessment.effects
    .filter((effect) => effect.factId === factId)
    .map(({ effectiveOn }) => effectiveOn);
  return days.sort()[0] ?? changedOn;
}
