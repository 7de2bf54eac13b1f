import { stringify } from 'csv-stringify/sync';

export const EXPORT_FORMATS = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Nothing is null: an empty cell. */
export type Cell = string | number | boolean | null;
export type ExportRow = Readonly<Record<string, Cell>>;

/** What a file of rows begins with: the names of its columns, or nothing. */
export const formatHeader = (columns: readonly string[], format: ExportFormat): string =>
  format === 'csv' ? writeCsv([columns]) : '';

/**
 * Rows as lines, each with these columns in this order. CSV is that of RFC 4180, safe for a spreadsheet: a text that it would take for a formula
 * gets a leading apostrophe (OWASP, CSV injection), so that such a file is for reading; programs take NDJSON, which holds what is.
 */
export function formatRows(
  rows: readonly ExportRow[],
  columns: readonly string[],
  format: ExportFormat,
): string {
  if (format === 'csv') return writeCsv(rows.map((row) => columns.map((name) => row[name] ?? '')));
  return rows.map((row) => `${JSON.stringify(pick(row, columns))}\n`).join('');
}

const pick = (row: ExportRow, columns: readonly string[]): ExportRow =>
  Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));

const writeCsv = (rows: readonly (readonly Cell[])[]): string =>
  stringify(
    rows.map((row) => row.map(guardCell)),
    { record_delimiter: '\r\n' },
  );

/** What begins a formula in one spreadsheet or another, full-width forms and a line break included. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** Numbers are ours, and none. */
const guardCell = (cell: Cell): Cell =>
  typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell;
