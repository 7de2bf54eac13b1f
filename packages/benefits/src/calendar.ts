import { BenefitsError } from './errors.ts';

/** A calendar day `YYYY-MM-DD` (proleptic Gregorian). Texts of this shape sort as the days do. */
export type IsoDate = string;

/** Days on end, both included; none when `from` is after `to`. */
export type Period = { readonly from: IsoDate; readonly to: IsoDate };

/** 0 = Monday … 6 = Sunday, as benefit weeks count. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export const MONDAY: Weekday = 0;
export const SUNDAY: Weekday = 6;

const DAYS_PER_WEEK = 7;
const FIRST_YEAR = 1;
const LAST_YEAR = 9999;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const MONTH_NAMES =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const WEEKDAY_NAMES = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const ZERO_CODE = 48;

type YearMonthDay = { readonly year: number; readonly month: number; readonly day: number };

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
}

/** The number written in some digits of a text, or NaN. By character code: dates are read millions of times. */
function readDigits(text: string, from: number, to: number): number {
  let number = 0;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - ZERO_CODE;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

function readDate(text: string): YearMonthDay | null {
  const year = readDigits(text, 0, 4);
  const month = readDigits(text, 5, 7);
  const day = readDigits(text, 8, 10);
  const isShaped = text.length === 10 && text[4] === '-' && text[7] === '-';
  // A comparison with NaN is false, so that anything but digits fails here.
  const isReal = year >= FIRST_YEAR && day >= 1 && day <= daysInMonth(year, month);
  return isShaped && isReal ? { year, month, day } : null;
}

function splitDate(date: IsoDate): YearMonthDay {
  const read = readDate(date);
  if (read === null) {
    throw new BenefitsError('invalid-date', 'a date is a real calendar day written YYYY-MM-DD');
  }
  return read;
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

function joinDate(year: number, month: number, day: number): IsoDate {
  const century = TWO_DIGITS[Math.floor(year / 100)];
  return `${century}${TWO_DIGITS[year % 100]}-${TWO_DIGITS[month]}-${TWO_DIGITS[day]}`;
}

/** True when `text` is a real calendar day written `YYYY-MM-DD`. */
export function isIsoDate(text: string): text is IsoDate {
  return readDate(text) !== null;
}

/** Awards count the same few thousand days over and over; more than these are worked out each time. */
const KNOWN_DAYS_MAX = 50_000;
const READ_DAYS = new Map<IsoDate, number>();
const WRITTEN_DAYS = new Map<number, IsoDate>();

function rememberDay(date: IsoDate, dayNumber: number): number {
  if (READ_DAYS.size < KNOWN_DAYS_MAX) READ_DAYS.set(date, dayNumber);
  return dayNumber;
}

function rememberText(dayNumber: number, date: IsoDate): IsoDate {
  if (WRITTEN_DAYS.size < KNOWN_DAYS_MAX) WRITTEN_DAYS.set(dayNumber, date);
  return date;
}

/**
 * Days since 1970-01-01. Whole-number arithmetic only (the civil-day algorithm: years begin in
 * March, so that the leap day comes last), since `Date` would bring a time zone along.
 * Throws BenefitsError `invalid-date`.
 */
export function toDayNumber(date: IsoDate): number {
  const known = READ_DAYS.get(date);
  return known ?? rememberDay(date, countDays(date));
}

function countDays(date: IsoDate): number {
  const { year, month, day } = splitDate(date);
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The inverse of `toDayNumber`. Throws BenefitsError `invalid-date` outside years 1 to 9999. */
export function fromDayNumber(dayNumber: number): IsoDate {
  return WRITTEN_DAYS.get(dayNumber) ?? rememberText(dayNumber, writeDay(dayNumber));
}

function writeDay(dayNumber: number): IsoDate {
  const shifted = dayNumber + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  if (!Number.isInteger(dayNumber) || year < FIRST_YEAR || year > LAST_YEAR) {
    throw new BenefitsError('invalid-date', 'a date lies in the years 1 to 9999');
  }
  return joinDate(year, month, day);
}

/** `date` moved by whole days; negative goes back. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return fromDayNumber(toDayNumber(date) + days);
}

/** `date` moved by calendar months; a day that the target month lacks becomes its last day (31 January + 1 → 28 February). */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const { year, month, day } = splitDate(date);
  const monthIndex = year * 12 + month - 1 + months;
  const targetYear = Math.floor(monthIndex / 12);
  const targetMonth = monthIndex - targetYear * 12 + 1;
  if (targetYear < FIRST_YEAR || targetYear > LAST_YEAR) {
    throw new BenefitsError('invalid-date', 'a date lies in the years 1 to 9999');
  }
  return joinDate(targetYear, targetMonth, Math.min(day, daysInMonth(targetYear, targetMonth)));
}

/** Days from `from` to `to`; 0 for the same day, negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return toDayNumber(to) - toDayNumber(from);
}

/** -1, 0 or 1: for sorting. */
export function compareDates(a: IsoDate, b: IsoDate): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function earlierOf(a: IsoDate, b: IsoDate): IsoDate {
  return a <= b ? a : b;
}

export function laterOf(a: IsoDate, b: IsoDate): IsoDate {
  return a >= b ? a : b;
}

/** The weekday of a day, Monday = 0. */
export function weekdayOf(date: IsoDate): Weekday {
  return weekdayOfNumber(toDayNumber(date));
}

function weekdayOfNumber(dayNumber: number): Weekday {
  // 1970-01-01 was a Thursday (3 when Monday is 0).
  const shifted = (dayNumber + 3) % DAYS_PER_WEEK;
  return ((shifted + DAYS_PER_WEEK) % DAYS_PER_WEEK) as Weekday;
}

/** First day of a week as a day number: the text is read once, since awards ask this of every change. */
function weekStartNumber(date: IsoDate, weekEndsOn: Weekday): number {
  const dayNumber = toDayNumber(date);
  const weekday = weekdayOfNumber(dayNumber);
  return (
    dayNumber - ((weekday + DAYS_PER_WEEK - ((weekEndsOn + 1) % DAYS_PER_WEEK)) % DAYS_PER_WEEK)
  );
}

/** A number for each benefit week: the same for its seven days, and for no other day. */
export function benefitWeekNumber(date: IsoDate, weekEndsOn: Weekday): number {
  return weekStartNumber(date, weekEndsOn) / DAYS_PER_WEEK;
}

/** First day of the benefit week (the one that ends on `weekEndsOn`) containing `date`. */
export function benefitWeekStart(date: IsoDate, weekEndsOn: Weekday): IsoDate {
  return fromDayNumber(weekStartNumber(date, weekEndsOn));
}

/** Last day of the benefit week (the one that ends on `weekEndsOn`) containing `date`. */
export function benefitWeekEnd(date: IsoDate, weekEndsOn: Weekday): IsoDate {
  return fromDayNumber(weekStartNumber(date, weekEndsOn) + DAYS_PER_WEEK - 1);
}

/** The first Monday after `date`: a Monday gives the Monday a week later. */
export function mondayAfter(date: IsoDate): IsoDate {
  return fromDayNumber(weekStartNumber(date, SUNDAY) + DAYS_PER_WEEK);
}

/** A financial year: its label `2010/11`, its first and last day, and its length in days. */
export type FinancialYear = {
  readonly label: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly days: number;
};

/** Asked of every day of every award; there are at most as many as years. */
const FINANCIAL_YEARS = new Map<number, FinancialYear>();

/** The financial year (1 April to 31 March) of a day. */
export function financialYearOf(date: IsoDate): FinancialYear {
  const { year, month } = splitDate(date);
  const first = month >= 4 ? year : year - 1;
  const known = FINANCIAL_YEARS.get(first);
  if (known !== undefined) return known;
  const from = joinDate(first, 4, 1);
  const to = joinDate(first + 1, 3, 31);
  const label = `${first}/${TWO_DIGITS[(first + 1) % 100]}`;
  const financialYear = { label, from, to, days: daysBetween(from, to) + 1 };
  FINANCIAL_YEARS.set(first, financialYear);
  return financialYear;
}

/** By the digits of month and day, as they are written. */
function isEarlierInYear(a: IsoDate, b: IsoDate): boolean {
  for (let index = 5; index < 10; index += 1) {
    const difference = a.charCodeAt(index) - b.charCodeAt(index);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** The calendar year of a day. */
export function yearOf(date: IsoDate): number {
  return readDigits(date, 0, 4);
}

/** Complete years of age on a day. A person born on 29 February ages on 1 March in common years. */
export function ageOn(birthDate: IsoDate, day: IsoDate): number {
  const years = yearOf(day) - yearOf(birthDate);
  return isEarlierInYear(day, birthDate) ? years - 1 : years;
}

/** The first day on which a person has reached an age. */
export function birthdayAt(birthDate: IsoDate, age: number): IsoDate {
  const { year, month, day } = splitDate(birthDate);
  const reached = year + age;
  return day > daysInMonth(reached, month)
    ? joinDate(reached, month + 1, 1)
    : joinDate(reached, month, day);
}

/** `Monday 17 May 2010`, for sentences that people read. */
export function describeDate(date: IsoDate): string {
  const { year, month, day } = splitDate(date);
  return `${WEEKDAY_NAMES[weekdayOf(date)]} ${day} ${MONTH_NAMES[month - 1]} ${year}`;
}
