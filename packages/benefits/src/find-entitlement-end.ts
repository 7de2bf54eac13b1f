import type { Assessment } from './award.ts';
import { addDays, type IsoDate } from './calendar.ts';

/**
 * The end of entitlement that an assessment shows, or null: what an office tells the bus as a
 * `benefitAward` stop. The last day of entitlement is the day before the first nil day.
 */
export function findEntitlementEnd(
  assessment: Assessment,
): { readonly lastDayOfEntitlement: IsoDate } | null {
  const ended = assessment.ranges.find(({ entitled }) => !entitled);
  return ended === undefined ? null : { lastDayOfEntitlement: addDays(ended.from, -1) };
}
