import type { AwardLine, OpenQuestion, Question } from '../award.ts';
import type { BenefitCase } from '../benefit-case.ts';
import type { IsoDate, Weekday } from '../calendar.ts';
import type { ChangePart } from '../changes/dated-change.ts';
import type { Circumstances } from '../circumstances.ts';
import type { ExactPence } from '../money.ts';
import type { Recall } from '../recall.ts';
import type { Rule } from './rule.ts';

/** A change with its place in one scheme. */
export type EffectiveChange = {
  readonly factId: string;
  readonly part: ChangePart;
  /** Sort key among changes of one true day (`part.on`, which a late notice does not move as it moves `changedOn`). */
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
      /** The most that could be awarded on this day, where a kept award of another day might be more. */
      readonly atMost?: ExactPence;
    }
  | { readonly kind: 'question'; readonly question: Question };

/** The day that an award is asked for. */
export type AwardDay = {
  readonly on: IsoDate;
  /** The day on which ages are read for it: the latest day whose events count on it. */
  readonly agesReadOn: IsoDate;
  readonly benefitCase: BenefitCase;
  /** Remembers within one assessment. */
  readonly recall: Recall;
};

/** The day from which a change counts, and the rule that says so. */
export type EffectiveDay = { readonly on: IsoDate; readonly rule: Rule };

/** A pension credit award changed: its first day payable, when this office was told, and whether this award goes up. */
export type CreditChange = {
  readonly moment: 'pension-credit-rises' | 'pension-credit-falls';
  readonly on: IsoDate;
  readonly toldOn: IsoDate;
  readonly gains: boolean;
};

/** Days on which something holds beside single days: a question, or no less than the award of an earlier day. */
export type Span =
  | (OpenQuestion & { readonly kind: 'question' })
  | {
      readonly kind: 'at-least';
      readonly from: IsoDate;
      readonly to: IsoDate;
      /** The day whose award is the least of these days' awards. */
      readonly asOn: IsoDate;
      readonly rule: Rule;
    };

/** Something about a scheme that a reader of the rules page should know; `name` is in kebab-case. */
export type Remark = { readonly name: string; readonly says: string };

/**
 * The rules of one benefit. A new scheme is one file with this shape and one entry in
 * `find-scheme.ts`; a new year of a scheme is one file of rates. Nothing else knows schemes by name.
 */
export type Scheme = {
  /** Rules and rates: `ctb-2010-11`; rules alone for all years together: `ctb`. */
  readonly id: string;
  readonly title: string;
  /** Every rule that the scheme applies, for the rules page. */
  readonly rules: readonly Rule[];
  /** Where a little more income, or a little more of something else, takes away much at once: for the rules page. */
  readonly cliffs?: readonly Remark[];
  /** What is answered by a question instead of a number, `name` as the question's detail has it: for the rules page. */
  readonly notModelled?: readonly Remark[];
  /** The last day of this case's benefit week. Throws BenefitsError `invalid-case` when the case does not say. */
  readonly weekEndsOn: (benefitCase: BenefitCase) => Weekday;
  /** The days, both included, for which the scheme has rates. */
  readonly covers: (benefitCase: BenefitCase) => { readonly from: IsoDate; readonly to: IsoDate };
  /** False for a later year that the office's record does not reach yet; joined years end before it. Absent: always. */
  readonly reaches?: (benefitCase: BenefitCase) => boolean;
  /** Days within `covers` on which rates change. */
  readonly ratesChangeOn: (benefitCase: BenefitCase) => readonly IsoDate[];
  /** From which day a change counts, by its date of change. */
  readonly dateEffect: (
    part: Pick<ChangePart, 'moment'>,
    changedOn: IsoDate,
    benefitCase: BenefitCase,
  ) => EffectiveDay;
  /** From which day a change counts that ends entitlement, where another rule dates it than `dateEffect`. */
  readonly dateEnd?: (changedOn: IsoDate, benefitCase: BenefitCase) => EffectiveDay;
  /** The first day of a new claim's award, where the scheme has a rule for it. */
  readonly dateClaim?: (claimedOn: IsoDate, isNewlyLiable: boolean) => EffectiveDay;
  /** From which day a change of a pension credit award counts. */
  readonly dateCredit?: (credit: CreditChange) => EffectiveDay;
  /** The rule for a gain that was told late, where it is not SI 2001/1002 reg 8. */
  readonly lateGainRule?: Rule;
  /** The last day on which a change is told in time, where it is not one calendar month. */
  readonly lastDayOfNotice?: (changedOn: IsoDate, benefitCase: BenefitCase) => IsoDate;
  /** Changes of one benefit week that would count in different weeks all count from the earlier day. */
  readonly alignsSameWeek: boolean;
  /** A change that ends entitlement counts from the day itself. */
  readonly endsOnTheDay: boolean;
  /** See `AwardDay`. */
  readonly agesReadOn: (day: IsoDate, weekEndsOn: Weekday) => IsoDate;
  /** The award of one day. */
  readonly award: (circumstances: Circumstances, day: AwardDay) => DayAward;
  /** Spans that the scheme finds in the whole row of changes. */
  readonly findSpans: (
    benefitCase: BenefitCase,
    changes: readonly EffectiveChange[],
  ) => readonly Span[];
};
