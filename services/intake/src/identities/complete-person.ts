import type { Person } from '@told/codec';

/** The person with null for what was not told. */
export function completePerson(person: Partial<Person>): Person {
  const {
    nino = null,
    surname = null,
    forename = null,
    birthDate = null,
    postcode = null,
  } = person;
  return { nino, surname, forename, birthDate, postcode };
}
