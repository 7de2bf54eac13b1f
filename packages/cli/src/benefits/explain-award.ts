import {
  type Assessment,
  type AwardLine,
  type AwardRange,
  addDays,
  daysBetween,
  earlierOf,
  financialYearOf,
  type IsoDate,
  laterOf,
  type OpenQuestion,
  questionOn,
  rangeOn,
  roundHalfUp,
  type Scheme,
  totalBetween,
} from '@told/benefits';
import { describeQuestion } from './describe-question.ts';
import { WEEKDAYS } from './plain-case.ts';

/** An award as `told benefits assess --json` prints it; docs/reference/benefit-case.md describes it. */
export interface ExplainedAward {
  readonly scheme: string;
  readonly title: string;
  /** True when rates of `--rates` count instead of those shipped. */
  readonly otherRates: boolean;
  readonly from: IsoDate;
  readonly coversTo: IsoDate;
  readonly weekEndsOn: (typeof WEEKDAYS)[number];
  readonly ranges: readonly ExplainedRange[];
  readonly toVerify: readonly ExplainedQuestion[];
  readonly effects: readonly ExplainedEffect[];
  readonly financialYears: readonly YearTotal[];
  /** With `--on`: that day alone. */
  readonly on?: {
    readonly day: IsoDate;
    readonly range: ExplainedRange | null;
    readonly toVerify: ExplainedQuestion | null;
  };
}

type ExplainedRange = Omit<AwardRange, 'to' | 'lines'> & {
  readonly to: IsoDate;
  readonly lines: readonly ExplainedLine[];
};
export type ExplainedLine = {
  readonly rule: string;
  readonly source: string;
  readonly text: string;
  readonly amountPence: number | null;
  /** True when the rule's source was believed and not read. */
  readonly unverified: boolean;
};
type ExplainedQuestion = OpenQuestion & { readonly says: string };
type ExplainedEffect = {
  readonly changeId: string;
  readonly changedOn: IsoDate;
  readonly effectiveOn: IsoDate;
  readonly fromNotice: boolean;
};
type YearTotal = {
  readonly financialYear: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** Half-up once; null while a day of it is to be verified. */
  readonly pence: number | null;
  readonly daysToVerify: number;
};

/** Everything about an assessment that a person checks. */
export function explainAward(
  scheme: Scheme,
  assessment: Assessment,
  {
    otherRates,
    on,
    claimStartOn,
  }: {
    readonly otherRates: boolean;
    readonly on?: IsoDate | undefined;
    readonly claimStartOn: IsoDate;
  },
): ExplainedAward {
  const { from, coversTo } = assessment;
  const explainRange = (range: AwardRange): ExplainedRange => ({
    ...range,
    to: range.to ?? coversTo,
    lines: range.lines.map((line) => explainLine(scheme, line)),
  });
  const explainQuestion = (open: OpenQuestion): ExplainedQuestion => ({
    from: open.from,
    to: open.to,
    reason: open.reason,
    detail: open.detail,
    says: describeQuestion(scheme, open),
  });
  const range = on === undefined ? null : rangeOn(assessment, on);
  const question =
    on === undefined ? null : (questionOn(assessment, on) ?? findOutside(assessment, on));
  return {
    scheme: scheme.id,
    title: scheme.title,
    otherRates,
    from,
    coversTo,
    weekEndsOn: WEEKDAYS[assessment.weekEndsOn],
    ranges: assessment.ranges.map(explainRange),
    toVerify: [...listUncovered(assessment, claimStartOn), ...assessment.toVerify].map(
      explainQuestion,
    ),
    effects: assessment.effects.map(({ factId, ...effect }) => ({ changeId: factId, ...effect })),
    financialYears: from > coversTo ? [] : splitYears(assessment),
    ...(on !== undefined && {
      on: {
        day: on,
        range: range === null ? null : explainRange(range),
        toVerify: question === null ? null : explainQuestion(question),
      },
    }),
  };
}

/** Days of the claim from before the scheme has rates: no number, and not silence either. */
function listUncovered({ from, ranges, toVerify }: Assessment, claimStartOn: IsoDate) {
  const isSaid = ranges.length === 0 || toVerify.some((open) => open.from <= claimStartOn);
  if (claimStartOn >= from || isSaid) return [];
  const to = addDays(from, -1);
  return [{ reason: 'no-scheme', detail: 'before-first-day', from: claimStartOn, to } as const];
}

function findOutside({ from, coversTo }: Assessment, day: IsoDate): OpenQuestion | null {
  const open = { reason: 'no-scheme', from: day, to: day } as const;
  if (day < from) return { ...open, detail: 'before-first-day' };
  return day > coversTo ? { ...open, detail: 'after-last-day' } : null;
}

function explainLine(scheme: Scheme, line: AwardLine): ExplainedLine {
  const { rule, source, text, amountPence } = line;
  const isUnverified = scheme.rules.find(({ name }) => name === rule)?.unverified === true;
  return { rule, source, text, amountPence: amountPence ?? null, unverified: isUnverified };
}

/** The third clock: what falls into each financial year. */
function splitYears(assessment: Assessment): readonly YearTotal[] {
  const years: YearTotal[] = [];
  for (let day = assessment.from; day <= assessment.coversTo; ) {
    const year = financialYearOf(day);
    const to = earlierOf(year.to, assessment.coversTo);
    const total = totalBetween(assessment, day, to);
    years.push({
      financialYear: year.label,
      from: day,
      to,
      pence: total === null ? null : roundHalfUp(total),
      daysToVerify: daysBetween(day, to) + 1 - countKnown(assessment, day, to),
    });
    day = addDays(to, 1);
  }
  return years;
}

function countKnown({ ranges, coversTo }: Assessment, from: IsoDate, to: IsoDate): number {
  return ranges
    .map((range) => daysBetween(laterOf(range.from, from), earlierOf(range.to ?? coversTo, to)))
    .filter((days) => days >= 0)
    .reduce((sum, days) => sum + days + 1, 0);
}
