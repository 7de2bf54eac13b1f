import type { Question } from '../../award.ts';
import { ageOn } from '../../calendar.ts';
import type { Circumstances } from '../../circumstances.ts';
import { missingField, notModelled } from '../../weekly-income.ts';
import type { AwardDay } from '../scheme.ts';

const CLAIM_AGE_FROM = 18;
const CHILD_UNTIL_AGE = 16;

/** Working age only; income under a passport counts at no age. */
export function findAgeQuestion(
  { claimant, partner }: Circumstances,
  { agesReadOn }: Pick<AwardDay, 'agesReadOn'>,
  pensionAgeFrom: number,
): Question | null {
  if (claimant.birthDate === null) return missingField('claimant.birthDate');
  const age = ageOn(claimant.birthDate, agesReadOn);
  if (age < CLAIM_AGE_FROM) return notModelled('claimant-under-18');
  if (age >= pensionAgeFrom) return notModelled('pension-age');
  if (partner === null) return null;
  if (partner.birthDate === null) return missingField('household.birthDate');
  return ageOn(partner.birthDate, agesReadOn) >= pensionAgeFrom ? notModelled('pension-age') : null;
}

/** How many children count; from 16 it depends on education, which is not on the bus. */
export function countChildren(
  { children }: Pick<Circumstances, 'children'>,
  { agesReadOn }: Pick<AwardDay, 'agesReadOn'>,
): number | Question {
  for (const { birthDate } of children) {
    if (birthDate === null) return missingField('child.birthDate');
    if (ageOn(birthDate, agesReadOn) >= CHILD_UNTIL_AGE) return notModelled('young-person');
  }
  return children.length;
}

/** Disability of claimant or partner, as far as the office's record tells. */
export function hasDisability({ claimant, partner }: Circumstances): boolean {
  return [claimant, partner].some(
    (adult) => adult?.disabilityPremium === true || adult?.exemptsNonDependants === true,
  );
}
