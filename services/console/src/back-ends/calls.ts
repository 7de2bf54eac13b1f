import { isProblemCode, type Problem, problem, type ServiceCaller } from '@told/service';
import type { SignedIn } from '../frame/sign-in.ts';

/** The services that pages ask. */
export type BackEnd = 'audit' | 'gateway' | 'intake';

export type BackEnds = Readonly<Record<BackEnd, ServiceCaller>>;

/** Asks a service as the person who is signed in, and resolves with its answer's body. Rejects with the problem that it answered, or `dependency-unavailable`. */
export type Call = <T>(path: string, call?: { readonly body?: unknown }) => Promise<T>;

export type Calls = Readonly<Record<BackEnd, Call>>;

/** What each is to whoever looks at a page. */
const NAMES: Readonly<Record<BackEnd, string>> = {
  audit: 'the ledger (audit)',
  gateway: 'the decisions (gateway)',
  intake: 'the changes as they were told (intake)',
};

/** The services as this person: each judges itself what they may see. */
export function callAs(
  backEnds: BackEnds,
  person: Pick<SignedIn, 'accessToken'>,
  traceparent: string,
): Calls {
  const callOf =
    (backEnd: BackEnd): Call =>
    async <T>(path: string, call: { readonly body?: unknown } = {}): Promise<T> => {
      // Outside of what is caught below: a session that is over is no service's fault.
      const accessToken = await person.accessToken();
      const answer = await backEnds[backEnd]<T>(path, {
        ...{ ...call, traceparent, token: async () => accessToken },
      }).catch((error: unknown) => {
        throw nameAway(backEnd, error);
      });
      if (answer.ok) return answer.body;
      const { code, errors } = answer.problem;
      if (isProblemCode(code)) throw problem(code, { errors });
      throw problem('internal', { cause: new TypeError(`${backEnd} answered ${answer.status}`) });
    };
  return { audit: callOf('audit'), gateway: callOf('gateway'), intake: callOf('intake') };
}

/** The page says which service is away. */
function nameAway(backEnd: BackEnd, error: unknown): unknown {
  const { code, retryAfterSeconds } = error as Partial<Problem>;
  if (code !== 'dependency-unavailable') return error;
  return problem('dependency-unavailable', {
    detail: `The service that has ${NAMES[backEnd]} does not answer.`,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    cause: error,
  });
}
