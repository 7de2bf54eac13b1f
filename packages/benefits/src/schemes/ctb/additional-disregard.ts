import type { Question } from '../../award.ts';
import { ageOn, type IsoDate } from '../../calendar.ts';
import type { Circumstances } from '../../circumstances.ts';
import { missingField } from '../../weekly-income.ts';
import type { CtbRates } from './ctb-rates.ts';
import { worksHours } from './hours.ts';

const ADDITIONAL_FROM_AGE = 25;

/**
 * Whether the family has the further disregard: somebody works 30 hours and is 25 or over; or works
 * 16 hours with a child in the household, or is the one whose disability brings the premium. Once,
 * however many conditions are met. [CTB Regs 2006 Sch 3 para 16]
 */
export function hasAdditionalDisregard(
  circumstances: Circumstances,
  hasChild: boolean,
  rates: CtbRates,
  agesReadOn: IsoDate,
): boolean | Question {
  const { claimant, partner } = circumstances;
  const { additionalWithPremium, additionalWithoutPremium } = rates.hours;
  let isKnown = true;
  for (const [who, person] of [['claimant', claimant] as const, ['partner', partner] as const]) {
    if (person === null) continue;
    const hasPremium = hasChild || person.disabilityPremium === true;
    const isOfAge =
      person.birthDate !== null && ageOn(person.birthDate, agesReadOn) >= ADDITIONAL_FROM_AGE;
    if (!hasPremium && !isOfAge) continue;
    const needed = hasPremium ? additionalWithPremium : additionalWithoutPremium;
    const works = worksHours(circumstances, who, needed.value);
    if (works === true) return true;
    isKnown &&= works !== null;
  }
  return isKnown ? false : missingField('income.hoursPerWeek');
}
