import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { requireScope } from '../auth/scopes.ts';
import { startTestServer } from './test/start-test-server.ts';

interface Operation {
  readonly summary?: string;
  readonly operationId?: string;
  readonly security?: readonly Record<string, readonly string[]>[];
  readonly responses?: Record<string, { description?: string; content?: Record<string, unknown> }>;
}

describe('the OpenAPI document', () => {
  let server: FastifyInstance;
  let text: string;
  let document: {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
  };

  beforeAll(async () => {
    server = await startTestServer();
    server.post(
      '/v1/things/:id',
      {
        onRequest: requireScope('things:write'),
        config: { problems: ['nino-malformed'] },
        schema: {
          operationId: 'postThing',
          summary: 'Sends a <thing>',
          params: { type: 'object', properties: { id: { type: 'string' } } },
          body: {
            type: 'object',
            additionalProperties: false,
            properties: { on: { type: 'string', examples: ['2010-04-05'] } },
          },
          response: { 202: { description: 'Accepted.', type: 'object' } },
        },
      },
      async () => ({}),
    );
    text = (await server.inject('/openapi.json')).body;
    document = JSON.parse(text);
  });
  afterAll(() => server.close());

  const operations = () =>
    Object.values(document.paths).flatMap((methods) => Object.values(methods));

  test('is 3.1, and every operation has a summary, an own operationId and described answers', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(operations().length).toBeGreaterThanOrEqual(4);
    for (const { summary, operationId, responses } of operations()) {
      expect([summary, operationId]).toEqual([expect.any(String), expect.any(String)]);
      for (const [status, { description }] of Object.entries(responses ?? {})) {
        expect(status).toMatch(/^[1-5]\d\d$/);
        expect(description).toEqual(expect.any(String));
      }
    }
    const ids = operations().map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('every reference leads somewhere', () => {
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(0);
    for (const [, name] of references)
      expect(document.components.schemas).toHaveProperty(name ?? '');
    expect(text).not.toMatch(/"\$ref":"(?!#\/components\/)/);
  });

  test('names the scope, the body with its examples, and the problems by code', () => {
    const operation = document.paths['/v1/things/{id}']?.['post'];
    expect(operation?.security).toEqual([{ bearer: ['things:write'] }]);
    expect(document.components.securitySchemes).toHaveProperty('bearer');
    expect(JSON.stringify(operation)).toContain('"examples":["2010-04-05"]');
    const refusals = operation?.responses?.['422']?.content?.['application/problem+json'];
    expect(refusals).toMatchObject({
      schema: { $ref: '#/components/schemas/Problem' },
      examples: { 'nino-malformed': { value: { status: 422 } }, 'null-byte': {} },
    });
    for (const status of ['400', '401', '403', '413', '415', '429', '500', '503']) {
      expect(operation?.responses).toHaveProperty(status);
    }
  });

  test('is readable as a page that runs no script and escapes what it shows', async () => {
    const response = await server.inject('/docs');
    expect(response.headers['content-security-policy']).toContain("default-src 'none'");
    expect(response.body).toContain('Sends a &lt;thing&gt;');
    expect(response.body).toContain('<code>nino-malformed</code>');
    expect(response.body).not.toMatch(/<script|<thing>/);
  });
});
