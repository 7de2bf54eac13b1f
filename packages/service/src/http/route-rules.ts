import type { FastifySchema, RouteOptions } from 'fastify';
import { scopeOf } from '../auth/scopes.ts';
import type { ProblemCode } from './problem-list.ts';
import { PROBLEMS } from './problem-list.ts';
import { PROBLEM_MEDIA_TYPE } from './problems.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route needs no token. Any other route must name its scope. */
    readonly public?: boolean;
    /** Problems of this route's own, for its documentation; those every route may answer are added. */
    readonly problems?: readonly ProblemCode[];
  }
}

/**
 * What every route of ours must keep, checked when it is added: default deny (a scope, or `config.public`), a summary and an operationId, and
 * no object that takes unknown fields. Adds the security requirement and the problem answers to its documentation.
 */
export function applyRouteRules(route: RouteOptions): void {
  const schema: FastifySchema = route.schema ?? {};
  if (schema.hide === true || route.method === 'HEAD') return;
  const scope = moveScopeFirst(route);
  const label = `${route.method} ${route.url}`;
  if (scope === undefined && route.config?.public !== true) {
    throw new TypeError(`${label}: a route names its scope with requireScope, or is public`);
  }
  if (schema.summary === undefined || schema.operationId === undefined) {
    throw new TypeError(`${label}: a route has a summary and an operationId`);
  }
  for (const part of ['body', 'querystring'] as const) refuseOpenObjects(schema[part], label);
  route.schema = {
    ...schema,
    querystring: schema.querystring ?? NO_QUERY,
    ...(scope === undefined ? { security: [] } : { security: [{ bearer: [scope] }] }),
    response: { ...problemAnswers(problemsOf(route, scope)), ...(schema.response as object) },
  };
}

const NO_QUERY = { type: 'object', properties: {}, additionalProperties: false };

/** A scope given as preHandler would be asked for only after the body had been read and validated. */
function moveScopeFirst(route: RouteOptions): string | undefined {
  const first = hooksOf(route.onRequest);
  const later = hooksOf(route.preHandler);
  const guards = [...first, ...later].filter((hook) => scopeOf(hook) !== undefined);
  const others = (hooks: readonly unknown[]) => hooks.filter((hook) => !guards.includes(hook));
  if (guards.length === 0) return undefined;
  route.onRequest = [...guards, ...others(first)] as NonNullable<RouteOptions['onRequest']>;
  route.preHandler = others(later) as NonNullable<RouteOptions['preHandler']>;
  return scopeOf(guards[0]);
}

function hooksOf(hooks: unknown): readonly unknown[] {
  if (hooks === undefined) return [];
  return Array.isArray(hooks) ? hooks : [hooks];
}

function refuseOpenObjects(schema: unknown, label: string): void {
  if (typeof schema !== 'object' || schema === null) return;
  const { properties, additionalProperties, unevaluatedProperties } = schema as Record<
    string,
    unknown
  >;
  const closed = additionalProperties === false || unevaluatedProperties === false;
  if (properties !== undefined && !closed) {
    throw new TypeError(`${label}: an object of a request states additionalProperties: false`);
  }
  for (const part of Object.values(schema)) refuseOpenObjects(part, label);
}

function problemsOf(route: RouteOptions, scope: string | undefined): readonly ProblemCode[] {
  const ofBody: readonly ProblemCode[] = [
    'malformed-json',
    'forbidden-key',
    'repeated-key',
    'too-deep',
    'body-too-large',
    'unsupported-media-type',
    'invalid-request',
    'unknown-field',
    'null-byte',
    'broken-text',
  ];
  return [
    'malformed-request',
    ...(scope === undefined ? [] : (['unauthorized', 'forbidden'] as const)),
    ...(route.schema?.body === undefined ? (['invalid-request'] as const) : ofBody),
    ...(route.config?.problems ?? []),
    'rate-limited',
    'internal',
    'dependency-unavailable',
  ];
}

/** Response schemas by status for these problems, each code an example. Spread it into a route's `response` only for answers not made from a Problem. */
export function problemAnswers(codes: readonly ProblemCode[]): Record<string, object> {
  const byStatus = Map.groupBy(new Set(codes), (code) => PROBLEMS[code].status);
  const answers = [...byStatus].map(([status, group]) => [
    String(status),
    {
      description: group.map((code) => PROBLEMS[code].title).join('; '),
      content: {
        [PROBLEM_MEDIA_TYPE]: {
          schema: { $ref: 'Problem#' },
          examples: Object.fromEntries(group.map((code) => [code, exampleOf(code)])),
        },
      },
    },
  ]);
  return Object.fromEntries(answers) as Record<string, object>;
}

function exampleOf(code: ProblemCode): object {
  const { status, title, meaning } = PROBLEMS[code];
  const type = `urn:told-once:problem:${code}`;
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  return { summary: meaning, value: { type, title, status, code, detail: meaning, traceId } };
}
