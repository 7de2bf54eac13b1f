import type { IsoDate, Weekday } from './calendar.ts';

/** Why no number is given. `detail` names the field or the rule. */
export type QuestionReason =
  | 'not-modelled'
  | 'missing-field'
  | 'unknown-property'
  | 'no-scheme'
  | 'predecessor-unknown'
  | 'late-notice'
  /** Facts that cannot both be so. */
  | 'contradiction';

/** A matter for a person: never a number in its place. */
export type Question = { readonly reason: QuestionReason; readonly detail: string };

/** A question and the days it holds; `to` null = until further notice. */
export type OpenQuestion = Question & { readonly from: IsoDate; readonly to: IsoDate | null };

/** One step of a calculation, with the rule's name and its source, for a person to check. */
export type AwardLine = {
  readonly rule: string;
  readonly source: string;
  readonly amountPence?: number;
  readonly text: string;
};

/** Days with one weekly rate; `to` null = until further notice, at most to the assessment's `coversTo`. */
export type AwardRange = {
  readonly from: IsoDate;
  readonly to: IsoDate | null;
  /** What the public sees: half-up once. */
  readonly weeklyPence: number;
  /** The unrounded rate (`readExact`), from which part weeks and differences are counted. */
  readonly weeklyExact: string;
  readonly entitled: boolean;
  readonly lines: readonly AwardLine[];
};

/** When one fact counted in this scheme. */
export type FactEffect = {
  readonly factId: string;
  /** Date of change as the scheme sees it. */
  readonly changedOn: IsoDate;
  readonly effectiveOn: IsoDate;
  /** True when a late notice moved it to the day of the notice. */
  readonly fromNotice: boolean;
};

/** An award over time: every day from `from` to `coversTo` lies in one range or one open question. */
export type Assessment = {
  readonly schemeId: string;
  readonly weekEndsOn: Weekday;
  readonly from: IsoDate;
  readonly coversTo: IsoDate;
  readonly ranges: readonly AwardRange[];
  readonly toVerify: readonly OpenQuestion[];
  readonly effects: readonly FactEffect[];
};

/** The range holding a day, or null when that day is to be verified or outside the assessment. */
export function rangeOn(assessment: Assessment, day: IsoDate): AwardRange | null {
  if (day > assessment.coversTo) return null;
  return (
    assessment.ranges.find(
      (range) => range.from <= day && (range.to === null || day <= range.to),
    ) ?? null
  );
}

/** The open question holding a day, or null. */
export function questionOn(assessment: Assessment, day: IsoDate): OpenQuestion | null {
  return (
    assessment.toVerify.find(
      (question) => question.from <= day && (question.to === null || day <= question.to),
    ) ?? null
  );
}
