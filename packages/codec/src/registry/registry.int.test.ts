import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import type { TestDatabase } from '../../../../tools/test-database.ts';
import { createTestDatabase } from '../../../../tools/test-database.ts';
import { describeRegistryContract } from '../../test/registry-contract.ts';
import { openCodec } from '../codec/open-codec.ts';
import { listSubjects, registerSchemas } from '../deploy/register-schemas.ts';
import { schemas } from '../generated/schemas.ts';
import type { Outcome } from '../generated/types.ts';
import {
  createRegistryServer,
  REGISTRY_CONTENT_TYPE,
  registryMigrations,
} from './create-registry-server.ts';

const agencies = ['central-bedfordshire', 'jobcentre', 'luton'];
const thing = (...fields: string[]) => ({
  type: 'record',
  namespace: 'told',
  name: 'Thing',
  fields: fields.map((name) => ({ name, type: 'string' })),
});

let database: TestDatabase;
let roleUrl: string;
let app: FastifyInstance;
let registryUrl: string;
let requests = 0;

async function start(): Promise<{ app: FastifyInstance; url: string }> {
  const server = await createRegistryServer({ databaseUrl: roleUrl });
  server.server.on('request', () => {
    requests += 1;
  });
  return { app: server, url: await server.listen({ port: 0, host: '127.0.0.1' }) };
}

beforeAll(async () => {
  database = await createTestDatabase({
    migrations: [{ name: 'registry', dir: registryMigrations }],
  });
  roleUrl = await database.roleUrl();
  ({ app, url: registryUrl } = await start());
});

afterAll(async () => {
  await app?.close();
  await database?.drop();
});

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${registryUrl}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': REGISTRY_CONTENT_TYPE } }),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: (await response.json()) as Record<string, unknown>,
  };
}

const register = (subject: string, schema: object) =>
  call('POST', `/subjects/${subject}/versions`, { schema: JSON.stringify(schema) });

