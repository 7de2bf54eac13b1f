import type { Person } from '@told/codec';
import { type Problem, problem } from '@told/service';
import type { Registration } from './interest.ts';
import type { InterestJson } from './interest-schemas.ts';
import type { PersonResolver } from './resolve-persons.ts';

/** Reads what an agency asks for, and asks intake who the person is. */
export interface RegistrationReader {
  (agency: string, asked: InterestJson): Promise<Registration>;
  drain(): Promise<void>;
}

export function createRegistrationReader(resolve: PersonResolver): RegistrationReader {
  const read = async (agency: string, asked: InterestJson): Promise<Registration> => {
    const { capacity, caseReference, from, until = null, backFill = false } = asked;
    if (until !== null && until < from) throw dateOrder('/until');
    const person = completePerson(asked.person);
    const { subjectKey, digests, state } = await resolve({
      ...{ agency, caseReference, person, purpose: 'interest' },
    });
    return {
      ...{ agency, capacity, caseReference, subjectKey, from, until, backFill },
      // Whoever the agency's own case is about, without a number it is known by that case alone.
      state: state === 'final' ? 'final' : 'pending',
      identityDigests: digests,
    };
  };
  return Object.assign(read, { drain: () => resolve.drain() });
}

/** Throws `invalid-request` when neither the number nor the particulars are enough to look for anybody. */
function completePerson(told: Partial<Person>): Person {
  const { nino = null, surname = null, forename = null, birthDate = null, postcode = null } = told;
  const isEnough =
    surname !== null && forename !== null && (birthDate !== null || postcode !== null);
  if (nino !== null || isEnough) return { nino, surname, forename, birthDate, postcode };
  throw problem('invalid-request', {
    errors: [
      {
        pointer: '/person/nino',
        code: 'required',
        detail: 'must be present, or else surname and forename, and birthDate or postcode',
      },
    ],
  });
}

export function dateOrder(pointer: string): Problem {
  return problem('date-order', {
    errors: [{ pointer, code: 'date-order', detail: 'must not be before from' }],
  });
}

/** What is wrong with registering this case for this person. */
export function refusePerson(kind: 'other-person' | 'match-rejected'): Problem {
  return kind === 'match-rejected'
    ? problem('match-rejected', { errors: [{ pointer: '/person', code: 'match-rejected' }] })
    : problem('invalid-request', {
        detail: 'This case is registered for another person; a person must look.',
        errors: [
          {
            pointer: '/person',
            code: 'invalid-request',
            detail: 'is not whom this case is registered for',
          },
        ],
      });
}
