import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import {
  asLuton,
  captureLog,
  startTestServer,
  testTokens,
} from '../http/test/start-test-server.ts';
import { requireScope, unauthorized } from './scopes.ts';

describe('what a server refuses is in its log', () => {
  const { logger, lines } = captureLog();
  let server: FastifyInstance;
  beforeAll(async () => {
    server = await startTestServer({
      logger,
      auth: {
        async verify(token) {
          if (token === 'forged') throw unauthorized('No.');
          return testTokens.verify(token);
        },
      },
    });
    const body = { type: 'object', additionalProperties: false, properties: {} };
    const schema = { operationId: 'postThing', summary: 'Post', body };
    for (const scope of ['things:write', 'others:write']) {
      const url = `/v1/${scope.replace(':', '-')}`;
      server.post(
        url,
        { onRequest: requireScope(scope), schema: { ...schema, operationId: url.slice(4) } },
        async () => null,
      );
    }
  });
  afterAll(() => server.close());

  /** Status, code, agency and route of the line that a request leaves. */
  async function lineOf(url: string, authorization: string | undefined, payload = '{}') {
    lines.length = 0;
    const { 'content-type': type } = asLuton;
    const headers = { 'content-type': type, ...(authorization && { authorization }) };
    await server.inject({ method: 'POST', url, headers, payload });
    expect(lines).toHaveLength(1);
    const { status, code, agency, route, time, traceId } = JSON.parse(lines[0] ?? '');
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    return [status, code, agency, route];
  }

  test('a caller without a token, with a bad one, and without the scope are each a line', async () => {
    const [own, others] = ['/v1/things-write', '/v1/others-write'];
    expect(await lineOf(own, undefined)).toEqual([401, 'unauthorized', undefined, own]);
    expect(await lineOf(own, 'Bearer forged')).toEqual([401, 'unauthorized', undefined, own]);
    expect(await lineOf(others, 'Bearer luton')).toEqual([403, 'forbidden', 'luton', others]);
    expect(await lineOf(own, 'Bearer luton')).toEqual([200, undefined, 'luton', own]);
  });

  test('input that breaks a rule is a line with the rule’s code', async () => {
    const own = '/v1/things-write';
    const tell = (payload: string) => lineOf(own, 'Bearer luton', payload);
    expect(await tell('{"role":"admin"}')).toEqual([422, 'unknown-field', 'luton', own]);
    expect(await tell('{"__proto__":{}}')).toEqual([400, 'forbidden-key', 'luton', own]);
  });
});
