import { CsvError, parse } from 'csv-parse/sync';
import type { FastifyInstance } from 'fastify';
import type { FieldError } from './field-errors.ts';
import type { NdjsonLimits, NdjsonLine } from './ndjson.ts';
import { findBrokenText } from './parse-json.ts';
import { type Problem, problem, problemOfFields } from './problems.ts';

export const CSV_MEDIA_TYPE = 'text/csv';

/** What a CSV body's first line may name, and how a line's cells become the JSON that an NDJSON line would hold. */
export interface CsvTable {
  readonly columns: readonly string[];
  /** Columns that the header must name. */
  readonly required: readonly string[];
  /** Cells by column; an empty cell is left out. */
  readonly toValue: (cells: Readonly<Record<string, string>>) => unknown;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BYTE_ORDER_MARK = /^\ufeff/;
/** How a spreadsheet's "Unicode text" begins, in both byte orders. */
const UTF_16_MARKS = ['fffe', 'feff'];
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Lets the routes of an `acceptNdjson` context take `text/csv` with a header too; the body is then the same `readonly NdjsonLine[]`. */
export function acceptCsv(server: FastifyInstance, table: CsvTable, limits: NdjsonLimits): void {
  server.addContentTypeParser(
    CSV_MEDIA_TYPE,
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => readCsv(body, table, limits),
  );
}

/**
 * Reads RFC 4180 with a header; a byte order mark, CRLF and quotes are understood. A record is one line, so that a quote left open spoils its
 * own line alone. The last line must end too: of a file cut in the middle nobody can see whether its last cell is whole. Lines are numbered
 * as an editor does, the header being line 1, and no problem quotes a cell, a header's included. Throws `csv-header`, `too-many-lines`.
 */
export function readCsv(
  body: Buffer,
  table: CsvTable,
  limits: NdjsonLimits,
): readonly NdjsonLine[] {
  const [first, ...rest] = splitLines(body, limits.maxLines + 1);
  const header = readHeader(first, table, limits);
  return rest.flatMap((line) => {
    if (line.bytes.every((byte) => byte <= 0x20)) return [];
    return [readRecord(line, header, table, limits)];
  });
}

interface RawLine {
  readonly line: number;
  readonly bytes: Buffer;
  readonly isEnded: boolean;
}

function splitLines(body: Buffer, max: number): readonly RawLine[] {
  const lines: RawLine[] = [];
  let from = 0;
  for (let line = 1; from < body.length; line += 1) {
    if (line > max) {
      throw problem('too-many-lines', {
        detail: `This route takes ${max - 1} lines and their header.`,
      });
    }
    const newline = body.indexOf(NEWLINE, from);
    const to = newline === -1 ? body.length : newline;
    const end = to > from && body[to - 1] === RETURN ? to - 1 : to;
    lines.push({ line, bytes: body.subarray(from, end), isEnded: newline !== -1 });
    from = to + 1;
  }
  return lines;
}

function readHeader(
  line: RawLine | undefined,
  table: CsvTable,
  { maxLineBytes }: NdjsonLimits,
): readonly string[] {
  const { columns, required } = table;
  if (UTF_16_MARKS.includes(line?.bytes.subarray(0, 2).toString('hex') ?? '')) {
    throw problem('csv-header', { detail: 'The file is in UTF-16: save it as CSV in UTF-8.' });
  }
  const cells = line === undefined ? malformed('The header is missing.') : readCells(line.bytes);
  if (!Array.isArray(cells) || (line?.bytes.length ?? 0) > maxLineBytes) {
    throw headerProblem(table, []);
  }
  // A file without a header begins with somebody's particulars: a column is named by its place.
  const faults = cells.flatMap((cell, index): FieldError[] => {
    const pointer = `/columns/${index + 1}`;
    if (!columns.includes(cell)) {
      return [{ pointer, code: 'not-in-list', detail: `must be one of ${columns.join(', ')}` }];
    }
    return cells.indexOf(cell) === index ? [] : [{ pointer, code: 'repeated' }];
  });
  const missing = required
    .filter((name) => !cells.includes(name))
    .map((name): FieldError => ({ pointer: `/columns/${name}`, code: 'required' }));
  if (faults.length + missing.length > 0) throw headerProblem(table, [...faults, ...missing]);
  return cells;
}

function headerProblem({ columns, required }: CsvTable, errors: readonly FieldError[]): Problem {
  const more = columns.filter((name) => !required.includes(name));
  const also = more.length === 0 ? '' : `; it may name ${more.join(', ')}`;
  const detail = `The first line must name the columns ${required.join(', ')}${also}.`;
  return problem('csv-header', { detail, errors });
}

function readRecord(
  { line, bytes, isEnded }: RawLine,
  header: readonly string[],
  table: CsvTable,
  limits: NdjsonLimits,
): NdjsonLine {
  const refuse = (fault: Problem): NdjsonLine => ({ line, ok: false, problem: fault });
  if (bytes.length > limits.maxLineBytes) return refuse(problem('body-too-large'));
  if (!isEnded) return refuse(malformed('The last line has no line break: the file may be cut.'));
  const cells = readCells(bytes);
  if (!Array.isArray(cells)) return refuse(cells);
  if (cells.length !== header.length) {
    return refuse(malformed(`The line has ${cells.length} cells, its header ${header.length}.`));
  }
  const named = header.map((name, index) => [name, cells[index] ?? ''] as const);
  const value = table.toValue(Object.fromEntries(named.filter(([, cell]) => cell !== '')));
  const broken = findBrokenText(value);
  return broken === undefined ? { line, ok: true, value } : refuse(problemOfFields([broken]));
}

/** The cells of one line, or what is wrong with it. */
function readCells(bytes: Buffer): string[] | Problem {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return malformed('The line is not valid UTF-8.');
  }
  // Without a quote a comma is all that parts cells; the parser takes a hundred times as long to open as such a line to split.
  if (!text.includes('"')) return text.replace(BYTE_ORDER_MARK, '').split(',');
  try {
    const records: string[][] = parse(text, { relax_column_count: true, bom: true });
    return records[0] ?? [];
  } catch (error) {
    // Not kept as the cause: its message quotes the line.
    if (error instanceof CsvError) return malformed('A quote is not closed, or stands in a cell.');
    throw error;
  }
}

const malformed = (detail: string): Problem => problem('malformed-csv', { detail });
