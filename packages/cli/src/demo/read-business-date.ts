import { createBusinessCalendar, parseBusinessDate } from '@told/service';

/** What the services take for today: the stack says `YYYY-MM-DD@<instant>` or `system`. */
export function readBusinessDate(businessDate: string, nowMs: number): string {
  const spec = parseBusinessDate(businessDate);
  if (spec === undefined) throw new TypeError('the stack checks its business date');
  return createBusinessCalendar(spec, { nowMs: () => nowMs }).today();
}
