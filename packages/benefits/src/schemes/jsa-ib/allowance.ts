import type { AwardLine, Question } from '../../award.ts';
import type { Adult, Child } from '../../benefit-case.ts';
import { ageOn, type IsoDate } from '../../calendar.ts';
import type { Circumstances } from '../../circumstances.ts';
import { describePence } from '../../money.ts';
import { missingField, notModelled } from '../../weekly-income.ts';
import { explain } from '../rule.ts';
import type { JsaIbRates } from './jsa-ib-rates.ts';
import { JSA_IB_RULES } from './jsa-ib-rules.ts';

const CLAIM_AGE_FROM = 16;
const COUPLE_AGE_FROM = 18;
const ADULT_RATE_FROM_AGE = 25;
const PENSION_AGE_FROM = 60;
const CHILD_UNTIL_AGE = 16;

/** What the adults are taken to need a week, line by line. */
export type Allowance = { readonly pence: number; readonly lines: readonly AwardLine[] };

/** Allowance and premiums of the adults. [JSA Regs 1996 Sch 1] */
export function findAllowance(
  circumstances: Circumstances,
  agesReadOn: IsoDate,
  rates: JsaIbRates,
): Allowance | Question {
  const allowance = findPersonalAllowance(circumstances, agesReadOn, rates);
  if (typeof allowance !== 'number') return allowance;
  const lines = [
    explain(
      JSA_IB_RULES.personalAllowance,
      `Personal allowance ${describePence(allowance)} a week.`,
      allowance,
    ),
  ];
  let pence = allowance;
  const adults = listAdults(circumstances);
  if (adults.some(({ disabilityPremium }) => disabilityPremium === true)) {
    const { disabilityPremiumCouple, disabilityPremiumSingle } = rates.pence;
    const premium =
      circumstances.partner === null ? disabilityPremiumSingle : disabilityPremiumCouple;
    pence += premium.value;
    const text = `Disability premium ${describePence(premium.value)} a week.`;
    lines.push(explain(JSA_IB_RULES.disabilityPremium, text, premium.value));
  }
  for (const { carerPremium } of adults) {
    if (carerPremium !== true) continue;
    const { value } = rates.pence.carerPremium;
    pence += value;
    lines.push(
      explain(JSA_IB_RULES.carerPremium, `Carer premium ${describePence(value)} a week.`, value),
    );
  }
  const text = `Applicable amount ${describePence(pence)} a week.`;
  return { pence, lines: [...lines, explain(JSA_IB_RULES.applicableAmount, text, pence)] };
}

export function listAdults({ claimant, partner }: Circumstances): readonly Adult[] {
  return partner === null ? [claimant] : [claimant, partner];
}

function findPersonalAllowance(
  circumstances: Circumstances,
  agesReadOn: IsoDate,
  { pence }: JsaIbRates,
): number | Question {
  const { claimant, partner, children } = circumstances;
  if (claimant.birthDate === null) return missingField('claimant.birthDate');
  const age = ageOn(claimant.birthDate, agesReadOn);
  if (age < CLAIM_AGE_FROM) return notModelled('under-16');
  if (age >= PENSION_AGE_FROM) return notModelled('pension-age');
  if (partner !== null) {
    if (partner.birthDate === null) return missingField('household.birthDate');
    const partnerAge = ageOn(partner.birthDate, agesReadOn);
    if (age < COUPLE_AGE_FROM || partnerAge < COUPLE_AGE_FROM) return notModelled('under-18');
    if (partnerAge >= PENSION_AGE_FROM) return notModelled('pension-age');
    return pence.personalAllowanceCouple.value;
  }
  if (age >= ADULT_RATE_FROM_AGE) return pence.personalAllowanceSingle25.value;
  if (age < COUPLE_AGE_FROM) return pence.personalAllowanceSingle16To24.value;
  const isParent = hasChild(children, agesReadOn);
  if (typeof isParent !== 'boolean') return isParent;
  return isParent
    ? pence.personalAllowanceLoneParent.value
    : pence.personalAllowanceSingle16To24.value;
}

/** Is anybody of the children one in law: under 16, or older while child benefit is paid? */
export function hasChild(children: readonly Child[], agesReadOn: IsoDate): boolean | Question {
  let open: Question | null = null;
  for (const { birthDate, childBenefitInPayment } of children) {
    if (childBenefitInPayment === true) return true;
    if (birthDate === null) open = missingField('child.birthDate');
    else if (ageOn(birthDate, agesReadOn) < CHILD_UNTIL_AGE) return true;
    else if (childBenefitInPayment !== false) open = missingField('child.childBenefitInPayment');
  }
  return open ?? false;
}
