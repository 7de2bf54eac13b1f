import type { Connection } from '../connect.ts';
import { CliError } from '../exit-codes.ts';

/** An answer that is too long to be held, as it comes. Throws CliError `refused` with the problem document, or `unavailable`. */
export async function openStream(
  connection: Connection,
  question: string,
  body?: object,
): Promise<AsyncIterable<Uint8Array>> {
  const token = await connection.token();
  const url = `${connection.profile.services['audit']?.url}${question}`;
  const asked = body && {
    ...{ method: 'POST', body: JSON.stringify(body) },
    headers: { 'content-type': 'application/json' },
  };
  const response = await arrive(
    fetch(url, {
      ...asked,
      headers: { ...asked?.headers, authorization: `Bearer ${token}` },
      redirect: 'error',
    }),
  );
  if (response.ok && response.body !== null) return response.body;
  const problem = await readProblem(response);
  if (problem !== undefined)
    throw new CliError('refused', `${problem.code}: ${problem.detail}`, problem);
  throw new CliError('unavailable', `audit answered with status ${response.status}.`);
}

interface ProblemDocument {
  readonly code: string;
  readonly detail: string;
}

const BAD_REQUEST = 400;
const SERVER_FAULT = 500;

async function readProblem(response: Response): Promise<ProblemDocument | undefined> {
  if (response.status < BAD_REQUEST || response.status >= SERVER_FAULT) return undefined;
  return (await arrive(response.json())) as ProblemDocument;
}

/** What the network says, as what the user may do. */
async function arrive<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { cause, message } = error as { cause?: { code?: string }; message: string };
    throw new CliError(
      'unavailable',
      `the file did not arrive whole: ${cause?.code ?? message}.\nFix: the same command again gives the same file.`,
    );
  }
}

/** Chunks of it, each as it arrives. */
export async function* arriveAll(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await arrive(chunks.next());
    if (done === true) return;
    yield value;
  }
}
