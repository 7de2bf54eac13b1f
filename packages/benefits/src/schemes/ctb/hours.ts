import type { Circumstances } from '../../circumstances.ts';
import type { IncomeOwner } from '../../facts.ts';
import { isWork } from '../../weekly-income.ts';

/** Whether a person works so many hours a week; null when that is not known. */
export function worksHours(
  { incomes }: Pick<Circumstances, 'incomes'>,
  who: IncomeOwner,
  needed: number,
): boolean | null {
  let hours = 0;
  let isKnown = true;
  for (const income of incomes) {
    if (income.who !== who || !isWork(income)) continue;
    hours += income.hoursPerWeek ?? 0;
    isKnown &&= income.hoursPerWeek !== null;
  }
  if (hours >= needed) return true;
  return isKnown ? false : null;
}
