import { callService, createTokenSource, type ServiceCall } from '@told/service';
import { CliError } from './exit-codes.ts';
import type { Profile } from './profile.ts';

/** A deployment as one client sees it. */
export interface Connection {
  readonly profile: Profile;
  /** The agency in whose name the client acts. */
  readonly agency: string;
  /** Resolves with the answer's body. Throws CliError `refused` with the problem document, or `unavailable`. */
  call<T>(service: string, path: string, call?: Omit<ServiceCall, 'token'>): Promise<T>;
  token(scopes?: string): Promise<string>;
}

/** Connects as the client that acts for this agency (`auditor` and `operator` are clients too). */
export function connectAs(agency: string, profile: Profile): Connection {
  const client = profile.clients.find((one) => one.agency === agency);
  if (client === undefined) {
    const known = [...new Set(profile.clients.map((one) => one.agency))].sort().join(', ');
    throw new CliError('usage', `the profile has no client for "${agency}"; it has: ${known}.`);
  }
  const sourceOf = (scope: string) =>
    createTokenSource({
      tokenUrl: profile.auth.tokenUrl,
      audience: profile.auth.audience,
      clientId: client.clientId,
      clientSecret: client.clientSecret,
      scope,
    });
  const token = sourceOf(client.scopes.join(' '));
  return {
    profile,
    agency,
    async token(scopes) {
      const asked = scopes?.split(/[\s,]+/).filter(Boolean) ?? client.scopes;
      const foreign = asked.filter((scope) => !client.scopes.includes(scope));
      if (asked.length === 0 || foreign.length > 0) {
        const known = client.scopes.join(', ');
        throw new CliError(
          'usage',
          `${agency} cannot have the scope "${foreign.join(' ')}"; it has: ${known}.`,
        );
      }
      return reach('the issuer', sourceOf(asked.join(' ')));
    },
    async call<T>(service: string, path: string, call: Omit<ServiceCall, 'token'> = {}) {
      const url = profile.services[service]?.url;
      if (url === undefined) {
        const known = Object.keys(profile.services).join(', ');
        throw new CliError('usage', `the profile has no service "${service}"; it has: ${known}.`);
      }
      const answer = await reach(`${service} (${url})`, () =>
        callService<T>(`${url}${path}`, { ...call, token }),
      );
      if (answer.ok) return answer.body;
      throw new CliError('refused', describeRefusal(answer.problem), {
        status: answer.status,
        ...answer.problem,
      });
    },
  };
}

async function reach<T>(service: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Error && 'retryable' in error && error.retryable === true)) throw error;
    throw new CliError(
      'unavailable',
      `${service} does not answer: ${describeCause(error as Caused)}\nFix: "npm run -s told -- doctor" says which part is down; then try again.`,
    );
  }
}

interface Caused {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: Caused;
}

/** The reason below fetch's own "fetch failed", such as ECONNREFUSED. */
function describeCause({ cause = {}, message }: Caused): string {
  const code = cause.cause?.code ?? cause.code;
  return String(code ?? cause.message ?? message);
}

function describeRefusal(problem: {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly {
    readonly pointer: string;
    readonly code: string;
    readonly detail?: string;
  }[];
}): string {
  const lines = problem.errors.map(
    ({ pointer, code, detail }) =>
      `  ${pointer || '(whole body)'}: ${code}${detail ? `, ${detail}` : ''}`,
  );
  return [`${problem.code}: ${problem.detail}`, ...lines].join('\n');
}