describe('the registry', () => {
  test('gives a schema one id under all subjects and tells it back in every way', async () => {
    const first = await register('a-value', thing('x'));
    const again = await register('a-value', thing('x'));
    const other = await register('b-value', thing('x'));
    const { id } = first.body as { id: number };
    expect([again.body['id'], other.body['id']]).toEqual([id, id]);
    expect(first).toMatchObject({ status: 200, type: REGISTRY_CONTENT_TYPE });
    const stored = { subject: 'a-value', version: 1, id, schema: JSON.stringify(thing('x')) };
    expect((await call('GET', '/subjects/a-value/versions/latest')).body).toEqual(stored);
    expect((await call('GET', '/subjects/a-value/versions/1')).body).toEqual(stored);
    const lookUp = { schema: JSON.stringify(thing('x'), null, 2) };
    expect((await call('POST', '/subjects/a-value', lookUp)).body).toEqual(stored);
    expect((await call('GET', `/schemas/ids/${id}`)).body).toEqual({ schema: stored.schema });
    expect((await call('GET', `/schemas/ids/${id}/schema`)).body).toEqual(thing('x'));
    expect((await call('GET', '/subjects/a-value/versions')).body).toEqual([1]);
    expect((await call('GET', '/subjects')).body).toEqual(
      expect.arrayContaining(['a-value', 'b-value']),
    );
  });

  test('gives the same id to twenty who register the same schema at once, through two servers', async () => {
    const second = await start();
    const urls = Array.from({ length: 20 }, (_, n) => (n % 2 ? second.url : registryUrl));
    const ids = await Promise.all(
      urls.map(async (url) => {
        const body = JSON.stringify({ schema: JSON.stringify(thing('race')) });
        const headers = { 'content-type': REGISTRY_CONTENT_TYPE };
        const response = await fetch(`${url}/subjects/race-value/versions`, {
          method: 'POST',
          body,
          headers,
        });
        return ((await response.json()) as { id: number }).id;
      }),
    );
    await second.app.close();
    expect(new Set(ids).size).toBe(1);
    expect((await call('GET', '/subjects/race-value/versions')).body).toEqual([1]);
  });

  test.each<[string, string, unknown, number, number]>([
    ['GET', '/subjects/none/versions', undefined, 404, 40401],
    ['GET', '/subjects/none/versions/latest', undefined, 404, 40401],
    ['POST', '/subjects/none', { schema: '"string"' }, 404, 40401],
    ['POST', '/compatibility/subjects/none/versions/latest', { schema: '"string"' }, 404, 40401],
    ['GET', '/subjects/errors/versions/9', undefined, 404, 40402],
    ['GET', '/schemas/ids/999999', undefined, 404, 40403],
    ['GET', '/schemas/ids/999999/schema', undefined, 404, 40403],
    ['GET', '/schemas/ids/99999999999', undefined, 404, 40403],
    ['POST', '/subjects/errors', { schema: '"int"' }, 404, 40403],
    ['GET', '/config/none', undefined, 404, 40408],
    ['POST', '/subjects/errors/versions', { schema: '{"type":"nonsense"}' }, 422, 42201],
    ['POST', '/subjects/errors/versions', { schema: 'no json' }, 422, 42201],
    ['POST', '/subjects/errors/versions', { schema: '{}', schemaType: 'JSON' }, 422, 42201],
    ['POST', '/subjects/errors/versions', {}, 422, 42201],
    ['GET', '/subjects/errors/versions/0', undefined, 422, 42202],
    ['PUT', '/config/errors', { compatibility: 'SIDEWAYS' }, 422, 42203],
    ['POST', '/subjects/errors/versions', thing('y').fields, 422, 42201],
    ['GET', '/nowhere', undefined, 404, 404],
  ])('answers %s %s with its code', async (method, path, body, status, code) => {
    await register('errors', thing('x'));
    expect(await call(method, path, body)).toMatchObject({
      status,
      type: REGISTRY_CONTENT_TYPE,
      body: { error_code: code, message: expect.any(String) },
    });
  });

  test('refuses a schema that breaks its level with 409, and takes it once the level allows', async () => {
    await register('level-value', thing('x'));
    expect((await call('GET', '/config')).body).toEqual({ compatibilityLevel: 'FULL_TRANSITIVE' });
    const refused = await register('level-value', thing('x', 'y'));
    expect(refused).toMatchObject({ status: 409, body: { error_code: 409 } });
    expect(refused.body['message']).toContain('told.Thing.y');
    const probe = { schema: JSON.stringify(thing('x', 'y')) };
    const verdict = await call(
      'POST',
      '/compatibility/subjects/level-value/versions/latest?verbose=true',
      probe,
    );
    expect(verdict.body).toMatchObject({ is_compatible: false, messages: [expect.any(String)] });
    expect((await call('PUT', '/config/level-value', { compatibility: 'FORWARD' })).body).toEqual({
      compatibility: 'FORWARD',
    });
    expect((await call('GET', '/config/level-value')).body).toEqual({
      compatibilityLevel: 'FORWARD',
    });
    expect(
      (await call('POST', '/compatibility/subjects/level-value/versions/latest', probe)).body,
    ).toEqual({ is_compatible: true });
    expect((await register('level-value', thing('x', 'y'))).status).toBe(200);
  });

  test('serves the kept client library: register, encode, decode, look up', async () => {
    const client = new SchemaRegistry({ host: registryUrl });
    const schema = { type: SchemaType.AVRO as const, schema: JSON.stringify(thing('x')) };
    const { id } = await client.register(schema, { subject: 'client-value' });
    const reader = new SchemaRegistry({ host: registryUrl });
    expect(await reader.decode(await client.encode(id, { x: 'é' }))).toEqual({ x: 'é' });
    expect(await reader.getLatestSchemaId('client-value')).toBe(id);
    expect((await call('GET', '/config/client-value')).body).toEqual({
      compatibilityLevel: 'BACKWARD',
    });
  });

  test('lets its role add schemas and versions, but change or delete none', async () => {
    const client = new pg.Client({ connectionString: roleUrl });
    await client.connect();
    try {
      for (const statement of [
        'DELETE FROM registry_schema',
        'DELETE FROM registry_version',
        "UPDATE registry_schema SET schema = ''",
        'UPDATE registry_version SET version = 2',
        'TRUNCATE registry_schema, registry_version',
        'DELETE FROM registry_level',
      ]) {
        await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
      }
    } finally {
      await client.end();
    }
  });

  test('answers 50001 when its database is gone', async () => {
    const url = new URL(roleUrl);
    url.pathname = '/no_such_database';
    const lonely = await createRegistryServer({ databaseUrl: url.href });
    const response = await lonely.inject('/subjects');
    await lonely.close();
    expect([response.statusCode, response.json()]).toMatchObject([500, { error_code: 50001 }]);
    expect(response.body).not.toContain('no_such_database');
  });
});

