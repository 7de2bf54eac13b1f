import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ProblemCode } from './problem-list.ts';
import { describeProblem, PROBLEM_MEDIA_TYPE, Problem, problem } from './problems.ts';
import { continueTrace } from './trace.ts';

/** Fastify's own refusals in our words. */
const FASTIFY_CODES: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-json',
  FST_ERR_BAD_URL: 'malformed-request',
  FST_ERR_MAX_PARAM_LENGTH: 'malformed-request',
};

/** Any failure as the problem its caller may see. A retryable failure of ours is a dependency's; everything else unknown is `internal`, without its words. */
function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, retryable, statusCode } = error as Partial<FastifyError> & { retryable?: unknown };
  const known = code === undefined ? undefined : FASTIFY_CODES[code];
  if (known !== undefined) return problem(known, { cause: error });
  if (retryable === true) return problem('dependency-unavailable', { cause: error });
  if (statusCode === 400 && code?.startsWith('FST_ERR_')) {
    return problem('malformed-request', { cause: error });
  }
  return problem('internal', { cause: error });
}

/** Puts a failure to its caller; status and headers are set. */
export type PutFailure = (failure: Problem, request: FastifyRequest, reply: FastifyReply) => void;

/** As a problem document. */
export const putProblem: PutFailure = (failure, request, reply) => {
  reply.type(PROBLEM_MEDIA_TYPE);
  void reply.send(JSON.stringify(describeProblem(failure, request.id)));
};

/** What handles every failure: logs what is ours to mend, and has it put to the caller. */
export const createAnswer =
  (put: PutFailure) =>
  (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const failure = toProblem(error);
    noteFailure(failure, error, request);
    if (failure.retryAfterSeconds !== undefined) {
      reply.header('retry-after', String(Math.ceil(failure.retryAfterSeconds)));
    }
    reply.headers(failure.headers).code(failure.status);
    put(failure, request, reply);
  };

function noteFailure(failure: Problem, error: unknown, request: FastifyRequest): void {
  request.problemCode = failure.code;
  if (failure.status === 500) request.log.error({ err: error }, 'request failed');
  // A problem thrown as such is in the access log; one that hides a failure says more.
  else if (failure.status > 500 && (failure !== error || failure.cause !== undefined)) {
    request.log.warn({ err: error }, 'request not served');
  }
}

/** Answers of the server to what no route takes: 404, or 405 with Allow when the path takes other methods. Call before any route is added. */
export function answerUnrouted(server: FastifyInstance): void {
  const methodsOf = new Map<string, Set<string>>();
  server.addHook('onRoute', ({ url, method }) => {
    const methods = methodsOf.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    methodsOf.set(url, methods);
  });
  // In onRequest, so that a body nobody asked for is not read first.
  server.addHook('onRequest', (request, _reply, next) => {
    next(request.is404 ? describeUnrouted(request.url, methodsOf) : undefined);
  });
  server.setNotFoundHandler((request) => {
    throw describeUnrouted(request.url, methodsOf);
  });
}

function describeUnrouted(
  url: string,
  methodsOf: ReadonlyMap<string, ReadonlySet<string>>,
): Problem {
  const path = url.split('?', 1)[0] ?? '';
  const allowed = [...methodsOf].find(([pattern]) => matchesPattern(pattern, path))?.[1];
  if (allowed === undefined) return problem('not-found');
  return problem('method-not-allowed', { headers: { allow: [...allowed].sort().join(', ') } });
}

function matchesPattern(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => (part.startsWith(':') ? given[at] !== '' : part === given[at]))
  );
}

/** What Node itself cannot read as HTTP never becomes a request; it is answered on the bare socket. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request-timeout' : 'malformed-request';
  const failure = problem(code);
  const body = JSON.stringify(describeProblem(failure, continueTrace(undefined)));
  socket.end(
    `HTTP/1.1 ${failure.status} ${code}\r\nContent-Type: ${PROBLEM_MEDIA_TYPE}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The code of the problem answered; null on success. */
    problemCode: ProblemCode | null;
  }
}
