import type { FastifyInstance } from 'fastify';
import { parseSchemaBody } from './canonical-schema.ts';
import type { Level } from './compatibility.ts';
import { findBreaks, LEVELS } from './compatibility.ts';
import { RegistryProblem } from './registry-problem.ts';
import type { RegistryStore, StoredVersion } from './registry-store.ts';

interface OfSubject {
  readonly Params: { readonly subject: string };
}
interface OfId {
  readonly Params: { readonly id: string };
}
interface OfVersion {
  readonly Params: { readonly subject: string; readonly version: string };
  readonly Querystring: { readonly verbose?: string };
}
interface OfConfig extends OfSubject {
  readonly Querystring: { readonly defaultToGlobal?: string };
}

const MAX_ID = 2 ** 31 - 1;

/** The routes of the Confluent Schema Registry API that its clients use, without deletion and modes. */
export function addRegistryRoutes(app: FastifyInstance, store: RegistryStore): void {
  addSubjectRoutes(app, store);
  addConfigRoutes(app, store);
  addCompatibilityRoutes(app, store);
  app.get<OfId>('/schemas/ids/:id', async ({ params }) => ({
    schema: await requireSchema(store, params.id),
  }));
  app.get<OfId>(
    '/schemas/ids/:id/schema',
    async ({ params }) => JSON.parse(await requireSchema(store, params.id)) as object,
  );
}

async function requireSchema(store: RegistryStore, given: string): Promise<string> {
  const id = /^\d{1,10}$/.test(given) ? Number(given) : 0;
  const schema = id <= MAX_ID ? await store.schemaOf(id) : undefined;
  if (schema === undefined) throw new RegistryProblem(40403, `id ${given}`);
  return schema;
}

function addSubjectRoutes(app: FastifyInstance, store: RegistryStore): void {
  app.get('/subjects', () => store.subjects());
  app.post<OfSubject>('/subjects/:subject', async ({ params: { subject }, body }) => {
    const schema = parseSchemaBody(body);
    const found = await store.lookUp(subject, schema);
    if (found) return found;
    await requireVersions(store, subject);
    throw new RegistryProblem(40403, `subject ${subject} does not have it`);
  });
  app.get<OfSubject>('/subjects/:subject/versions', async ({ params }) =>
    (await requireVersions(store, params.subject)).map(({ version }) => version),
  );
  app.post<OfSubject>('/subjects/:subject/versions', async ({ params, body }) => ({
    id: await store.register(params.subject, parseSchemaBody(body)),
  }));
  app.get<OfVersion>('/subjects/:subject/versions/:version', async ({ params }) =>
    requireVersion(store, params.subject, params.version),
  );
}

function addConfigRoutes(app: FastifyInstance, store: RegistryStore): void {
  app.get('/config', async () => ({ compatibilityLevel: await store.levelOf() }));
  app.get<OfConfig>('/config/:subject', async ({ params: { subject }, query }) => {
    const level =
      (await store.levelOf(subject)) ??
      (query.defaultToGlobal === 'true' ? await store.levelOf() : undefined);
    if (level === undefined) throw new RegistryProblem(40408, `subject ${subject}`);
    return { compatibilityLevel: level };
  });
  app.put('/config', async ({ body }) => {
    const compatibility = parseLevel(body);
    await store.setLevel(compatibility);
    return { compatibility };
  });
  app.put<OfSubject>('/config/:subject', async ({ params, body }) => {
    const compatibility = parseLevel(body);
    await store.setLevel(compatibility, params.subject);
    return { compatibility };
  });
}

function addCompatibilityRoutes(app: FastifyInstance, store: RegistryStore): void {
  const path = '/compatibility/subjects/:subject/versions';
  const judge = async (
    subject: string,
    body: unknown,
    compared: readonly StoredVersion[],
    verbose: boolean,
  ) => {
    const schema = parseSchemaBody(body);
    const level = (await store.levelOf(subject)) ?? (await store.levelOf()) ?? 'FULL_TRANSITIVE';
    const messages = findBreaks(level, schema.text, compared);
    return { is_compatible: messages.length === 0, ...(verbose ? { messages } : {}) };
  };
  app.post<OfVersion>(path, async ({ params: { subject }, query, body }) =>
    judge(subject, body, await requireVersions(store, subject), query.verbose === 'true'),
  );
  app.post<OfVersion>(`${path}/:version`, async ({ params, query, body }) => {
    const version = await requireVersion(store, params.subject, params.version);
    return judge(params.subject, body, [version], query.verbose === 'true');
  });
}

async function requireVersions(
  store: RegistryStore,
  subject: string,
): Promise<readonly StoredVersion[]> {
  const versions = await store.versionsOf(subject);
  if (versions.length === 0) throw new RegistryProblem(40401, `subject ${subject}`);
  return versions;
}

async function requireVersion(
  store: RegistryStore,
  subject: string,
  wanted: string,
): Promise<StoredVersion> {
  if (wanted !== 'latest' && !/^[1-9]\d{0,9}$/.test(wanted)) {
    throw new RegistryProblem(42202, 'a version is a number from 1, or latest');
  }
  const versions = await requireVersions(store, subject);
  const found =
    wanted === 'latest'
      ? versions.at(-1)
      : versions.find(({ version }) => version === Number(wanted));
  if (!found) throw new RegistryProblem(40402, `subject ${subject}, version ${wanted}`);
  return found;
}

function parseLevel(body: unknown): Level {
  const { compatibility } = (body ?? {}) as { compatibility?: unknown };
  const level = LEVELS.find((known) => known === compatibility);
  if (!level) throw new RegistryProblem(42203, `one of ${LEVELS.join(', ')}`);
  return level;
}
