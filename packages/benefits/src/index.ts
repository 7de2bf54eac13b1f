export { assessCase } from './assess-case.ts';
export {
  type Assessment,
  type AwardLine,
  type AwardRange,
  type FactEffect,
  type OpenQuestion,
  type Question,
  type QuestionReason,
  questionOn,
  rangeOn,
} from './award.ts';
export { CLAIM_ENDED } from './award-row.ts';
export { type AwardWeek, totalBetween, weeksOf } from './award-weeks.ts';
export {
  type Adult,
  type BenefitCase,
  type Child,
  type Childcare,
  type HomeTax,
  type Income,
  type NonDependant,
  type OtherAward,
  type Partner,
  type Person,
  padUprn,
  type TaxByUprn,
} from './benefit-case.ts';
export {
  addDays,
  addMonths,
  ageOn,
  benefitWeekEnd,
  benefitWeekStart,
  birthdayAt,
  compareDates,
  daysBetween,
  describeDate,
  earlierOf,
  financialYearOf,
  fromDayNumber,
  type IsoDate,
  isIsoDate,
  laterOf,
  MONDAY,
  mondayAfter,
  SUNDAY,
  toDayNumber,
  type Weekday,
  weekdayOf,
} from './calendar.ts';
export { CHANGE_KINDS, type ChangeKind } from './change-kinds.ts';
export { type AwardComparison, compareAwards, type YearDifference } from './compare-awards.ts';
export {
  type AskedChange,
  type DateAnswer,
  dateOfChange,
  type NoticeAnswer,
} from './date-of-change.ts';
export { effectOf, type FactOutcome, type NoChangeReason } from './effect-of.ts';
export { BenefitsError, type BenefitsErrorCode } from './errors.ts';
export type {
  AddressBody,
  AddressFact,
  Benefit,
  BenefitAwardBody,
  BenefitAwardFact,
  CapitalBody,
  CapitalFact,
  CapitalOwner,
  ChangeType,
  DeathBody,
  DeathFact,
  Fact,
  HouseholdBody,
  HouseholdFact,
  IdentityBody,
  IdentityFact,
  IncomeBody,
  IncomeFact,
  IncomeKind,
  IncomeOwner,
  NoticeChannel,
  PayPeriod,
} from './facts.ts';
export { findEntitlementEnd } from './find-entitlement-end.ts';
export { findLiveFacts, type LiveFact, type Timeline } from './live-facts.ts';
export {
  addPence,
  atLeastZero,
  comparePence,
  describePence,
  type ExactPence,
  exactPence,
  isPositive,
  readExact,
  roundDown,
  roundHalfUp,
  subtractPence,
  timesRatio,
  writeExact,
  ZERO_PENCE,
} from './money.ts';
export { lastDayOfNotice, noticeOn } from './notice.ts';
export { NOTICE_RULES } from './notice-rules.ts';
export { ctbAwardStart } from './schemes/ctb/date-ctb-change.ts';
export { createSchemeWithRates, findScheme, SCHEMES } from './schemes/find-scheme.ts';
export { jsaWeekEndsOn } from './schemes/jsa-ib/week-end.ts';
export type { Rule } from './schemes/rule.ts';
export type { DayAward, EffectiveChange, Remark, Scheme } from './schemes/scheme.ts';
export {
  type EvidenceLevel,
  type SuppliedFact,
  type VerifyAnswer,
  type VerifyReason,
  verifyNeeded,
} from './verify-needed.ts';
