import type { Person } from '@told/codec';
import { bodyOf, problem, type ServiceAnswer, type ServiceCall } from '@told/service';

/** A person by particulars, or as an agency's case. */
export interface PersonNamed {
  readonly person?: Partial<Person>;
  readonly case?: { readonly agency: string; readonly caseReference: string };
}

/** Who it is on the bus, as a subject key; null: nobody the bus knows. Rejects with the problem of what was named, or `dependency-unavailable`. */
export type FindPerson = (named: PersonNamed) => Promise<string | null>;

/** In whose name a number alone is looked up: no agency's, so that no agency's cases are gone through. */
const BUS = 'told';

type Result = { readonly subjectKey: string } | { readonly code: string };

/** Asks intake, which alone knows numbers. Nothing is made or remembered there; the particulars go no further than this call. */
export function createFindPerson(
  call: (path: string, body: ServiceCall) => Promise<ServiceAnswer<{ results: readonly Result[] }>>,
): FindPerson {
  return async (named) => {
    const { agency = BUS, caseReference } = named.case ?? {};
    const of = caseReference === undefined ? {} : { caseReference };
    const person = { agency, ...of, person: named.person ?? {}, purpose: 'find' };
    const answer = await call('/v1/identities/resolve', { body: { persons: [person] } });
    // What was named was validated before.
    const [found] = bodyOf(answer).results;
    if (found === undefined) throw problem('internal', { cause: new TypeError('no result') });
    if ('subjectKey' in found) return found.subjectKey;
    if (found.code === 'person-unknown') return null;
    throw problem('invalid-request', {
      errors: [{ pointer: '/person/nino', code: 'invalid-request' }],
    });
  };
}