describe('the deploy step', () => {
  test('registers every subject at its level, again without a change, and twice at once', async () => {
    const [one, two] = await Promise.all([
      registerSchemas({ registryUrl, agencies }),
      registerSchemas({ registryUrl, agencies }),
    ]);
    expect(one).toEqual(two);
    expect(await registerSchemas({ registryUrl: `${registryUrl}/`, agencies })).toEqual(one);
    expect(one.map(({ subject }) => subject)).toEqual(
      listSubjects(agencies).map(({ subject }) => subject),
    );
    const origins = ['audit', 'gateway', 'intake', ...agencies];
    expect(one).toHaveLength(7 + 4 * agencies.length + 2 * origins.length);
    for (const { subject } of one) {
      expect((await call('GET', `/config/${subject}`)).body).toEqual({
        compatibilityLevel: 'FULL_TRANSITIVE',
      });
      expect((await call('GET', `/subjects/${subject}/versions`)).body).toEqual([1]);
    }
  });

  test('names the subject and the rule when a schema does not fit', async () => {
    await register('told.outcomes.test-agency-value', thing('x'));
    await expect(registerSchemas({ registryUrl, agencies: ['test-agency'] })).rejects.toMatchObject(
      {
        code: 'schema-incompatible',
        retryable: false,
        details: {
          subject: 'told.outcomes.test-agency-value',
          rule: expect.stringContaining('Thing became Outcome since version 1'),
        },
      },
    );
  });

  test('says that it may be tried again when nobody answers', async () => {
    await expect(
      registerSchemas({ registryUrl: 'http://127.0.0.1:1', agencies }),
    ).rejects.toMatchObject({
      code: 'registry-unavailable',
      retryable: true,
    });
  });
});

describeRegistryContract('embedded', () => registryUrl);

describe('a codec on the registry', () => {
  const outcome: Outcome = {
    releaseId: '0191c2f0-6f5a-7c3e-9a41-000000000004',
    outcomeNo: 1,
    caseReference: 'CTB-000123',
    releaseSequence: 1,
    kind: 'applied',
    reason: null,
    effectiveOn: '2010-05-17',
    businessDate: '2010-05-13',
    decidedAt: 1_273_740_300_000_000,
  };
  const uses = [{ topic: 'told.outcomes.luton', schema: 'Outcome' as const }];

  test('asks nothing of the network after warm-up', async () => {
    await registerSchemas({ registryUrl, agencies });
    const codec = await openCodec({ registryUrl, uses });
    const before = requests;
    const encode = codec.encoder('Outcome', 'told.outcomes.luton');
    const values = Array.from({ length: 1_000 }, (_, n) => encode({ ...outcome, outcomeNo: n }));
    const decoded = await codec.decode('Outcome', values);
    expect(decoded.every((each) => each.ok)).toBe(true);
    expect(requests - before).toBe(0);
  });

  test('fetches a foreign id once for all concurrent callers and reads it with its own schema', async () => {
    const codec = await openCodec({ registryUrl, uses });
    const fields = schemas.Outcome['fields'] as { name: string }[];
    const older = { ...schemas.Outcome, fields: fields.filter(({ name }) => name !== 'reason') };
    const { body } = await register('told.outcomes.luton-value', older);
    const client = new SchemaRegistry({ host: registryUrl });
    const value = await client.encode(body['id'] as number, {
      ...outcome,
      effectiveOn: 1,
      businessDate: 2,
    });
    const before = requests;
    const results = await Promise.all([1, 2, 3, 4].map(() => codec.decode('Outcome', [value])));
    expect(requests - before).toBe(1);
    expect(results.flat()).toMatchObject(
      Array(4).fill({
        ok: true,
        value: { reason: null, effectiveOn: '1970-01-02' },
        schemaId: body['id'],
      }),
    );
  });

  test('waits rather than guesses: unknown id, subject without schema, registry down', async () => {
    const codec = await openCodec({ registryUrl, uses });
    const foreign = codec.encoder('Outcome', 'told.outcomes.luton')(outcome);
    foreign.writeInt32BE(1_000_000, 1);
    await expect(codec.decode('Outcome', [foreign])).rejects.toMatchObject({
      code: 'unknown-schema',
      retryable: true,
    });
    await expect(
      openCodec({ registryUrl, uses: [{ topic: 'told.elsewhere', schema: 'Outcome' }] }),
    ).rejects.toMatchObject({ code: 'schema-not-registered', retryable: true });
    await expect(openCodec({ registryUrl: 'http://127.0.0.1:1', uses })).rejects.toMatchObject({
      code: 'registry-unavailable',
      retryable: true,
    });
  });
});
