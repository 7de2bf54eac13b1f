import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { PIECE_ROWS } from './export-manifest.ts';
import type { ExportFormat, ExportRow } from './format-rows.ts';
import { describeExport, writeExport } from './write-export.ts';

const COLUMNS = ['index', 'what'] as const;
const tableOf = (format: ExportFormat) => ({
  ...{ table: 'entries', format, columns: COLUMNS, filters: { kind: 'change' } },
});

async function* inPages(rows: readonly ExportRow[], size: number) {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}

async function write(rows: readonly ExportRow[], format: ExportFormat, page = 3): Promise<string> {
  let file = '';
  for await (const { text } of writeExport(tableOf(format), inPages(rows, page))) file += text;
  return file;
}

const rowsOf = (...cells: readonly (string | null)[]): ExportRow[] =>
  cells.map((what, index) => ({ index, what }));

describe('as CSV', () => {
  test('a file has its header, a line a row, and its columns in their order', async () => {
    expect(
      await write([{ what: 'a', index: 0, other: 'not asked for' }, { index: 1 }], 'csv'),
    ).toBe('index,what\r\n0,a\r\n1,\r\n');
  });

  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '\uff1d1',
    '\uff0b1',
    '\uff0d1',
    '\uff201',
  ])('the cell %j cannot be taken for a formula', async (cell) => {
    const [, [, written] = []] = parse(await write(rowsOf(cell), 'csv')) as string[][];
    expect(written).toBe(`'${cell}`);
  });

  test('no cell of any row or column begins a formula, and each reads as it was written', async () => {
    const sign = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      '"',
      ',',
      ';',
      ' ',
      'a',
      '\uff1d',
    );
    const cells = fc.array(fc.array(sign, { maxLength: 6 }).map((signs) => signs.join('')));
    await fc.assert(
      fc.asyncProperty(cells, async (written) => {
        const [, ...read] = parse(await write(rowsOf(...written), 'csv'), {
          relax_column_count: false,
        }) as string[][];
        const texts = read.map(([, what = '']) => what);
        expect(texts.filter((text) => /^[=+\-@\t\r\n\uff1d]/.test(text))).toEqual([]);
        expect(texts.map((text, at) => (text === written[at] ? text : text.slice(1)))).toEqual(
          written,
        );
      }),
      { numRuns: 100 },
    );
  });
});

test('as NDJSON a text is what it is, and nothing is null', async () => {
  expect(await write([{ what: '=1', index: 0, other: 1 }, { index: 1 }], 'ndjson')).toBe(
    '{"index":0,"what":"=1"}\n{"index":1,"what":null}\n',
  );
});

describe('the manifest', () => {
  const rows = rowsOf(...Array.from({ length: 2 * PIECE_ROWS + 5 }, (_, at) => `row ${at}`));

  test.each([
    ['csv', 1_000],
    ['csv', 7_777],
    ['ndjson', 1_000],
    ['ndjson', 50_000],
  ] as const)(
    'of %s read %p rows at a time tells what the file holds, piece by piece',
    async (format, page) => {
      const file = Buffer.from(await write(rows, format, page));
      const manifest = await describeExport(tableOf(format), inPages(rows, page));
      const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
      expect(manifest).toMatchObject({
        ...{ manifest: 'told-export/1', table: 'entries', format, filters: { kind: 'change' } },
        ...{ columns: COLUMNS, rows: rows.length, bytes: file.length, sha256: sha256(file) },
      });
      expect(manifest.pieces.map((piece) => piece.rows)).toEqual([PIECE_ROWS, PIECE_ROWS, 5]);
      let at = 0;
      for (const { bytes, sha256: hash } of manifest.pieces) {
        expect(sha256(file.subarray(at, at + bytes))).toBe(hash);
        at += bytes;
      }
      expect(at).toBe(file.length);
    },
  );

  test('of no rows is that of the header alone', async () => {
    const { rows: count, bytes, pieces } = await describeExport(tableOf('csv'), inPages([], 1));
    expect([count, bytes, pieces.length]).toEqual([0, 'index,what\r\n'.length, 1]);
    const empty = await describeExport(tableOf('ndjson'), inPages([], 1));
    expect([empty.bytes, empty.pieces]).toEqual([0, []]);
  });
});
