import type { SeededRandom } from '../seeded-random.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Of each day asked for: those around it, by how many days they are away. A set of households and what is told of it lie within some years. */
const around = new Map<string, Map<number, string>>();

/** The same few days are asked for again and again, and a Date is made and written at ten times the cost of a look. */
export function addDays(day: string, days: number): string {
  const known = around.get(day) ?? new Map<number, string>();
  around.set(day, known);
  const there =
    known.get(days) ??
    new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
  known.set(days, there);
  return there;
}

/** A day of the year that every month has. */
export function makeDay(year: number, random: SeededRandom): string {
  const [month, day] = [random.integer(1, 12), random.integer(1, 28)];
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
