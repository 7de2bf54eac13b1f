import type { IsoDate, Weekday } from './calendar.ts';
import type { Benefit, IncomeKind, IncomeOwner, PayPeriod } from './facts.ts';

/** An income in payment; null fields are not known to this office. */
export type Income = {
  readonly who: IncomeOwner;
  readonly kind: IncomeKind;
  readonly employer: string | null;
  readonly netPence: number | null;
  readonly payPeriod: PayPeriod | null;
  readonly hoursPerWeek: number | null;
  readonly pensionContributionPence: number | null;
  readonly expectedToLastFiveWeeks: boolean | null;
};

export type Person = { readonly birthDate: IsoDate | null };

/** A joined partner's own answer on work, kept until an income of theirs is told. */
export type Partner = Person & { readonly worksSixteenHoursOrMore: boolean | null };

/** Another benefit in payment; `from` is its first day, null when not known. */
export type OtherAward = {
  readonly benefit: Benefit;
  readonly weeklyAmountPence: number | null;
  readonly from: IsoDate | null;
};

/**
 * What an office's record says on the first day of the award, before any fact. A new field is added
 * nullable, so that a stored case stays readable.
 */
export type BenefitCase = {
  /** First day of the award (for a new claim see `ctbAwardStart`). */
  readonly claimStartOn: IsoDate;
  readonly claimant: Person;
  readonly partner: Partner | null;
  readonly children: readonly Person[];
  readonly incomes: readonly Income[];
  readonly awards: readonly OtherAward[];
  /** Null counts as under the lower limit. */
  readonly capitalPence: number | null;
  /** Council tax benefit only. */
  readonly home: {
    readonly uprn: string;
    /** Persons jointly liable, a couple counted once. */
    readonly liablePersons: number;
    readonly singlePersonDiscount: boolean;
  } | null;
  /** The office's own council tax account: UPRN padded to 12 digits → year's tax before discounts. */
  readonly annualTaxPenceByUprn: Readonly<Record<string, number>>;
  /** Jobseeker's allowance only: see `jsaWeekEndsOn`. */
  readonly jsaWeekEndsOn: Weekday | null;
  /** Circumstances on record that no rule covers yet (`disability`, `carer`, `non-dependant` …): always to verify. */
  readonly unmodelled: readonly string[];
};

/** A UPRN as it is compared: digits padded on the left to 12. */
export function padUprn(uprn: string): string {
  return uprn.padStart(12, '0');
}
