import type { Assessment, OpenQuestion } from './award.ts';
import { rangeOn } from './award.ts';
import {
  addDays,
  benefitWeekEnd,
  benefitWeekStart,
  daysBetween,
  describeDate,
  earlierOf,
  financialYearOf,
  type IsoDate,
  laterOf,
} from './calendar.ts';
import {
  addPence,
  describePence,
  isPositive,
  readExact,
  roundHalfUp,
  subtractPence,
  timesRatio,
  ZERO_PENCE,
} from './money.ts';

const DAYS_PER_WEEK = 7;

/** Money of one financial year that the change shows to have been paid wrongly. */
export type YearDifference = {
  /** `2010/11`. */
  readonly financialYear: string;
  readonly overpaymentPence: number;
  readonly underpaymentPence: number;
};

export type AwardComparison = {
  readonly changed: boolean;
  /** First day whose award differs, or is known only on one side. */
  readonly firstDifferenceOn: IsoDate | null;
  /** Benefit weeks, up to `until`, with at least one day that differs. */
  readonly weeksAffected: number;
  readonly byFinancialYear: readonly YearDifference[];
  /** Questions that stand in the new award; their days are in no amount. */
  readonly toVerify: readonly OpenQuestion[];
  /** One plain sentence without personal data. */
  readonly sentence: string;
};

type Stretch = {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly before: string | null;
  readonly after: string | null;
};

/**
 * Two assessments of one case in one scheme: where they differ, for how many weeks, and what was over-
 * or underpaid up to `until` (the last day already paid; default: the end of the scheme's dates),
 * split at each 1 April. Each amount is summed exactly by days and rounded half-up once.
 */
export function compareAwards(
  before: Assessment,
  after: Assessment,
  options: { readonly until?: IsoDate } = {},
): AwardComparison {
  const until = earlierOf(options.until ?? after.coversTo, after.coversTo);
  const differing = listStretches(before, after).filter(
    (stretch) => stretch.before !== stretch.after,
  );
  const first = differing[0];
  const counted = differing
    .filter(({ from }) => from <= until)
    .map((stretch) => ({ ...stretch, to: earlierOf(stretch.to, until) }));
  const weeksAffected = countWeeks(counted, after);
  const byFinancialYear = sumYears(counted);
  return {
    changed: first !== undefined,
    firstDifferenceOn: first?.from ?? null,
    weeksAffected,
    byFinancialYear,
    toVerify: after.toVerify,
    sentence: writeSentence(before, after, first?.from ?? null, weeksAffected, byFinancialYear),
  };
}

/** The first day whose award differs, or is known only on one side; null: none. All that is asked of most comparisons. */
export function findFirstDifference(before: Assessment, after: Assessment): IsoDate | null {
  if (isSameRow(before, after)) return null;
  const first = listStretches(before, after).find((stretch) => stretch.before !== stretch.after);
  return first?.from ?? null;
}

/** The same ranges: there is no day on which the one could differ from the other. */
function isSameRow(before: Assessment, after: Assessment): boolean {
  return (
    before.coversTo === after.coversTo &&
    before.ranges.length === after.ranges.length &&
    before.ranges.every(({ from, to, weeklyExact }, place) => {
      const other = after.ranges[place];
      return other?.from === from && other.to === to && other.weeklyExact === weeklyExact;
    })
  );
}

/** Cuts the covered days wherever either award, or the financial year, changes. */
function listStretches(before: Assessment, after: Assessment): readonly Stretch[] {
  const from = laterOf(before.from, after.from);
  const to = earlierOf(before.coversTo, after.coversTo);
  const starts = new Set<IsoDate>([from]);
  for (const { ranges, toVerify } of [before, after]) {
    for (const range of [...ranges, ...toVerify]) {
      for (const day of [range.from, range.to === null ? null : addDays(range.to, 1)]) {
        if (day !== null && day > from && day <= to) starts.add(day);
      }
    }
  }
  for (
    let year = financialYearOf(from);
    year.to < to;
    year = financialYearOf(addDays(year.to, 1))
  ) {
    starts.add(addDays(year.to, 1));
  }
  const days = [...starts].filter((day) => day <= to).sort();
  return days.map((day, index) => {
    const next = days[index + 1];
    return {
      from: day,
      to: next === undefined ? to : addDays(next, -1),
      before: rangeOn(before, day)?.weeklyExact ?? null,
      after: rangeOn(after, day)?.weeklyExact ?? null,
    };
  });
}

function countWeeks(stretches: readonly Stretch[], { weekEndsOn }: Assessment): number {
  let weeks = 0;
  let countedTo = '';
  for (const { from, to } of stretches) {
    const start = laterOf(
      benefitWeekStart(from, weekEndsOn),
      countedTo === '' ? benefitWeekStart(from, weekEndsOn) : addDays(countedTo, 1),
    );
    const end = benefitWeekEnd(to, weekEndsOn);
    if (start > end) continue;
    weeks += (daysBetween(start, end) + 1) / DAYS_PER_WEEK;
    countedTo = end;
  }
  return weeks;
}

function sumYears(stretches: readonly Stretch[]): readonly YearDifference[] {
  const years = new Map<string, { over: typeof ZERO_PENCE; under: typeof ZERO_PENCE }>();
  for (const { from, to, before, after } of stretches) {
    if (before === null || after === null) continue;
    const { label } = financialYearOf(from);
    const sums = years.get(label) ?? { over: ZERO_PENCE, under: ZERO_PENCE };
    const weekly = subtractPence(readExact(after), readExact(before));
    const amount = timesRatio(weekly, daysBetween(from, to) + 1, DAYS_PER_WEEK);
    if (isPositive(amount)) sums.under = addPence(sums.under, amount);
    else sums.over = subtractPence(sums.over, amount);
    years.set(label, sums);
  }
  return [...years].map(([financialYear, { over, under }]) => ({
    financialYear,
    overpaymentPence: roundHalfUp(over),
    underpaymentPence: roundHalfUp(under),
  }));
}

function writeSentence(
  before: Assessment,
  after: Assessment,
  firstDifferenceOn: IsoDate | null,
  weeksAffected: number,
  years: readonly YearDifference[],
): string {
  if (firstDifferenceOn === null) return 'The award is the same.';
  const was = rangeOn(before, firstDifferenceOn);
  const is = rangeOn(after, firstDifferenceOn);
  const describe = (range: typeof was): string =>
    range === null ? 'to be verified' : `${describePence(range.weeklyPence)} a week`;
  const parts = [
    `From ${describeDate(firstDifferenceOn)} the award is ${describe(is)}; it was ${describe(was)}`,
    weeksAffected === 1 ? '1 week affected' : `${weeksAffected} weeks affected`,
  ];
  for (const { financialYear, overpaymentPence, underpaymentPence } of years) {
    if (overpaymentPence > 0)
      parts.push(`overpaid ${describePence(overpaymentPence)} in ${financialYear}`);
    if (underpaymentPence > 0)
      parts.push(`underpaid ${describePence(underpaymentPence)} in ${financialYear}`);
  }
  return `${parts.join('; ')}.`;
}
