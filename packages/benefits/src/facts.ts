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
};

/** Body of a `household` fact. */
export type HouseholdBody = {
  readonly relation: 'partner' | 'child' | 'non-dependant' | 'joint-tenant' | null;
  readonly birthDate: IsoDate | null;
  readonly joinedOn: IsoDate | null;
  readonly leftOn: IsoDate | null;
  readonly worksSixteenHoursOrMore: boolean | null;
};

/** Body of a `benefitAward` fact. */
export type BenefitAwardBody = {
  readonly benefit: Benefit | null;
  readonly action: 'start' | 'change' | 'stop' | null;
  readonly weeklyAmountPence: number | null;
  readonly from: IsoDate | null;
  readonly lastDayOfEntitlement: IsoDate | null;
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
/** A kind of fact whose rules come later: it is kept, and asked about from its day on. */
export type UnmodelledFact = FactHeader & {
  readonly fact: 'capital' | 'death' | 'identity';
  readonly body: null;
};

/** One notice on the timeline. `body` may be null for an annulment. */
export type Fact = IncomeFact | AddressFact | HouseholdFact | BenefitAwardFact | UnmodelledFact;
