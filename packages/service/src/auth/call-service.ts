import type { FieldError } from '../http/field-errors.ts';
import { problem } from '../http/problems.ts';

export interface ServiceCall {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly token?: () => Promise<string>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly traceparent?: string;
  /** For the whole call, the answer's body included. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

/** What the service said: a success with its JSON, or a refusal (4xx) with its problem document. */
export type ServiceAnswer<T> =
  | { readonly ok: true; readonly status: number; readonly body: T }
  | { readonly ok: false; readonly status: number; readonly problem: RemoteProblem };

/** Of a request in which nothing can be wrong: that it is refused as a whole is a fault between the two services, and `internal` to whoever asked. */
export function bodyOf<T>(answer: ServiceAnswer<T>): T {
  if (answer.ok) return answer.body;
  throw problem('internal', { cause: new TypeError(answer.problem.code) });
}

export interface RemoteProblem {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
}

const CALL_TIMEOUT_MS = 10_000;
const TOO_MANY_REQUESTS = 429;
const UNAUTHORIZED = 401;

/** Calls another service of ours. Rejects with the problem `dependency-unavailable` when it does not answer in time, answers 429 or 5xx, or refuses our token. */
export async function callService<T>(
  url: string,
  call: ServiceCall = {},
): Promise<ServiceAnswer<T>> {
  const token = await call.token?.();
  const { status, body, retryAfter } = await fetchJson(url, call, token);
  if (status < 400) return { ok: true, status, body: body as T };
  if (status >= 500 || status === TOO_MANY_REQUESTS || status === UNAUTHORIZED) {
    const seconds = Number(retryAfter ?? 1);
    throw problem('dependency-unavailable', {
      retryAfterSeconds: Number.isFinite(seconds) ? Math.max(1, seconds) : 1,
      cause: new TypeError(`a service answered with status ${status}`),
    });
  }
  return { ok: false, status, problem: readProblem(body) };
}

/** Asks whichever instance of one service answers; `path` begins with a slash. Rejects as `callService` does, when none of them answers. */
export type ServiceCaller = <T>(path: string, call?: ServiceCall) => Promise<ServiceAnswer<T>>;

/**
 * A service that runs as one or several instances. The one that answered last is asked first; when it does not answer, the next one is, so
 * that a call may reach two of them: only for what may be asked twice. All share the time of one call.
 */
export function createServiceCaller(
  addresses: readonly string[],
  send: typeof fetch = fetch,
): ServiceCaller {
  let preferred = 0;
  return async <T>(path: string, call: ServiceCall = {}): Promise<ServiceAnswer<T>> => {
    const timeoutMs = (call.timeoutMs ?? CALL_TIMEOUT_MS) / addresses.length;
    const first = preferred;
    for (let tried = 0; ; tried += 1) {
      const at = (first + tried) % addresses.length;
      try {
        const answer = await callService<T>(`${addresses[at]}${path}`, {
          fetch: send,
          ...call,
          timeoutMs,
        });
        preferred = at;
        return answer;
      } catch (error) {
        if (tried + 1 >= addresses.length) throw error;
      }
    }
  };
}

async function fetchJson(url: string, call: ServiceCall, token: string | undefined) {
  try {
    const response = await (call.fetch ?? fetch)(url, {
      method: call.method ?? (call.body === undefined ? 'GET' : 'POST'),
      headers: {
        accept: 'application/json, application/problem+json',
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(call.traceparent === undefined ? {} : { traceparent: call.traceparent }),
        ...call.headers,
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      // A service of ours never redirects; following one would carry the token elsewhere.
      redirect: 'error',
      signal: AbortSignal.timeout(call.timeoutMs ?? CALL_TIMEOUT_MS),
    });
    const text = await response.text();
    const body: unknown = text === '' ? null : JSON.parse(text);
    return { status: response.status, body, retryAfter: response.headers.get('retry-after') };
  } catch (cause) {
    throw problem('dependency-unavailable', { cause });
  }
}

function readProblem(body: unknown): RemoteProblem {
  const { code, detail, errors } = (body ?? {}) as Partial<Record<string, unknown>>;
  return {
    code: typeof code === 'string' ? code : 'unknown',
    detail: typeof detail === 'string' ? detail : '',
    errors: Array.isArray(errors) ? (errors as readonly FieldError[]) : [],
  };
}
