import type { AwardLine, AwardRange, OpenQuestion } from './award.ts';
import { addDays, describeDate, type IsoDate } from './calendar.ts';
import { roundHalfUp, writeExact } from './money.ts';
import { explain, type Rule } from './schemes/rule.ts';
import type { DayAward } from './schemes/scheme.ts';

/** A row of awards under construction, filled in the order of its days by `addAward` and `addQuestion`. */
export type AwardRow = {
  readonly ranges: AwardRange[];
  readonly questions: OpenQuestion[];
  /** First nil day: from then on the claim is over. */
  endedOn: IsoDate | null;
};

export function openRow(): AwardRow {
  return { ranges: [], questions: [], endedOn: null };
}

/** Adds a day's answer for `from`…`to`, joined to its neighbour when both say the same. */
export function addAward(row: AwardRow, award: DayAward, from: IsoDate, to: IsoDate | null): void {
  if (row.endedOn !== null) {
    addEnded(row, row.endedOn, from, to);
  } else if (award.kind === 'question') {
    addQuestion(row, { ...award.question, from, to });
  } else {
    if (!award.entitled) row.endedOn = from;
    addRange(row, {
      from,
      to,
      weeklyPence: roundHalfUp(award.weekly),
      weeklyExact: writeExact(award.weekly),
      entitled: award.entitled,
      lines: award.entitled ? award.lines : [...award.lines, explainEnd(from)],
    });
  }
}

/** Adds a span without a number, joined to its neighbour when both ask the same. */
export function addQuestion(row: AwardRow, question: OpenQuestion): void {
  const last = row.questions.at(-1);
  const joins =
    last !== undefined &&
    isNextDay(last.to, question.from) &&
    last.reason === question.reason &&
    last.detail === question.detail;
  if (joins) row.questions[row.questions.length - 1] = { ...last, to: question.to };
  else row.questions.push(question);
}

function addRange(row: AwardRow, range: AwardRange): void {
  const last = row.ranges.at(-1);
  const joins =
    last !== undefined &&
    isNextDay(last.to, range.from) &&
    last.weeklyExact === range.weeklyExact &&
    last.entitled === range.entitled &&
    isSameLines(last.lines, range.lines);
  if (joins) row.ranges[row.ranges.length - 1] = { ...last, to: range.to };
  else row.ranges.push(range);
}

function isNextDay(day: IsoDate | null, next: IsoDate): boolean {
  return day !== null && addDays(day, 1) === next;
}

/** Shared by all schemes: an award that reached nil has ended. */
export const CLAIM_ENDED: Rule = {
  name: 'claim-ended',
  source: 'SSAA 1992 s.1',
  says: 'An award that reached nil has ended: without a new claim no later change brings it back.',
};

function explainEnd(endedOn: IsoDate): AwardLine {
  const text = `Entitlement ended on ${describeDate(endedOn)}; a new claim is needed.`;
  return explain(CLAIM_ENDED, text);
}

/** Days after the end go on with what ended it, unless a question lies between. */
function addEnded(row: AwardRow, endedOn: IsoDate, from: IsoDate, to: IsoDate | null): void {
  const last = row.ranges.at(-1);
  if (last !== undefined && isNextDay(last.to, from)) {
    row.ranges[row.ranges.length - 1] = { ...last, to };
    return;
  }
  const lines = [explainEnd(endedOn)];
  row.ranges.push({ from, to, weeklyPence: 0, weeklyExact: '0', entitled: false, lines });
}

function isSameLines(a: readonly AwardLine[], b: readonly AwardLine[]): boolean {
  return a.length === b.length && a.every((line, index) => isSameLine(line, b[index]));
}

/** What was recalled from the day before is the same object. */
function isSameLine(a: AwardLine, b: AwardLine | undefined): boolean {
  return a === b || (a.rule === b?.rule && a.text === b.text);
}
