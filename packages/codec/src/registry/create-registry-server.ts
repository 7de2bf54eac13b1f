import path from 'node:path';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply } from 'fastify';
import fastify from 'fastify';
import pg from 'pg';
import { RegistryProblem } from './registry-problem.ts';
import { addRegistryRoutes } from './registry-routes.ts';
import { createRegistryStore } from './registry-store.ts';

export const REGISTRY_CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';

/** Folder of the registry's numbered migrations, for whoever migrates its database. */
export const registryMigrations = path.join(import.meta.dirname, '../../sql');

const BODY_LIMIT_BYTES = 1024 * 1024;
/** Registration takes turns anyway, and readers keep what they have read. */
const CONNECTIONS = 4;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * A Confluent-compatible schema registry on PostgreSQL, ready to listen; closing it closes its connections. The
 * database has been migrated (`registryMigrations`); the role needs membership of told_service and no more. Avro only, no references, no
 * deletion. An unset level is the database's own, FULL_TRANSITIVE at first.
 */
export async function createRegistryServer(options: {
  readonly databaseUrl: string;
  readonly logger?: FastifyBaseLogger;
}): Promise<FastifyInstance> {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'told-registry',
  });
  const app: FastifyInstance = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    ...(options.logger ? { loggerInstance: options.logger } : {}),
  });
  pool.on('error', (error) => app.log.warn({ err: error }, 'idle registry connection lost'));
  // The same for one that is lent; its statement tells of it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  app.addHook('onClose', () => pool.end());
  acceptRegistryJson(app);
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, new RegistryProblem(404, 'no such route')),
  );
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof RegistryProblem) return sendProblem(reply, error);
    const { statusCode = 500, message } = error as { statusCode?: number; message: string };
    if (statusCode < 500) return sendJson(reply, statusCode, { error_code: statusCode, message });
    app.log.error({ err: error }, 'registry request failed');
    return sendProblem(reply, new RegistryProblem(50001, 'try again later', error));
  });
  addRegistryRoutes(app, createRegistryStore(pool));
  await app.ready();
  return app;
}

/** Clients of the registry send JSON under its own content types. */
function acceptRegistryJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  const types = [REGISTRY_CONTENT_TYPE, 'application/vnd.schemaregistry+json'];
  app.addContentTypeParser(types, { parseAs: 'string' }, parse);
  app.addHook('preSerialization', async (_request, reply, payload) => {
    reply.type(REGISTRY_CONTENT_TYPE);
    return payload;
  });
  app.setReplySerializer((payload) => JSON.stringify(payload));
}

function sendProblem(reply: FastifyReply, problem: RegistryProblem): FastifyReply {
  return sendJson(reply, problem.status, { error_code: problem.code, message: problem.message });
}

function sendJson(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply.code(status).type(REGISTRY_CONTENT_TYPE).send(body);
}
