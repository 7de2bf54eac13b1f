/** Where the people who look are. Records carry UTC, to the microsecond. */
const ZONE = 'Europe/London';

const times = new Intl.DateTimeFormat('en-GB', {
  ...{ day: 'numeric', month: 'long', year: 'numeric' },
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  ...{ timeZone: ZONE, timeZoneName: 'short' },
});
const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

type Part = Intl.DateTimeFormatPartTypes;
const partsOf = (at: number): Readonly<Partial<Record<Part, string>>> =>
  Object.fromEntries(times.formatToParts(at).map(({ type, value }) => [type, value]));

/** `23 November 2026 at 12:54:06 GMT`; what is no instant stays as it is. */
export function formatTime(instant: string): string {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? instant : formatInstant(at);
}

/** The same of milliseconds since 1970. */
export function formatInstant(at: number): string {
  const { day, month, year, hour, minute, second, timeZoneName } = partsOf(at);
  return `${day} ${month} ${year} at ${hour}:${minute}:${second} ${timeZoneName}`;
}

/** `12 May 2010`, of a date without a time. */
export function formatDay(date: string): string {
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) ? date : days.format(at);
}

const HOUR_MS = 3_600_000;
const LOCAL = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::(\d{2}))?$/;

/**
 * The instant of a local time as `<input type="datetime-local">` sends it, ISO 8601 in UTC. Undefined for what is none. Of an hour that comes twice in
 * October the first is meant, and of one that March leaves out the instant at which it would have begun.
 */
export function readLocalTime(text: string): string | undefined {
  const [, date, minutes, seconds = '00'] = LOCAL.exec(text) ?? [];
  const asUtc = Date.parse(`${date}T${minutes}:${seconds}Z`);
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 10) !== date) return undefined;
  // British time is UTC, or an hour ahead of it: then the instant is an hour earlier.
  const isSummer = partsOf(asUtc - HOUR_MS).timeZoneName === 'BST';
  return new Date(isSummer ? asUtc - HOUR_MS : asUtc).toISOString();
}
