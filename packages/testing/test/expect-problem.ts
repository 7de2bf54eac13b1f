import { expect } from '@jest/globals';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface ExpectedProblem {
  readonly status: number;
  readonly code: string;
  /** The first of its errors: JSON pointer and code. */
  readonly error?: readonly [string, string];
}

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
/** Sent with a request, so that the answer can be seen to continue its trace. */
export const TRACEPARENT = `00-${TRACE_ID}-b7ad6b7169203331-01`;

/** A problem document of RFC 9457 with this code, of the same trace as the request. */
export function expectProblem(answer: Answer, { status, code, error }: ExpectedProblem): void {
  expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({
    status,
    type: expect.stringMatching(/^application\/problem\+json(?:;|$)/),
  });
  const document = JSON.parse(answer.text);
  expect(document).toMatchObject({
    type: `urn:told-once:problem:${code}`,
    status,
    code,
    title: expect.stringMatching(/./),
    detail: expect.stringMatching(/\.$/),
    traceId: TRACE_ID,
  });
  if (error === undefined) return;
  const [pointer, fault] = error;
  expect(document.errors?.[0]).toMatchObject({ pointer, code: fault });
}
