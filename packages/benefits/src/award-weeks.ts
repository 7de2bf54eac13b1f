import { type Assessment, type OpenQuestion, questionOn } from './award.ts';
import {
  addDays,
  benefitWeekEnd,
  benefitWeekStart,
  daysBetween,
  earlierOf,
  type IsoDate,
  laterOf,
} from './calendar.ts';
import { BenefitsError } from './errors.ts';
import {
  addPence,
  type ExactPence,
  readExact,
  roundHalfUp,
  timesRatio,
  ZERO_PENCE,
} from './money.ts';

const DAYS_PER_WEEK = 7;
/** A view of more weeks than these is a mistake in the caller's dates. */
const WEEKS_MAX = 1000;

/** One benefit week of an award; `pence` null when some day of it is to be verified. */
export type AwardWeek = {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly pence: number | null;
  readonly toVerify: OpenQuestion | null;
};

/** A number for every day, or null. The exact total of a period, both days included; a day is a seventh of its week's rate. */
export function totalBetween(
  assessment: Assessment,
  from: IsoDate,
  to: IsoDate,
): ExactPence | null {
  let total = ZERO_PENCE;
  let known = 0;
  for (const range of assessment.ranges) {
    const first = laterOf(range.from, from);
    const last = earlierOf(range.to ?? assessment.coversTo, to);
    if (first > last) continue;
    const days = daysBetween(first, last) + 1;
    known += days;
    total = addPence(total, timesRatio(readExact(range.weeklyExact), days, DAYS_PER_WEEK));
  }
  const start = laterOf(from, assessment.from);
  const end = earlierOf(to, assessment.coversTo);
  const asked = start > end ? 0 : daysBetween(start, end) + 1;
  return known === asked ? total : null;
}

/**
 * An award as whole benefit weeks: every week that touches `from`…`to`. The first week of an award,
 * and a week in which the rate changes, is counted by its days and rounded half-up once.
 * Throws BenefitsError `invalid-date` when the period has more than 1,000 weeks.
 */
export function weeksOf(assessment: Assessment, from: IsoDate, to: IsoDate): readonly AwardWeek[] {
  if (daysBetween(from, to) > WEEKS_MAX * DAYS_PER_WEEK) {
    throw new BenefitsError('invalid-date', 'a view has at most so many weeks', { max: WEEKS_MAX });
  }
  const weeks: AwardWeek[] = [];
  const { weekEndsOn } = assessment;
  const last = earlierOf(to, assessment.coversTo);
  let start = benefitWeekStart(laterOf(from, assessment.from), weekEndsOn);
  for (; start <= last; start = addDays(start, DAYS_PER_WEEK)) {
    const end = benefitWeekEnd(start, weekEndsOn);
    const total = totalBetween(assessment, start, end);
    weeks.push({
      from: laterOf(start, assessment.from),
      to: earlierOf(end, assessment.coversTo),
      pence: total === null ? null : roundHalfUp(total),
      toVerify: total === null ? findQuestion(assessment, start, end) : null,
    });
  }
  return weeks;
}

function findQuestion(assessment: Assessment, from: IsoDate, to: IsoDate): OpenQuestion | null {
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const question = questionOn(assessment, day);
    if (question !== null) return question;
  }
  return null;
}
