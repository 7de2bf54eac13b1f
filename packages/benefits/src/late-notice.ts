import type { AssessedCase } from './assessed-case.ts';
import type { OpenQuestion } from './award.ts';
import { addDays, daysBetween, earlierOf, type IsoDate, laterOf, type Period } from './calendar.ts';
import type { ChangePart } from './changes/dated-change.ts';
import type { FactChanges } from './changes/find-changes.ts';
import { dateFact, placeChanges } from './date-changes.ts';
import { listStretches, type Stretch } from './follow-awards.ts';
import { addPence, comparePence, type ExactPence, timesRatio, ZERO_PENCE } from './money.ts';
import { lastDayOfNotice } from './notice.ts';
import type { EffectiveChange } from './schemes/scheme.ts';

/**
 * Told later than one calendar month: a person who gains by the change gains from the notice, as if
 * it had happened that day; a person who loses loses from the true date. Whether the person gains is
 * found per scheme by computing both. [SI 2001/1002 regs 8, 9]
 *
 * Each day on which a fact changes something has its own month: of a job told with its last day the
 * end may be told in time, and the start not. What of one fact is late is judged together.
 *
 * Late facts are settled in the order of their dates, each on top of all timely facts and the late
 * ones before it, so that the answer depends on the set of facts alone.
 */
export function settleLateNotices(
  assessed: AssessedCase,
  changes: readonly FactChanges[],
): { readonly placed: readonly EffectiveChange[]; readonly open: readonly OpenQuestion[] } {
  const dated: EffectiveChange[] = [];
  const late: FactChanges[] = [];
  for (const change of changes) {
    const lateParts = change.parts.filter((part) => isLate(assessed, change, part));
    if (lateParts.length > 0) late.push({ ...change, parts: lateParts });
    const inTime = change.parts.filter((part) => !lateParts.includes(part));
    dated.push(...dateFact(assessed, { ...change, parts: inTime }, null));
  }
  const open: OpenQuestion[] = [];
  let placed: readonly EffectiveChange[] | null = null;
  for (const change of late.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))) {
    const fromTrueDay = dateFact(assessed, change, null);
    const fromNotice = dateFact(assessed, change, change.noticedOn);
    const early = placeChanges(assessed, [...dated, ...fromTrueDay]);
    const later = placeChanges(assessed, [...dated, ...fromNotice]);
    const judged = judge(assessed, early, later, change);
    if (judged.question !== null) open.push(judged.question);
    dated.push(...(judged.gains ? fromNotice : fromTrueDay));
    placed = judged.gains ? later : early;
  }
  return { placed: placed ?? placeChanges(assessed, dated), open };
}

/** What was wrong from the start is a correction of the record: no notice is late for it. */
function isLate(
  { scheme, benefitCase }: AssessedCase,
  { noticedOn, noticeExtended }: FactChanges,
  { on, moment }: ChangePart,
): boolean {
  if (moment === 'from-the-start') return false;
  const inTime = scheme.lastDayOfNotice?.(on, benefitCase);
  const lastDay = lastDayOfNotice(on, noticeExtended);
  return noticedOn > (inTime === undefined || noticeExtended ? lastDay : inTime);
}

function sortKey({ changedOn, order }: FactChanges): string {
  return `${changedOn} ${order}`;
}

/**
 * Compares the award from the true day with the award from the notice, over the days between. Before
 * them neither counts and after them both, so that a claim is over before them in both or in none.
 */
function judge(
  assessed: AssessedCase,
  early: readonly EffectiveChange[],
  later: readonly EffectiveChange[],
  { factId, changedOn, parts }: FactChanges,
): { readonly gains: boolean; readonly question: OpenQuestion | null } {
  const from = firstEffect(early, parts) ?? changedOn;
  const to = addDays(firstEffect(later, parts) ?? changedOn, -1);
  if (to < from) return { gains: false, question: null };
  const { period } = assessed;
  const until = earlierOf(to, period.to);
  const fromTrueDay = listStretches(assessed, early, [], { from: period.from, to: until });
  if (isOverBefore(fromTrueDay, from)) return { gains: false, question: null };
  const window = { from: laterOf(from, period.from), to: until };
  const earlyTotal = sumWithin(fromTrueDay, window);
  const laterTotal = sumWithin(listStretches(assessed, later, [], window), window);
  if (earlyTotal === null || laterTotal === null) {
    // Without both numbers nobody can say who gains.
    const question = { reason: 'late-notice', detail: factId, from, to } as const;
    return { gains: false, question };
  }
  return { gains: comparePence(earlyTotal, laterTotal) > 0, question: null };
}

function isOverBefore(stretches: readonly Stretch[], day: IsoDate): boolean {
  return stretches.some(
    ({ from, answer }) => from < day && answer.kind === 'award' && !answer.entitled,
  );
}

/** A week's rate for each day added up, or null when some day of the window is without a number. */
function sumWithin(stretches: readonly Stretch[], window: Period): ExactPence | null {
  let total = ZERO_PENCE;
  let isOver = false;
  for (const { from, to, answer, isAsked } of stretches) {
    if (to < window.from || (isOver && !isAsked)) continue;
    if (answer.kind === 'question') return null;
    isOver = !answer.entitled;
    const days = daysBetween(laterOf(from, window.from), to) + 1;
    total = addPence(total, timesRatio(answer.weekly, days, 1));
  }
  return total;
}

function firstEffect(
  changes: readonly EffectiveChange[],
  parts: readonly ChangePart[],
): IsoDate | null {
  return changes
    .filter(({ part }) => parts.includes(part))
    .map(({ effectiveOn }) => effectiveOn)
    .reduce<IsoDate | null>((first, day) => (first === null ? day : earlierOf(first, day)), null);
}
