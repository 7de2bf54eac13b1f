import type { Clock } from './clock.ts';

/** `YYYY-MM-DD`. */
export type IsoDate = string;

/** "Today" for law, apart from the system clock: a port. */
export interface BusinessCalendar {
  today(): IsoDate;
}

/** `system`, or a start: `date` is the business date at `atMs`, and a new one begins every 24 hours after it. */
export type BusinessDateSpec =
  | { readonly kind: 'system' }
  | { readonly kind: 'started'; readonly date: IsoDate; readonly atMs: number };

const DAY_MS = 24 * 60 * 60 * 1000;
// The offices are in Bedfordshire; a change told at 00:30 on a summer night belongs to that day there, not to UTC's.
const londonDate = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** Reads `system` or `YYYY-MM-DD@<RFC 3339 instant>`; undefined when it is neither, or names a day that does not exist. */
export function parseBusinessDate(spec: string): BusinessDateSpec | undefined {
  if (spec === 'system') return { kind: 'system' };
  const parts =
    /^(\d{4}-\d{2}-\d{2})@(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z)$/.exec(spec);
  const [, date, instant] = parts ?? [];
  if (date === undefined || instant === undefined) return undefined;
  if (!isRealDate(date) || !isRealDate(instant.slice(0, 10))) return undefined;
  const atMs = Date.parse(instant);
  return Number.isNaN(atMs) ? undefined : { kind: 'started', date, atMs };
}

/** The calendar of a spec: the day in London, or the start date plus the whole days that have passed since its instant. */
export function createBusinessCalendar(spec: BusinessDateSpec, clock: Clock): BusinessCalendar {
  if (spec.kind === 'system') return { today: () => londonDate.format(clock.nowMs()) };
  const startMs = Date.parse(`${spec.date}T00:00:00Z`);
  const dateAfter = (days: number): string =>
    new Date(startMs + days * DAY_MS).toISOString().slice(0, 10);
  // Asked for with every change, and the same for a whole day.
  let last = { days: 0, date: dateAfter(0) };
  return {
    today() {
      const days = Math.floor((clock.nowMs() - spec.atMs) / DAY_MS);
      if (days !== last.days) last = { days, date: dateAfter(days) };
      return last.date;
    },
  };
}

function isRealDate(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00Z`);
  // Date.parse takes 30 February for 2 March; only a real day survives the way back.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date);
}
