import type {
  Adult,
  Benefit,
  ChangeType,
  Fact,
  IncomeKind,
  IsoDate,
  NoticeChannel,
  PayPeriod,
} from '@told/benefits';

/** A birth date, or an age in its place; see `findBirthDate`. */
export interface PlainPerson {
  readonly birthDate?: IsoDate;
  readonly age?: number;
}

interface PlainAdult extends PlainPerson, Omit<Adult, 'birthDate'> {}

interface PlainPartner extends PlainAdult {
  readonly member?: string;
  readonly worksSixteenHoursOrMore?: boolean;
}

interface PlainMember extends PlainPerson {
  readonly member?: string;
}

interface PlainChild extends PlainMember {
  readonly childBenefitInPayment?: boolean;
}

interface PlainNonDependant extends PlainMember {
  readonly worksSixteenHoursOrMore?: boolean;
  readonly grossWeeklyIncomePence?: number;
  readonly benefits?: readonly string[];
  readonly couple?: string;
  readonly disregardedForDiscount?: boolean;
}

/** What one pay period brings: net, or gross with what was taken off. */
export interface PlainPay {
  readonly grossPence?: number | null;
  readonly taxPence?: number;
  readonly nationalInsurancePence?: number;
  readonly netPence?: number | null;
}

export interface PlainIncome extends PlainPay {
  readonly who: 'claimant' | 'partner';
  readonly kind: IncomeKind;
  readonly employer?: string;
  readonly payPeriod?: PayPeriod;
  readonly hoursPerWeek?: number;
  readonly pensionContributionPence?: number;
  readonly expectedToLastFiveWeeks?: boolean;
}

interface PlainAward {
  readonly benefit: Benefit;
  readonly weeklyAmountPence?: number;
  readonly from?: IsoDate;
}

/** The tax of one home, stated in one of three ways. */
export interface PlainTax {
  readonly annualPence?: number;
  readonly weeklyPence?: number;
  readonly annualPenceByYear?: Readonly<Record<string, number>>;
}

interface PlainHome extends PlainTax {
  readonly uprn?: string;
  readonly liablePersons?: number;
  readonly singlePersonDiscount?: boolean;
}

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

export interface PlainJobseeker {
  readonly ninoLastTwoDigits?: string;
  readonly weekEndsOn?: (typeof WEEKDAYS)[number];
}

/** The record of a fact, as the events' schemas have it. */
type Body = Readonly<Record<string, unknown>>;

/** One notice in the words of the schemas: its record stands under the fact's name. */
export interface PlainFact {
  readonly changeId?: string;
  readonly fact: Fact['fact'];
  readonly changeType?: ChangeType;
  readonly previousChangeId?: string;
  readonly occurredOn: IsoDate;
  readonly notifiedOn?: IsoDate;
  readonly receivedOn?: IsoDate;
  readonly channel?: NoticeChannel;
  readonly noticeExtended?: boolean;
  readonly income?: (PlainPay & Body) | null;
  readonly address?: (Body & { readonly isOutsideArea?: boolean }) | null;
  readonly household?: Body | null;
  readonly benefitAward?: Body | null;
  readonly capital?: Body | null;
  readonly identity?: Body | null;
  readonly death?: Body | null;
}

/** A case as a person types it; the schema of `case-schema.ts` says what each field means. */
export interface PlainCase {
  readonly from?: IsoDate;
  readonly claimant: PlainAdult;
  readonly partner?: PlainPartner;
  readonly children?: readonly PlainChild[];
  readonly nonDependants?: readonly PlainNonDependant[];
  readonly incomes?: readonly PlainIncome[];
  readonly benefits?: readonly PlainAward[];
  readonly capitalPence?: number;
  readonly applicableAmountPence?: number;
  readonly childcare?: { readonly weeklyPence: number; readonly children: number };
  readonly councilTax?: PlainHome;
  readonly otherHomes?: readonly (PlainTax & { readonly uprn: string })[];
  readonly jobseeker?: PlainJobseeker;
  readonly universalCredit?: { readonly assessmentPeriodFromDay: number };
  readonly facts?: readonly PlainFact[];
}
