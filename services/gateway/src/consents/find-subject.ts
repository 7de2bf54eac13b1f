import type { Person } from '@told/codec';
import { Problem, problem } from '@told/service';
import type { PersonResolver } from '../interests/resolve-persons.ts';

/**
 * Whose case it is, or who the person is, as a subject key; one of the two is null. Makes and links nothing. Rejects with the problem
 * `person-unknown`, with the one of the number, or with `dependency-unavailable`.
 */
export type FindSubject = (asked: {
  readonly agency: string;
  readonly caseReference: string | null;
  readonly person: Person | null;
}) => Promise<string>;

export const NOBODY: Person = {
  nino: null,
  surname: null,
  forename: null,
  birthDate: null,
  postcode: null,
};

/** Asks intake, which alone knows numbers and cases. */
export function createFindSubject(resolve: PersonResolver): FindSubject {
  return async ({ agency, caseReference, person }) => {
    const named = caseReference === null ? {} : { caseReference };
    try {
      const asked = { agency, ...named, person: person ?? NOBODY, purpose: 'find' as const };
      return (await resolve(asked)).subjectKey;
    } catch (error) {
      // Intake points at the person, and none was named.
      const isCase = person === null && error instanceof Problem && error.code === 'person-unknown';
      throw isCase ? problem('person-unknown') : error;
    }
  };
}
