import type { Question } from '../../award.ts';
import type { Child, Childcare } from '../../benefit-case.ts';
import { addDays, birthdayAt, type IsoDate, MONDAY, weekdayOf } from '../../calendar.ts';
import type { Circumstances } from '../../circumstances.ts';
import { describePence, exactPence, ZERO_PENCE } from '../../money.ts';
import { missingField } from '../../weekly-income.ts';
import type { Sum } from '../figure.ts';
import { explain } from '../rule.ts';
import type { CtbRates } from './ctb-rates.ts';
import { CTB_RULES } from './ctb-rules.ts';
import { worksHours } from './hours.ts';

const CARED_FOR_UNTIL_AGE = 15;
const DAYS_PER_WEEK = 7;

/** The first Monday in September of a year. */
export function firstMondayInSeptember(year: number): IsoDate {
  const first = `${String(year).padStart(4, '0')}-09-01`;
  return addDays(first, (DAYS_PER_WEEK + MONDAY - weekdayOf(first)) % DAYS_PER_WEEK);
}

/** The first day on which charges for a child count no more: the first Monday in September after the 15th birthday. */
function caredForUntil(birthDate: IsoDate): IsoDate {
  const birthday = birthdayAt(birthDate, CARED_FOR_UNTIL_AGE);
  const year = Number(birthday.slice(0, 4));
  const monday = firstMondayInSeptember(year);
  return monday > birthday ? monday : firstMondayInSeptember(year + 1);
}

/**
 * Charges for childcare that come off income, up to the limit for the children they are paid for.
 * [CTB Regs 2006 regs 17, 18]
 */
export function findChildcare(
  circumstances: Circumstances,
  childcare: Childcare | null | undefined,
  rates: CtbRates,
  agesReadOn: IsoDate,
): Sum | Question {
  if (childcare == null || childcare.weeklyPence === 0) return { weekly: ZERO_PENCE, lines: [] };
  const young = countCaredFor(circumstances.children, agesReadOn);
  if (childcare.children < 1 || childcare.children > young) {
    return { reason: 'contradiction', detail: 'childcare.children' };
  }
  const worker = findWorker(circumstances, rates.hours.work.value);
  if (worker === null) return missingField('income.hoursPerWeek');
  if (worker === 'not-enough-work') {
    const text = 'Childcare charges do not count: not enough work of 16 hours a week.';
    return { weekly: ZERO_PENCE, lines: [explain(CTB_RULES.childcare, text, 0)] };
  }
  const limit =
    childcare.children === 1 ? rates.pence.childcareOneChild : rates.pence.childcareMoreChildren;
  const pence = Math.min(childcare.weeklyPence, limit.value);
  const limited = pence < childcare.weeklyPence ? ', at most' : '';
  const rule =
    worker === 'one-and-incapacity' ? CTB_RULES.childcareIncapacity : CTB_RULES.childcare;
  const charges = describePence(childcare.weeklyPence);
  const text = `Childcare charges ${charges} a week take off${limited} ${describePence(pence)}.`;
  return { weekly: exactPence(pence), lines: [explain(rule, text, pence)] };
}

function countCaredFor(children: readonly Child[], agesReadOn: IsoDate): number {
  return children.filter(
    ({ birthDate }) => birthDate !== null && agesReadOn < caredForUntil(birthDate),
  ).length;
}

/** Who works: all that must, one beside a person who cannot, or too few; null when not known. */
function findWorker(
  circumstances: Circumstances,
  hours: number,
): 'all' | 'one-and-incapacity' | 'not-enough-work' | null {
  const claimant = worksHours(circumstances, 'claimant', hours);
  const { partner } = circumstances;
  if (partner === null) return claimant === null ? null : claimant ? 'all' : 'not-enough-work';
  const other = worksHours(circumstances, 'partner', hours);
  if (claimant === true && other === true) return 'all';
  const isIncapable = {
    claimant: circumstances.claimant.disabilityPremium === true,
    partner: partner.disabilityPremium === true,
  };
  // Of a person who surely does not work, incapacity decides.
  if (claimant === false && (other === false || !isIncapable.claimant)) return 'not-enough-work';
  if (other === false && !isIncapable.partner) return 'not-enough-work';
  return claimant === null || other === null ? null : 'one-and-incapacity';
}
