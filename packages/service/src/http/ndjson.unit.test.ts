import { describe, expect, test } from '@jest/globals';
import { requireScope } from '../auth/scopes.ts';
import { acceptNdjson, type NdjsonLine, readLines, sendNdjson } from './ndjson.ts';
import { asLuton, startTestServer } from './test/start-test-server.ts';
import { createValidator } from './validation.ts';

const limits = { maxLines: 4, maxLineBytes: 40 };
const read = (text: string) => readLines(Buffer.from(text), limits);

describe('NDJSON', () => {
  test('numbers its lines, skips empty ones, and needs no last newline', () => {
    expect(read('{"a":1}\n\r\n[2]')).toEqual([
      { line: 1, ok: true, value: { a: 1 } },
      { line: 3, ok: true, value: [2] },
    ]);
    expect(read('')).toEqual([]);
  });

  test('a bad line is its own problem, the others go on', () => {
    const lines = read(`{"a":\n"\\u0000"\n"${'x'.repeat(50)}"\n1`);
    const codes = lines.map((line) => (line.ok ? line.value : line.problem.code));
    expect(codes).toEqual(['malformed-json', 'null-byte', 'body-too-large', 1]);
  });

  test('a line with a key told twice is its own problem', () => {
    expect(read('{"a":1,"a":2}\n1')).toMatchObject([
      { line: 1, ok: false, problem: { code: 'repeated-key', errors: [{ pointer: '/a' }] } },
      { line: 2, ok: true },
    ]);
  });

  test('one line too many refuses all', () => {
    expect(() => read('1\n2\n3\n4\n5')).toThrow(
      expect.objectContaining({ code: 'too-many-lines' }),
    );
  });

  test('is taken by the routes that ask for it alone, and answered line by line', async () => {
    const server = await startTestServer();
    const validate = createValidator({ type: 'object', required: ['a'], properties: { a: {} } });
    await server.register(async (bulk) => {
      acceptNdjson(bulk, limits);
      bulk.post(
        '/v1/bulk',
        {
          onRequest: requireScope('things:write'),
          schema: { operationId: 'bulk', summary: 'Many', consumes: ['application/x-ndjson'] },
        },
        async (request, reply) => {
          const lines = request.body as readonly NdjsonLine[];
          const results = lines.map((one) => ({
            line: one.line,
            errors: one.ok ? validate(one.value) : one.problem.code,
          }));
          return sendNdjson(reply, results);
        },
      );
    });
    const post = (type: string, payload: string) =>
      server.inject({
        method: 'POST',
        url: '/v1/bulk',
        headers: { ...asLuton, 'content-type': type },
        payload,
      });
    const answer = await post('application/x-ndjson', '{"a":1}\n{}\n{');
    expect(answer.headers['content-type']).toContain('application/x-ndjson');
    expect(
      answer.body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { line: 1, errors: [] },
      { line: 2, errors: [{ pointer: '/a', code: 'required', detail: 'must be present' }] },
      { line: 3, errors: 'malformed-json' },
    ]);
    expect((await post('application/json', '{}')).json().code).toBe('unsupported-media-type');
    await server.close();
  });
});
