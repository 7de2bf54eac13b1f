import type { BenefitCase, Person } from './benefit-case.ts';
import { addDays, birthdayAt, type IsoDate } from './calendar.ts';
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
  const people: readonly (Person | null)[] = [
    benefitCase.claimant,
    benefitCase.partner,
    ...benefitCase.children,
    ...(benefitCase.nonDependants ?? []),
    ...changes.map(({ part }) => findPerson(part.effect)),
  ];
  // A birthday may count up to a week before or after its day.
  const earliest = addDays(from, -7);
  const latest = addDays(to, 7);
  const birthdays: IsoDate[] = [];
  for (const person of people) {
    if (person === null || person.birthDate === null) continue;
    for (const age of AGES) {
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
