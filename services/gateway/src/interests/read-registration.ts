import { isThirdParty } from '@told/agreements';
import type { Person } from '@told/codec';
import { type Problem, problem } from '@told/service';
import type { RefusalForeseer } from './foresee-refusal.ts';
import type { Registration } from './interest.ts';
import type { InterestJson } from './interest-schemas.ts';
import type { PersonResolver } from './resolve-persons.ts';

/**
 * Reads what an agency asks for, and asks intake who the person is. Rejects with the problem of what is wrong with it, or with that of a refusal that is
 * foreseen: then intake remembers nothing of it.
 */
export interface RegistrationReader {
  (agency: string, asked: InterestJson): Promise<Registration>;
  drain(): Promise<void>;
}

export function createRegistrationReader(
  resolve: PersonResolver,
  foresee: RefusalForeseer,
): RegistrationReader {
  const read = async (agency: string, asked: InterestJson): Promise<Registration> => {
    const { capacity, caseReference, from, until = null, backFill = false } = asked;
    if (until !== null && until < from) throw dateOrder('/until');
    const person = completePerson(asked.person);
    const ask = async (purpose: 'interest' | 'find'): Promise<Registration> => {
      const { subjectKey, digests, state } = await resolve({
        ...{ agency, caseReference, person, purpose },
        // Who is registered as somebody's partner is not the case's own person.
        ...(isThirdParty(capacity) ? { beside: true } : {}),
      });
      return {
        ...{ agency, capacity, caseReference, subjectKey, from, until, backFill },
        // Whoever the agency's own case is about, without a number it is known by that case alone.
        state: state === 'final' ? 'final' : 'pending',
        identityDigests: digests,
      };
    };
    // Without a number a case stays whose it is.
    if (person.nino !== null) {
      const refusal = await foresee({ agency, capacity, caseReference }, () => ask('find'));
      if (refusal !== undefined) throw refusal;
    }
    return ask('interest');
  };
  return Object.assign(read, {
    async drain() {
      await foresee.drain();
      await resolve.drain();
    },
  });
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
