import type { Question } from '../../award.ts';
import type { Child } from '../../benefit-case.ts';
import { ageOn, type IsoDate } from '../../calendar.ts';
import { missingField, notModelled } from '../../weekly-income.ts';

const YOUNG_PERSON_FROM_AGE = 16;
const ADULT_FROM_AGE = 18;
/** Child benefit is paid for nobody of 20 or more. */
const CHILD_BENEFIT_UNTIL_AGE = 20;

/**
 * The children who count, with their ages: under 16, and from then on while child benefit is paid. A
 * question where that is not known, and where a person on record as a child has become a
 * non-dependant of whom nothing is known. [CTB Regs 2006 Sch 1 para 2]
 */
export function findCountedAges(
  children: readonly Child[],
  agesReadOn: IsoDate,
): readonly number[] | Question {
  const ages: number[] = [];
  for (const { birthDate, childBenefitInPayment } of children) {
    if (birthDate === null) return missingField('child.birthDate');
    const age = ageOn(birthDate, agesReadOn);
    if (age >= YOUNG_PERSON_FROM_AGE && childBenefitInPayment == null) {
      return missingField('household.childBenefitInPayment');
    }
    const isAdult = age >= ADULT_FROM_AGE && childBenefitInPayment === false;
    if (isAdult || age >= CHILD_BENEFIT_UNTIL_AGE) return notModelled('young-person');
    if (age < YOUNG_PERSON_FROM_AGE || childBenefitInPayment === true) ages.push(age);
  }
  return ages;
}

/** For a passported award only a child who has become a non-dependant matters. */
export function findGrownChildQuestion(
  children: readonly Child[],
  agesReadOn: IsoDate,
): Question | null {
  const grown = children.filter(
    ({ birthDate }) => birthDate !== null && ageOn(birthDate, agesReadOn) >= ADULT_FROM_AGE,
  );
  const found = findCountedAges(grown, agesReadOn);
  return 'reason' in found ? found : null;
}
