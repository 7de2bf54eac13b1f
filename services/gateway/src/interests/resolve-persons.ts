import type { IdentityDigests, Person } from '@told/codec';
import {
  bodyOf,
  createBatcher,
  createTraceparent,
  isProblemCode,
  type Problem,
  problem,
  type ServiceCaller,
} from '@told/service';

/** A person as an agency names them: by particulars, by the reference of its own case, or by both. */
export interface PersonAsked {
  readonly agency: string;
  readonly caseReference?: string;
  readonly person: Person;
  /** interest: a case is registered, and remembered as this person's. find: nothing is made or remembered. */
  readonly purpose: 'interest' | 'find';
  /** What is remembered of the case was recalled as wrong. */
  readonly relink?: boolean;
  /** The case is another person's, and this one stands beside them. */
  readonly beside?: boolean;
  /** Instead of a number: an officer has confirmed that the case is this person's. */
  readonly subjectKey?: string;
}

interface ResolvedPerson {
  readonly subjectKey: string;
  readonly digests: IdentityDigests;
  /** final: by number. pending: without one, under a key of the case's own. known-case: by the agency's own case. */
  readonly state: 'final' | 'pending' | 'known-case';
}

/** Asks intake who a person is on the bus. Rejects with the problem of the number, with `person-unknown`, or with `dependency-unavailable`. */
export interface PersonResolver {
  (asked: PersonAsked): Promise<ResolvedPerson>;
  drain(): Promise<void>;
}

/** What intake takes in one request. */
const PERSONS_MAX = 500;
/** Ten bulk requests of the largest size may wait. */
const WAITING_MAX = 10_000;
const IN_FLIGHT_MAX = 2;

type Result = ResolvedPerson | { readonly code: string };

/** Persons of the same moment travel in one request. The NINO goes no further than this call. */
export function createPersonResolver(intake: {
  readonly call: ServiceCaller;
  readonly token: () => Promise<string>;
  readonly traceId: () => string;
}): PersonResolver {
  const ask = createBatcher<PersonAsked, ResolvedPerson>({
    async run(persons) {
      const answer = await intake.call<{ readonly results: readonly Result[] }>(
        '/v1/identities/resolve',
        {
          body: { persons },
          token: intake.token,
          traceparent: createTraceparent(intake.traceId()),
        },
      );
      // Each person was validated before.
      const { results } = bodyOf(answer);
      return results.map((result) => ('code' in result ? refuse(result.code) : result));
    },
    maxItems: PERSONS_MAX,
    maxQueued: WAITING_MAX,
    lingerMs: 0,
    maxInFlight: IN_FLIGHT_MAX,
  });
  return Object.assign((asked: PersonAsked) => ask(asked), { drain: () => ask.drain() });
}

function refuse(code: string): Problem {
  if (code === 'person-unknown') return problem(code, { errors: [{ pointer: '/person', code }] });
  return isProblemCode(code)
    ? problem(code, { errors: [{ pointer: '/person/nino', code }] })
    : problem('invalid-request', { errors: [{ pointer: '/person/nino', code: 'required' }] });
}
