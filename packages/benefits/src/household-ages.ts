import type { BenefitCase, Person } from './benefit-case.ts';
import { addDays, birthdayAt, type IsoDate, yearOf } from './calendar.ts';
import type { Effect } from './effects/effect.ts';
import type { EffectiveChange } from './schemes/scheme.ts';

/** Ages at which some rate or limit changes. */
const AGES = [1, 16, 18, 20, 25, 60, 65] as const;

/** The birthdays in a period on which some rule changes, of everybody who is or joins in the household. */
export function findBirthdays(
  benefitCase: BenefitCase,
  changes: readonly EffectiveChange[],
  from: IsoDate,
  to: IsoDate,
): readonly IsoDate[] {
  const { claimant, partner, children, nonDependants = [] } = benefitCase;
  const people: (Person | null)[] = [claimant, partner, ...children, ...nonDependants];
  for (const { part } of changes) people.push(findPerson(part.effect));
  // A birthday may count up to a week before or after its day.
  const earliest = addDays(from, -7);
  const latest = addDays(to, 7);
  const firstYear = yearOf(earliest);
  const lastYear = yearOf(latest);
  const birthdays: IsoDate[] = [];
  for (const person of people) {
    if (person === null || person.birthDate === null) continue;
    const year = yearOf(person.birthDate);
    for (const age of AGES) {
      if (year + age < firstYear || year + age > lastYear) continue;
      const birthday = birthdayAt(person.birthDate, age);
      if (birthday >= earliest && birthday <= latest) birthdays.push(birthday);
    }
  }
  return birthdays;
}

function findPerson(effect: Effect): Person | null {
  switch (effect.kind) {
    case 'set-partner':
      return effect.partner;
    case 'set-child':
      return effect.child;
    case 'set-non-dependant':
      return effect.person;
    case 'add-resident':
      return effect.resident;
    case 'set-birth-date':
      return effect;
    default:
      return null;
  }
}
