import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { requireScope } from '../auth/scopes.ts';
import { createHealth } from './health.ts';
import { problem } from './problems.ts';
import { asLuton, startTestServer } from './test/start-test-server.ts';

const body = {
  type: 'object',
  additionalProperties: false,
  required: ['on'],
  properties: {
    on: { type: 'string', format: 'date', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    surname: { type: ['string', 'null'], pattern: "^[\\p{L} '\\-.^`]{1,35}$" },
    pay: { type: 'integer', minimum: 0, maximum: 10 },
    kind: { type: 'string', enum: ['weekly', 'yearly'] },
    note: { type: 'string', maxLength: 3 },
    ids: { type: 'array', maxItems: 2, items: { type: 'string', format: 'uuid' } },
    any: {},
  },
};
const answer = {
  200: { description: 'Done.', type: 'object', properties: { agency: { type: 'string' } } },
};

describe('a server of ours', () => {
  let server: FastifyInstance;
  let handled = 0;

  beforeAll(async () => {
    const ready = createHealth();
    ready.add('log', () => ({ ready: false, reason: 'unreachable' }));
    ready.add('database', () => true);
    server = await startTestServer({ ready });
    server.post(
      '/v1/things/:id',
      {
        onRequest: requireScope('things:write'),
        schema: { operationId: 'postThing', summary: 'Sends a thing', body, response: answer },
      },
      async (request) => {
        handled += 1;
        return { agency: request.caller.agency };
      },
    );
    server.get(
      '/v1/failing',
      {
        config: { public: true },
        schema: {
          operationId: 'fail',
          summary: 'Fails as asked',
          querystring: {
            type: 'object',
            additionalProperties: false,
            properties: { how: { type: 'string' }, limit: { type: 'integer' } },
          },
        },
      },
      async (request) => {
        const { how, limit } = request.query as { how: string; limit?: number };
        if (how === 'foreign') throw new Error('password=hunter2 Asha');
        if (how === 'dependency')
          throw Object.assign(new Error('x'), { code: 'y', retryable: true });
        if (how === 'busy') throw problem('busy', { retryAfterSeconds: 2.2 });
        return { limit };
      },
    );
    await server.ready();
  });
  afterAll(() => server.close());

  const post = (payload: string | Buffer, headers: Record<string, string> = asLuton) =>
    server.inject({ method: 'POST', url: '/v1/things/1', headers, payload });

  test('answers a good request, and knows its caller', async () => {
    const response = await post(
      '{"on":"2010-04-05","surname":"Ó’Néill","pay":10}'.replace('’', "'"),
    );
    expect([response.statusCode, response.json()]).toEqual([200, { agency: 'luton' }]);
  });

  test.each([
    ['a missing field', '{}', 'invalid-request', '', 'required'],
    ['an impossible date', '{"on":"2010-02-30"}', 'invalid-request', '/on', 'date'],
    ['a date of another form', '{"on":"5 April"}', 'invalid-request', '/on', 'date'],
    ['an unknown field', '{"on":"2010-04-05","x/y":1}', 'unknown-field', '/x~1y', 'unknown-field'],
    [
      'a value not in the list',
      '{"on":"2010-04-05","kind":"daily"}',
      'invalid-request',
      '/kind',
      'not-in-list',
    ],
    ['a number as text', '{"on":"2010-04-05","pay":"1"}', 'invalid-request', '/pay', 'type'],
    ['a number too large', '{"on":"2010-04-05","pay":11}', 'invalid-request', '/pay', 'too-large'],
    [
      'a text too long',
      '{"on":"2010-04-05","note":"abcd"}',
      'invalid-request',
      '/note',
      'too-long',
    ],
    [
      'a text out of form',
      '{"on":"2010-04-05","surname":"A1"}',
      'invalid-request',
      '/surname',
      'pattern',
    ],
    [
      'too many items',
      `{"on":"2010-04-05","ids":["${crypto.randomUUID()}","${crypto.randomUUID()}","${crypto.randomUUID()}"]}`,
      'invalid-request',
      '/ids',
      'too-many',
    ],
    [
      'a malformed id',
      '{"on":"2010-04-05","ids":["URN:UUID:1"]}',
      'invalid-request',
      '/ids/0',
      'uuid',
    ],
    ['a null byte', '{"on":"2010-04-05","note":"\\u0000"}', 'null-byte', '/note', 'null-byte'],
    [
      'half a character',
      '{"on":"2010-04-05","note":"\\ud83d"}',
      'broken-text',
      '/note',
      'broken-text',
    ],
    [
      'a lost character',
      '{"on":"2010-04-05","note":"\ufffd"}',
      'broken-text',
      '/note',
      'broken-text',
    ],
    [
      'a null byte deep down',
      '{"on":"2010-04-05","any":[{"a":"\\u0000"}]}',
      'null-byte',
      '/any/0/a',
      'null-byte',
    ],
  ])('refuses %s with 422, naming the field', async (_, payload, code, pointer, fieldCode) => {
    const response = await post(payload);
    expect(response.statusCode).toBe(422);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    const document = response.json();
    expect(document).toMatchObject({ type: `urn:told-once:problem:${code}`, status: 422, code });
    expect(document.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(document.errors).toEqual([
      { pointer: pointer || '/on', code: fieldCode, detail: expect.any(String) },
    ]);
  });

  test('names all field errors at once, and no value', async () => {
    const response = await post('{"on":"1985-02-30","surname":"Nkemelu7","pay":-77}');
    const { traceId: _drawn, ...document } = response.json();
    const pointers = document.errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers.sort()).toEqual(['/on', '/pay', '/surname']);
    expect(JSON.stringify(document)).not.toMatch(/1985|Nkemelu|77/);
  });

  const nested = (depth: number) =>
    `{"on":"2010-04-05","any":${'['.repeat(depth)}${']'.repeat(depth)}}`;

  test.each([
    ['malformed JSON', '{"on":', 400, 'malformed-json'],
    ['an empty body', '', 400, 'malformed-json'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'malformed-json'],
    ['21 levels', nested(20), 400, 'too-deep'],
    ['60,000 open brackets', '['.repeat(60_000), 400, 'too-deep'],
    ['__proto__', '{"on":"2010-04-05","__proto__":{"a":1}}', 400, 'forbidden-key'],
    ['a key told twice', '{"on":"2010-04-05","on":"2010-04-06"}', 400, 'repeated-key'],
    ['an escaped __proto__', '{"any":{"\\u005f_proto__":1}}', 400, 'forbidden-key'],
    [
      'a constructor with prototype',
      '{"any":{"constructor":{"prototype":{}}}}',
      400,
      'forbidden-key',
    ],
    ['a megabyte', `"${'a'.repeat(1_000_000)}"`, 413, 'body-too-large'],
  ])('refuses %s', async (_, payload, status, code) => {
    const before = handled;
    const response = await post(payload);
    expect([response.statusCode, response.json().code]).toEqual([status, code]);
    expect(handled).toBe(before);
  });

  test('takes 20 levels, and brackets inside texts', async () => {
    expect((await post(nested(19))).statusCode).toBe(200);
    const brackets = JSON.stringify({ on: '2010-04-05', any: `${'['.repeat(50)}"\\"` });
    expect((await post(brackets)).statusCode).toBe(200);
  });

  test('refuses another content type with 415', async () => {
    const response = await post('on=x', { ...asLuton, 'content-type': 'text/plain' });
    expect([response.statusCode, response.json().code]).toEqual([415, 'unsupported-media-type']);
  });

  test('answers an unknown address with 404 and another method with 405 and Allow', async () => {
    const missing = await server.inject('/v1/nothing');
    expect([missing.statusCode, missing.json().code]).toEqual([404, 'not-found']);
    const wrong = await server.inject({ method: 'PUT', url: '/v1/things/7?x=1' });
    expect([wrong.statusCode, wrong.json().code]).toEqual([405, 'method-not-allowed']);
    expect(wrong.headers.allow).toBe('POST');
  });

  test('refuses an unreadable path and a null byte in it', async () => {
    expect((await server.inject('/v1/%E0%A4%A')).json().code).toBe('malformed-request');
    expect((await server.inject('/v1/failing?how=%00')).json().code).toBe('null-byte');
  });

  test('refuses an unknown query parameter, and reads numbers', async () => {
    const unknown = await server.inject('/v1/failing?x=1');
    expect(unknown.json()).toMatchObject({
      code: 'unknown-field',
      errors: [{ pointer: '/query/x' }],
    });
    expect((await server.inject('/v1/failing?limit=5')).json()).toEqual({ limit: 5 });
    expect((await server.inject('/v1/failing?limit=a')).json().errors[0].pointer).toBe(
      '/query/limit',
    );
  });

  test('a failure it does not know is 500 without any of its words', async () => {
    const response = await server.inject('/v1/failing?how=foreign');
    expect([response.statusCode, response.json().code]).toEqual([500, 'internal']);
    expect(response.body).not.toMatch(/hunter2|Asha|at /);
  });

  test('a retryable failure of a dependency is 503 with Retry-After', async () => {
    const response = await server.inject('/v1/failing?how=dependency');
    expect([response.statusCode, response.json().code]).toEqual([503, 'dependency-unavailable']);
    expect(response.headers['retry-after']).toBe('1');
    expect((await server.inject('/v1/failing?how=busy')).headers['retry-after']).toBe('3');
  });

  test('continues the trace it is given, and starts one otherwise', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
    const response = await server.inject({ url: '/v1/nothing', headers: { traceparent } });
    expect(response.json().traceId).toBe(traceId);
    expect(response.headers['traceparent']).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
    const other = await server.inject({ url: '/v1/nothing', headers: { traceparent: 'Asha' } });
    expect(other.json().traceId).toMatch(/^[0-9a-f]{32}$/);
  });

  test('is alive, and says which part is not ready', async () => {
    expect((await server.inject('/health/live')).json()).toEqual({ status: 'live' });
    const response = await server.inject('/health/ready');
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ code: 'not-ready', detail: 'Not ready: log.' });
    expect(response.json().parts).toEqual([
      { part: 'log', ready: false, reason: 'unreachable' },
      { part: 'database', ready: true },
    ]);
  });

  test('measures by route pattern, never by address', async () => {
    await server.inject('/v1/secret-reference-QQ123456C');
    const { body: text } = await server.inject('/metrics');
    expect(text).toContain('route="/v1/things/:id"');
    expect(text).not.toContain('QQ123456C');
  });
});

