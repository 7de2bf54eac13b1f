import { CodecError } from '../errors.ts';

const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';
const REQUEST_TIMEOUT_MS = 10_000;
const NOT_FOUND = 404;

/** The registry's code for 404, where that is an answer. */
export interface Absent {
  readonly absent: number;
}

/**
 * One request about the subject; resolves with its answer, and with `Absent` for 404 where that may be one. Rejects with
 * `schema-incompatible`, `schema-refused`, or a retryable `registry-unavailable`.
 */
export type AskRegistry = (
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  body?: object,
  may?: { readonly be: 'absent' },
) => Promise<unknown>;

/** The kept client library sets a level only after the first version, and asks for no earlier one: a deployment asks by itself. */
export function connectTo(registryUrl: string, subject: string): AskRegistry {
  const base = registryUrl.replace(/\/+$/, '');
  return async (method, path, body, may) => {
    const { response, answer } = await fetchJson(`${base}${path}`, method, body).catch((error) => {
      throw new CodecError('registry-unavailable', { subject }, error);
    });
    if (response.ok) return answer;
    const { message = 'no reason given', error_code: absent = NOT_FOUND } = answer as Problem;
    if (response.status === NOT_FOUND && may) return { absent } satisfies Absent;
    const details = { subject, status: response.status, registry: message };
    if (response.status === 409) throw new CodecError('schema-incompatible', details);
    throw new CodecError(
      response.status >= 500 ? 'registry-unavailable' : 'schema-refused',
      details,
    );
  };
}

interface Problem {
  readonly message?: string;
  readonly error_code?: number;
}

async function fetchJson(url: string, method: string, body: object | undefined) {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': CONTENT_TYPE, accept: CONTENT_TYPE },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
  return { response, answer: (await response.json()) as unknown };
}
