import type { FieldError } from './field-errors.ts';
import { PROBLEMS, type ProblemCode } from './problem-list.ts';

export interface ProblemOptions {
  /** A sentence for the caller's developer: a rule and counts, never a value of a personal field. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  /** Further response headers, such as Allow. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem document. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An answer that is not a success. Thrown anywhere below a route, it becomes that route's problem document. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly retryable: boolean;
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, unknown>>;
  /** Nothing: what a problem knows of a request is for its caller, not for the logs. */
  readonly details: Readonly<Record<string, never>> = {};

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    const kind = PROBLEMS[code];
    super(kind.meaning, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.status = kind.status;
    this.retryable = kind.retryable;
    this.detail = options.detail;
    this.errors = options.errors ?? [];
    // RFC 9110 §10.2.3; a second is the shortest wait the header can say.
    this.retryAfterSeconds = options.retryAfterSeconds ?? (kind.status === 503 ? 1 : undefined);
    this.headers = options.headers ?? {};
    this.members = options.members ?? {};
  }
}

/** Makes the problem with this code; throw it. */
export function problem(code: ProblemCode, options: ProblemOptions = {}): Problem {
  return new Problem(code, options);
}

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly traceId: string;
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** The document of RFC 9457, with our members code, errors and traceId. */
export function describeProblem(failure: Problem, traceId: string): ProblemDocument {
  const { title, status, meaning } = PROBLEMS[failure.code];
  return {
    type: `urn:told-once:problem:${failure.code}`,
    title,
    status,
    code: failure.code,
    detail: failure.detail ?? `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.`,
    ...(failure.errors.length > 0 ? { errors: failure.errors } : {}),
    ...failure.members,
    traceId,
  };
}

/** The problem for several field errors: their own code when they share one that is a problem, else `invalid-request`. */
export function problemOfFields(errors: readonly FieldError[]): Problem {
  const code = errors[0]?.code;
  const shared = errors.every((error) => error.code === code);
  return problem(shared && isProblemCode(code) ? code : 'invalid-request', { errors });
}

export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(PROBLEMS, code);
}
