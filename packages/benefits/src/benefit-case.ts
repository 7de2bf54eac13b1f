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

/**
 * What an office's own record says of the claimant or the partner and the bus never carries, since
 * health facts are not on it. What is left out counts as no.
 */
export type Adult = Person & {
  /** The conditions of the disability premium are met. */
  readonly disabilityPremium?: boolean;
  /** Carer's allowance is in payment, or would be but for an overlapping benefit. */
  readonly carerPremium?: boolean;
  /** Registered blind, or gets attendance allowance or the care component of disability living allowance. */
  readonly exemptsNonDependants?: boolean;
  /** One of the occupations with the special disregard of earnings (firefighter, coastguard, lifeboat, reserve forces). */
  readonly specialOccupation?: boolean;
  /** Not counted as an adult for council tax discounts. [LGFA 1992 Sch 1] */
  readonly disregardedForDiscount?: boolean;
};

/** A partner; `worksSixteenHoursOrMore` is their own answer on work, kept until an income of theirs is told. */
export type Partner = Adult & {
  readonly member?: string | null;
  readonly worksSixteenHoursOrMore: boolean | null;
};

/** From 16 on a child counts while child benefit is paid; null when not known. */
export type Child = Person & {
  readonly member?: string | null;
  readonly childBenefitInPayment?: boolean | null;
};

/** An adult who lives in the household and is neither claimant nor partner nor jointly liable. */
export type NonDependant = Person & {
  readonly member?: string | null;
  readonly worksSixteenHoursOrMore: boolean | null;
  readonly grossWeeklyIncomePence: number | null;
  /** Benefits that the person gets; null when not known. */
  readonly benefits: readonly string[] | null;
  /** The same label on two non-dependants makes them a couple. */
  readonly couple?: string | null;
  /** Not counted as an adult for council tax discounts. [LGFA 1992 Sch 1] */
  readonly disregardedForDiscount?: boolean;
};

/** Another benefit in payment; `from` is its first day, null when not known. */
export type OtherAward = {
  readonly benefit: Benefit;
  readonly weeklyAmountPence: number | null;
  readonly from: IsoDate | null;
};

/** Charges for the care of children that count for the earnings disregard, and of how many children. */
export type Childcare = { readonly weeklyPence: number; readonly children: number };

/**
 * A home's tax before discounts: a year's in pence, as an account has it, or a week's, as a worked
 * example may state it. A week's is exact, where no whole number of pence a year would give it.
 */
export type HomeTax = number | { readonly weeklyPence: number };

/** UPRN padded to 12 digits → financial year `2010/11` → the home's tax. */
export type TaxByUprn = Readonly<Record<string, Readonly<Record<string, HomeTax>>>>;

/**
 * What an office's record says on the first day of the award, before any fact. A new field is added
 * so that it may be left out, and a stored case stays readable.
 */
export type BenefitCase = {
  /** First day of the award (for a new claim see `ctbAwardStart`). */
  readonly claimStartOn: IsoDate;
  readonly claimant: Adult;
  readonly partner: Partner | null;
  readonly children: readonly Child[];
  readonly nonDependants?: readonly NonDependant[];
  readonly incomes: readonly Income[];
  readonly awards: readonly OtherAward[];
  /** Of claimant and partner together; null counts as under the lower limit. */
  readonly capitalPence: number | null;
  readonly childcare?: Childcare | null;
  /**
   * What the household on the first day needs a week by a council's own scheme, in pence, as its officer
   * worked it out. Only schemes whose allowances are not public read it.
   */
  readonly applicableAmountPence?: number | null;
  /** Council tax only. */
  readonly home: {
    readonly uprn: string;
    /** Persons jointly liable, a couple counted once. */
    readonly liablePersons: number;
    /** As the account has it on the first day; see `findDiscount`. */
    readonly singlePersonDiscount: boolean;
  } | null;
  /** The office's own council tax accounts. */
  readonly taxByUprn: TaxByUprn;
  /** Jobseeker's allowance only: see `jsaWeekEndsOn`. */
  readonly jsaWeekEndsOn: Weekday | null;
  /** Universal credit only: the day of the month on which assessment periods begin, 1 to 31. */
  readonly assessmentPeriodFromDay?: number | null;
  /** Circumstances on record that no rule covers yet: always to verify. */
  readonly unmodelled: readonly string[];
};

/** A UPRN as it is compared: digits padded on the left to 12. */
export function padUprn(uprn: string): string {
  return uprn.padStart(12, '0');
}
