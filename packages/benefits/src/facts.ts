import type { IsoDate } from './calendar.ts';

/** How often an amount is paid. */
export type PayPeriod = 'weekly' | 'two-weekly' | 'four-weekly' | 'monthly' | 'yearly';
export type IncomeKind = 'employed' | 'self-employed' | 'occupational-pension' | 'other';
export type IncomeOwner = 'claimant' | 'partner' | 'non-dependant';
export type Benefit =
  | 'is'
  | 'jsa-ib'
  | 'jsa-c'
  | 'esa-ir'
  | 'esa-c'
  | 'pc-guarantee'
  | 'pc-savings'
  | 'hb'
  | 'ctb'
  | 'wtc'
  | 'ctc';

/** Body of an `income` fact: only the fields that a rule reads. Null means not told, or withheld from this recipient. */
export type IncomeBody = {
  readonly who: IncomeOwner | null;
  readonly kind: IncomeKind | null;
  readonly employer: string | null;
  /** Before tax, for one pay period: what counts of a non-dependant. */
  readonly grossPence?: number | null;
  /** After tax and National Insurance, for one pay period; half the pension contribution is taken off here. */
  readonly netPence: number | null;
  readonly payPeriod: PayPeriod | null;
  readonly hoursPerWeek: number | null;
  /** For one pay period; null counts as none, since most people pay none and nothing marks its absence. */
  readonly pensionContributionPence: number | null;
  readonly startOn: IsoDate | null;
  /** Last day of the work or income. */
  readonly endOn: IsoDate | null;
  readonly expectedToLastFiveWeeks: boolean | null;
};

/** Body of an `address` fact. */
export type AddressBody = {
  readonly role: 'moved-out' | 'moved-in' | 'correspondence' | null;
  readonly fromUprn: string | null;
  readonly toUprn: string | null;
  readonly movedOutOn: IsoDate | null;
  readonly movedInOn: IsoDate | null;
  /** Persons jointly liable at the new place, a couple counted once; null leaves the number as it was. */
  readonly liablePersons: number | null;
  /** True when the office found the new place to lie in another authority's area. */
  readonly isOutsideArea?: boolean;
};

/** Body of a `household` fact. */
export type HouseholdBody = {
  readonly member?: string | null;
  readonly relation: 'partner' | 'child' | 'non-dependant' | 'joint-tenant' | null;
  readonly birthDate: IsoDate | null;
  readonly joinedOn: IsoDate | null;
  readonly leftOn: IsoDate | null;
  readonly worksSixteenHoursOrMore: boolean | null;
  /** Of a non-dependant, before tax. */
  readonly grossWeeklyIncomePence?: number | null;
  /** Benefits that a non-dependant gets. */
  readonly benefits?: readonly string[] | null;
  /** Of a child. */
  readonly childBenefitInPayment?: boolean | null;
};

/** Body of a `benefitAward` fact. */
export type BenefitAwardBody = {
  readonly benefit: Benefit | null;
  readonly action: 'start' | 'change' | 'stop' | null;
  readonly weeklyAmountPence: number | null;
  readonly from: IsoDate | null;
  readonly lastDayOfEntitlement: IsoDate | null;
};

export type CapitalOwner = 'claimant' | 'partner' | 'couple';

/** Body of a `capital` fact. */
export type CapitalBody = {
  /** All that the owner has, on `asOf`. */
  readonly totalPence: number | null;
  readonly owner: CapitalOwner | null;
  readonly asOf: IsoDate | null;
};

/** Body of an `identity` fact: a corrected birth date was wrong from the start. */
export type IdentityBody = { readonly birthDate: IsoDate | null };

/** Body of a `death` fact; `member` and `birthDate` tell which child or non-dependant. */
export type DeathBody = {
  readonly who: 'claimant' | 'partner' | 'child' | 'non-dependant' | null;
  readonly member?: string | null;
  readonly birthDate?: IsoDate | null;
  readonly diedOn: IsoDate | null;
};

export type ChangeType = 'created' | 'corrected' | 'annulled' | 'ended';

/**
 * Who heard the notice first. A notice to another office counts for this one only in the cases
 * that `noticeOn` lists (SI 2001/3252 reg 4).
 */
export type NoticeChannel = 'own-office' | 'bus' | 'dwp-telephone';

type FactHeader = {
  /** The change's id; the same id again is a repeat and changes nothing. */
  readonly factId: string;
  readonly changeType: ChangeType;
  /** What a correction, annulment or end points to. */
  readonly previousFactId?: string | null;
  readonly occurredOn: IsoDate;
  readonly notifiedOn: IsoDate;
  readonly receivedOn: IsoDate;
  /** Default `own-office`. */
  readonly channel?: NoticeChannel;
  /** An officer extended the month for telling, at most to 13 months. [SI 2001/1002 reg 9] */
  readonly noticeExtended?: boolean;
};

export type IncomeFact = FactHeader & { readonly fact: 'income'; readonly body: IncomeBody | null };
export type AddressFact = FactHeader & {
  readonly fact: 'address';
  readonly body: AddressBody | null;
};
export type HouseholdFact = FactHeader & {
  readonly fact: 'household';
  readonly body: HouseholdBody | null;
};
export type BenefitAwardFact = FactHeader & {
  readonly fact: 'benefitAward';
  readonly body: BenefitAwardBody | null;
};
export type CapitalFact = FactHeader & {
  readonly fact: 'capital';
  readonly body: CapitalBody | null;
};
export type IdentityFact = FactHeader & {
  readonly fact: 'identity';
  readonly body: IdentityBody | null;
};
export type DeathFact = FactHeader & { readonly fact: 'death'; readonly body: DeathBody | null };

/** One notice on the timeline. `body` may be null for an annulment. */
export type Fact =
  | IncomeFact
  | AddressFact
  | HouseholdFact
  | BenefitAwardFact
  | CapitalFact
  | IdentityFact
  | DeathFact;
