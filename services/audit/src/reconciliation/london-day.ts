import { createBusinessCalendar, MICROS_PER_MS } from '@told/service';

const HOUR_MS = 3_600_000;

/** Which day it is in London, YYYY-MM-DD. Days begin on the hour, so that one answer serves for all of an hour. */
export function createLondonDay(): (micros: number) => string {
  let last = { hour: Number.NaN, day: '' };
  return (micros) => {
    const hour = Math.floor(micros / MICROS_PER_MS / HOUR_MS);
    if (hour !== last.hour) last = { hour, day: londonDayOf(hour * HOUR_MS) };
    return last.day;
  };
}

export const londonDayOf = (nowMs: number): string =>
  createBusinessCalendar({ kind: 'system' }, { nowMs: () => nowMs }).today();