describe('a client that sends too much', () => {
  test('is told 429 and when to go on, others are not', async () => {
    const server = await startTestServer({
      config: { rateLimitPerSecond: 3, authTokenUrl: 'http://127.0.0.1:1/token' },
    });
    server.get(
      '/v1/things',
      { onRequest: requireScope('things:write'), schema: { operationId: 'g', summary: 'Gets' } },
      async () => [],
    );
    const get = (agency: string) =>
      server.inject({ url: '/v1/things', headers: { authorization: `Bearer ${agency}` } });
    for (let sent = 0; sent < 3; sent += 1) expect((await get('luton')).statusCode).toBe(200);
    const refused = await get('luton');
    expect([refused.statusCode, refused.json().code]).toEqual([429, 'rate-limited']);
    expect(refused.headers['retry-after']).toBe('1');
    expect((await get('jobcentre')).statusCode).toBe(200);
    await server.close();
  });
});

test('an answer with a field that its route does not name fails every test', async () => {
  const server = await startTestServer();
  const schema = {
    ...{ operationId: 'x', summary: 'X' },
    response: {
      200: {
        ...{ type: 'object', additionalProperties: false, description: 'X' },
        properties: { id: { type: 'string' } },
      },
    },
  };
  const config = { public: true };
  server.get('/v1/exact', { config, schema }, async () => ({ id: 'a' }));
  server.get('/v1/loose', { config, schema }, async () => ({ id: 'a', nino: 'QQ123456C' }));
  expect((await server.inject('/v1/exact')).json()).toEqual({ id: 'a' });
  expect((await server.inject('/v1/loose')).json()).toMatchObject({ code: 'internal' });
  await server.close();
});

