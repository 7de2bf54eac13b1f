import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../connect.ts';
import { CliError } from '../exit-codes.ts';

export interface LinesToSend {
  readonly service: string;
  readonly path: string;
  readonly mediaType: string;
  readonly body: Buffer;
  /** The waits between tries, in milliseconds; one more try than waits. */
  readonly waitsMs?: readonly number[];
}

const TIMEOUT_MS = 120_000;
const WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000];
const TOO_MANY_REQUESTS = 429;

type Attempt<T> =
  | { readonly kind: 'answered'; readonly answers: readonly T[] }
  | { readonly kind: 'refused'; readonly status: number; readonly problem: object }
  | { readonly kind: 'away'; readonly why: string };

/**
 * Sends lines in one request and reads an answer a line. What may be sent again is sent again when nobody answers, some times and ever more
 * slowly. Throws CliError `refused` with the problem of the whole, or `unavailable`.
 */
export async function sendLines<T>(
  connection: Connection,
  { service, path, mediaType, body, waitsMs = WAITS_MS }: LinesToSend,
): Promise<readonly T[]> {
  const url = connection.profile.services[service]?.url;
  if (url === undefined) throw new CliError('usage', `the profile has no service "${service}".`);
  let why = '';
  for (let attempt = 0; attempt <= waitsMs.length; attempt += 1) {
    if (attempt > 0) await sleep(waitsMs[attempt - 1]);
    const answer = await post<T>(connection, `${url}${path}`, mediaType, body);
    if (answer.kind === 'answered') return answer.answers;
    if (answer.kind === 'refused') throw describeRefusal(answer.status, answer.problem);
    why = answer.why;
  }
  throw new CliError('unavailable', `${service} (${url}) does not answer: ${why}`);
}

async function post<T>(
  connection: Connection,
  url: string,
  mediaType: string,
  body: Buffer,
): Promise<Attempt<T>> {
  let response: Response;
  let text: string;
  try {
    const token = await connection.token();
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': mediaType, authorization: `Bearer ${token}` },
      body: new Uint8Array(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = await response.text();
  } catch (error) {
    if (error instanceof CliError) {
      if (error.exit !== 'unavailable') throw error;
      return { kind: 'away', why: error.message };
    }
    const { cause, name } = error as { cause?: { code?: string }; name: string };
    return { kind: 'away', why: cause?.code ?? name };
  }
  const { status } = response;
  if (status >= 500 || status === TOO_MANY_REQUESTS)
    return { kind: 'away', why: `status ${status}` };
  if (status >= 400) return { kind: 'refused', status, problem: JSON.parse(text) as object };
  const lines = text.split('\n').filter((line) => line !== '');
  return { kind: 'answered', answers: lines.map((line) => JSON.parse(line) as T) };
}

/** What refuses the whole file, with a line for each place. */
export function describeRefusal(status: number, problem: object): CliError {
  const { code, detail, errors } = problem as {
    readonly code: string;
    readonly detail: string;
    readonly errors?: readonly LineFault[];
  };
  const lines = (errors ?? []).map((one) => `  ${describeFault(one)}`);
  return new CliError('refused', [`${code}: ${detail}`, ...lines].join('\n'), {
    status,
    ...problem,
  });
}

export interface LineFault {
  readonly pointer: string;
  readonly code: string;
  readonly detail?: string;
}

export const describeFault = ({ pointer, code, detail }: LineFault): string =>
  `${pointer || '(whole line)'}: ${code}${detail === undefined ? '' : `, ${detail}`}`;
