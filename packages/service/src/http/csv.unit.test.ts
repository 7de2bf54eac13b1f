import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { requireScope } from '../auth/scopes.ts';
import { acceptCsv, type CsvTable, readCsv } from './csv.ts';
import { acceptNdjson, sendNdjson } from './ndjson.ts';
import { asLuton, startTestServer } from './test/start-test-server.ts';

const table: CsvTable = {
  columns: ['case', 'name', 'from'],
  required: ['case', 'from'],
  toValue: (cells) => cells,
};
const limits = { maxLines: 5, maxLineBytes: 60 };
const read = (text: string | Buffer) =>
  readCsv(Buffer.from(text as string), table, limits).map((line) =>
    line.ok ? [line.line, line.value] : [line.line, line.problem.code],
  );
const headerFault = (text: string | Buffer) => {
  try {
    read(text);
    return undefined;
  } catch (error) {
    return error as {
      readonly code: string;
      readonly detail: string;
      readonly errors: readonly { readonly pointer: string; readonly code: string }[];
    };
  }
};

describe('CSV', () => {
  test('understands a byte order mark, CRLF, quotes, an empty cell and columns in any order', () => {
    const text =
      '\ufefffrom,"case",name\r\n2010-04-01,C-1,"Sample, ""Asha"""\r\n\r\n2010-04-02,C-2,\r\n';
    expect(read(text)).toEqual([
      [2, { from: '2010-04-01', case: 'C-1', name: 'Sample, "Asha"' }],
      [4, { from: '2010-04-02', case: 'C-2' }],
    ]);
  });

  test('a bad line is its own problem: an open quote, cells missing or too many, too long, not UTF-8', () => {
    const lines = ['case,from', 'C-1,"x', 'C-2', 'C-3,a,b', `C-4,${'x'.repeat(60)}`, 'C-5,ok', ''];
    expect(read(lines.join('\n')).map(([line, value]) => [line, value])).toEqual([
      [2, 'malformed-csv'],
      [3, 'malformed-csv'],
      [4, 'malformed-csv'],
      [5, 'body-too-large'],
      [6, { case: 'C-5', from: 'ok' }],
    ]);
    const latin = Buffer.concat([Buffer.from('case,from\nC-1,'), Buffer.from([0xe9, 0x0a])]);
    expect(read(latin)).toEqual([[2, 'malformed-csv']]);
    expect(read('case,from\nC\0,x\n')).toEqual([[2, 'null-byte']]);
  });

  test('a last line that does not end may be cut, and is refused', () => {
    expect(read('case,from\nC-1,a\nC-2,2010-04-0')).toEqual([
      [2, { case: 'C-1', from: 'a' }],
      [3, 'malformed-csv'],
    ]);
  });

  test('cut anywhere, no line is read as another than it was', () => {
    const whole = 'case,name,from\nC-1,"A ""B""",2010-04-01\nC-22,,2010-04-02\n';
    const all = read(whole);
    fc.assert(
      fc.property(fc.integer({ min: 15, max: whole.length }), (at) => {
        for (const line of read(whole.slice(0, at))) {
          if (typeof line[1] !== 'string') expect(all).toContainEqual(line);
        }
      }),
    );
  });

  test('says what the header must be, and names UTF-16 where that is all that is wrong', () => {
    const columns = 'The first line must name the columns case, from; it may name name.';
    expect(headerFault('C-1,x\n')?.detail).toBe(columns);
    expect(headerFault('')?.detail).toBe(columns);
    const little = Buffer.from('\ufeffcase,from\n', 'utf16le');
    for (const file of [little, Buffer.from(little).swap16()]) {
      expect(headerFault(file)?.detail).toBe('The file is in UTF-16: save it as CSV in UTF-8.');
    }
  });

  test.each([
    ['no header', 'QQ123456A,Sample,2010-04-01\n', ['/columns/1', '/columns/2', '/columns/3']],
    ['a column twice', 'case,case,from\n', ['/columns/2']],
    ['a column missing', 'case\n', ['/columns/from']],
    ['semicolons', 'case;from\n', ['/columns/1']],
    ['an open quote', '"case,from\n', []],
    ['nothing', '', []],
  ])('refuses the whole for %s, and quotes nothing', (_, text, pointers) => {
    const fault = headerFault(text);
    expect(fault?.code).toBe('csv-header');
    expect(fault?.errors.map((one) => one.pointer)).toEqual(expect.arrayContaining(pointers));
    expect(JSON.stringify(fault)).not.toMatch(/QQ123456A|Sample/);
  });

  test('one line too many refuses all', () => {
    expect(() => read(`case,from\n${'C,x\n'.repeat(6)}`)).toThrow(
      expect.objectContaining({ code: 'too-many-lines' }),
    );
  });

  test('is taken beside NDJSON by the routes that ask for it', async () => {
    const server = await startTestServer();
    await server.register(async (bulk) => {
      acceptNdjson(bulk, limits);
      acceptCsv(bulk, table, limits);
      bulk.post(
        '/v1/bulk',
        {
          onRequest: requireScope('things:write'),
          schema: { operationId: 'bulk', summary: 'Many' },
        },
        async (request, reply) => sendNdjson(reply, request.body as readonly unknown[]),
      );
    });
    const answer = await server.inject({
      method: 'POST',
      url: '/v1/bulk',
      headers: { ...asLuton, 'content-type': 'text/csv; charset=utf-8' },
      payload: 'case,from\nC-1,x\n',
    });
    expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([
      200,
      { line: 2, ok: true, value: { case: 'C-1', from: 'x' } },
    ]);
    await server.close();
  });
});