describe('a route is refused at the start', () => {
  const schema = { operationId: 'x', summary: 'X' };
  test.each([
    ['without scope', { schema }],
    ['without summary', { config: { public: true } }],
    [
      'when its body takes unknown fields',
      {
        config: { public: true },
        schema: { ...schema, body: { type: 'object', properties: { a: { type: 'string' } } } },
      },
    ],
  ])('%s', async (_, options) => {
    const server = await startTestServer();
    expect(() => server.post('/v1/x', options, async () => null)).toThrow(TypeError);
    await server.close();
  });
});

test('a scope is asked for before the body is read, wherever it was given', async () => {
  const server = await startTestServer();
  server.post(
    '/v1/x',
    {
      preHandler: requireScope('other:write'),
      schema: {
        operationId: 'x',
        summary: 'X',
        body: { type: 'object', additionalProperties: false },
      },
    },
    async () => null,
  );
  const response = await server.inject({
    method: 'POST',
    url: '/v1/x',
    headers: asLuton,
    payload: '{',
  });
  expect([response.statusCode, response.json().code]).toEqual([403, 'forbidden']);
  expect(response.headers['www-authenticate']).toContain('scope="other:write"');
  const nobody = await server.inject({ method: 'POST', url: '/v1/x', payload: '{' });
  expect(nobody.json().code).toBe('unauthorized');
  await server.close();
});
