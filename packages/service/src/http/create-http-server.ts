import type { Server } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import {
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyHttpsOptions,
  type FastifyInstance,
  fastify,
  LogController,
} from 'fastify';
import { decorateWithCaller, type TokenVerifier } from '../auth/scopes.ts';
import { readTlsSettings, type TlsConfig } from '../config/tls-settings.ts';
import type { Logger } from '../log/create-logger.ts';
import {
  answerUnreadable,
  answerUnrouted,
  createAnswer,
  type PutFailure,
  putProblem,
} from './answer-problems.ts';
import { describeTls, logRefusedHandshakes } from './describe-tls.ts';
import type { Health } from './health.ts';
import { limitRates } from './limit-rates.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { observeRequests } from './observe-requests.ts';
import { registerOpenApi } from './open-api.ts';
import { addOperationalRoutes } from './operational-routes.ts';
import { parseJsonBytes } from './parse-json.ts';
import { problem, problemOfFields } from './problems.ts';
import { applyRouteRules } from './route-rules.ts';
import { createSchemaController } from './schema-controller.ts';
import { continueTrace } from './trace.ts';
import { describeErrors } from './validation.ts';

export interface HttpServerOptions {
  readonly config: TlsConfig & {
    readonly rateLimitPerSecond: number;
    readonly authTokenUrl: string;
  };
  readonly logger: Logger;
  /** The API's name in its documentation. */
  readonly title: string;
  readonly version?: string;
  readonly auth: TokenVerifier;
  readonly ready: Health;
  readonly metrics?: Metrics;
  /** How a failure is put to its caller, for a service that people look at; by default as a problem document. */
  readonly putFailure?: PutFailure;
  /** Tests: an answer that breaks its route's response schema is an error. */
  readonly checkAnswers?: boolean;
}

export const BODY_BYTES_MAX = 64 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
const HEADER_BYTES_MAX = 16 * 1024;
const PATH_PART_LENGTH_MAX = 200;

/**
 * A server on which a route is only its schema, its scope and one call: bodies are read strictly (64 KiB, 20 deep, no unknown field, no key twice, no null byte, nothing
 * coerced), every failure is a problem document, callers are verified and limited, and the API documents itself. Await it before adding routes.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { config, auth, ready } = options;
  const metrics = options.metrics ?? createMetrics();
  const answer = createAnswer(options.putFailure ?? putProblem);
  const server = createBareServer(options, answer);
  server.setErrorHandler(answer);
  decorateWithCaller(server, auth, config.tlsClientCa !== undefined);
  observeRequests(server, metrics);
  answerUnrouted(server);
  server.addHook('onRequest', refuseNullInAddress);
  server.addHook('onRoute', applyRouteRules);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (_request: unknown, body: Buffer, done: (error: Error | null, value?: unknown) => void) => {
      try {
        done(null, parseJsonBytes(body));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  await limitRates(server, config.rateLimitPerSecond);
  await registerOpenApi(server, {
    title: options.title,
    version: options.version ?? '1',
    tokenUrl: config.authTokenUrl,
  });
  addOperationalRoutes(server, ready, metrics);
  return server;
}

function createBareServer(
  { config, logger, checkAnswers = false }: HttpServerOptions,
  answer: ReturnType<typeof createAnswer>,
): FastifyInstance {
  const settings: Omit<FastifyHttpOptions<Server>, 'http'> = {
    loggerInstance: logger as FastifyBaseLogger,
    genReqId: (raw) => continueTrace(raw.headers['traceparent']),
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'traceId',
    }),
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: PATH_PART_LENGTH_MAX },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    frameworkErrors: answer,
    clientErrorHandler: answerUnreadable,
    schemaErrorFormatter: (errors, part) =>
      problemOfFields(
        describeErrors(errors as Parameters<typeof describeErrors>[0], PREFIXES[part]),
      ),
    schemaController: createSchemaController(checkAnswers),
  };
  const tls = readTlsSettings(config);
  const limits = { maxHeaderSize: HEADER_BYTES_MAX };
  if (tls === undefined) return fastify({ ...settings, http: limits });
  const secure = { ...(settings as object), https: { ...limits, ...describeTls(tls) } };
  const server = fastify<HttpsServer>(secure as FastifyHttpsOptions<HttpsServer>);
  logRefusedHandshakes(server.server, logger);
  // To a route nothing is different.
  return server as unknown as FastifyInstance;
}

/** Starts listening; resolves with the address, its port chosen by the system when the configuration says 0. */
export async function listenHttp(
  server: FastifyInstance,
  config: { readonly host: string; readonly port: number },
): Promise<string> {
  return server.listen({
    host: config.host,
    port: config.port,
    listenTextResolver: () => 'http server listens',
  });
}

const PREFIXES: Readonly<Record<string, string>> = {
  querystring: '/query',
  params: '/path',
  headers: '/headers',
};

function refuseNullInAddress(
  request: { readonly url: string },
  _reply: unknown,
  next: (error?: Error) => void,
): void {
  next(request.url.includes('%00') ? problem('null-byte') : undefined);
}
