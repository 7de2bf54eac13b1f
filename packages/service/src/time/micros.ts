import type { Clock } from './clock.ts';

/** Records and their tables count microseconds since 1970, clocks milliseconds. */
export const MICROS_PER_MS = 1_000;

export const nowMicrosOf = (clock: Clock): number => clock.nowMs() * MICROS_PER_MS;

/** A time of a record as RFC 3339 in UTC, to the millisecond that it began in; null for none. */
export function instantOf(micros: number): string;
export function instantOf(micros: number | null): string | null;
export function instantOf(micros: number | null): string | null {
  return micros === null ? null : new Date(micros / MICROS_PER_MS).toISOString();
}
