import type { AwardLine, OpenQuestion, Question } from '../award.ts';
import type { BenefitCase } from '../benefit-case.ts';
import type { IsoDate, Weekday } from '../calendar.ts';
import type { ChangePart } from '../changes/dated-change.ts';
import type { Circumstances } from '../circumstances.ts';
import type { ExactPence } from '../money.ts';

/** A change with its place in one scheme. */
export type EffectiveChange = {
  readonly factId: string;
  readonly part: ChangePart;
  /** Sort key of its true day; a late notice moves `changedOn` but not this. */
  readonly order: string;
  readonly changedOn: IsoDate;
  readonly effectiveOn: IsoDate;
  readonly fromNotice: boolean;
};

/** One day's answer of a scheme. */
export type DayAward =
  | {
      readonly kind: 'award';
      readonly weekly: ExactPence;
      readonly entitled: boolean;
      readonly lines: readonly AwardLine[];
    }
  | { readonly kind: 'question'; readonly question: Question };

/**
 * The rules of one benefit for one period. A new scheme is one file with this shape, one file of
 * rates, and one entry in `find-scheme.ts`; nothing else knows schemes by name.
 */
export type Scheme = {
  readonly id: string;
  readonly title: string;
  /** The last day of this case's benefit week. Throws BenefitsError `invalid-case` when the case does not say. */
  readonly weekEndsOn: (benefitCase: BenefitCase) => Weekday;
  /** The days, both included, for which the scheme has rates. */
  readonly covers: (benefitCase: BenefitCase) => { readonly from: IsoDate; readonly to: IsoDate };
  /** From which day a change counts, by its date of change. */
  readonly effectiveOn: (part: ChangePart, changedOn: IsoDate, weekEndsOn: Weekday) => IsoDate;
  /** Changes of one benefit week that would count in different weeks all count from the earlier day. */
  readonly alignsSameWeek: boolean;
  /** A change that ends entitlement counts from the day itself. */
  readonly endsOnTheDay: boolean;
  /** The day on which ages are read for an award day: the latest day whose events count on it. */
  readonly agesReadOn: (day: IsoDate, weekEndsOn: Weekday) => IsoDate;
  /** The award of one day. */
  readonly award: (
    circumstances: Circumstances,
    benefitCase: BenefitCase,
    agesReadOn: IsoDate,
  ) => DayAward;
  /** Spans that the scheme asks about beside single days, from the whole row of changes. */
  readonly findOpenSpans: (
    benefitCase: BenefitCase,
    changes: readonly EffectiveChange[],
  ) => readonly OpenQuestion[];
};
