const FIRST_DAY = daysOfCivil(1, 1, 1);
const LAST_DAY = daysOfCivil(9999, 12, 31);
const DAY_MS = 86_400_000;

/** Days whose text is kept once made: 1900 to 2099, some 73,000 at most. */
const KEPT_FROM = daysOfCivil(1900, 1, 1);
const kept = new Array<string | undefined>(daysOfCivil(2100, 1, 1) - KEPT_FROM);

/** The day `YYYY-MM-DD` that is some days after 1 January 1970; undefined outside the years 1 to 9999. */
export function isoOfDays(days: number): string | undefined {
  const known = kept[days - KEPT_FROM];
  if (known !== undefined) return known;
  if (!(days >= FIRST_DAY && days <= LAST_DAY)) return undefined;
  const text = new Date(days * DAY_MS).toISOString().slice(0, 10);
  if (days >= KEPT_FROM && days - KEPT_FROM < kept.length) kept[days - KEPT_FROM] = text;
  return text;
}

/** Days from 1 January 1970 to a day `YYYY-MM-DD`; undefined unless it is a real day of the Gregorian calendar. */
export function daysOfIso(text: string): number | undefined {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45)
    return undefined;
  const year = digits(text, 0) * 100 + digits(text, 2);
  const month = digits(text, 5);
  const day = digits(text, 8);
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return undefined; // NaN fails too
  if (day > 28 && day > lengthOfMonth(year, month)) return undefined;
  return daysOfCivil(year, month, day);
}

/** Two digits as a number, or NaN. */
function digits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function lengthOfMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
function daysOfCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
