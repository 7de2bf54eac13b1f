import { styleText } from 'node:util';

/** Where a command writes: results to `out`, everything else to `err`. */
export interface Printer {
  readonly json: boolean;
  /** Whether people look on: progress and colours are for them alone. */
  readonly interactive: boolean;
  line(text?: string): void;
  /** One JSON document a line with --json, else the text. */
  result(document: unknown, text: () => string): void;
  note(text: string): void;
  style(format: Style, text: string): string;
}

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

export interface PrinterOptions {
  readonly json: boolean;
  readonly colour: boolean;
  readonly interactive: boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

export function createPrinter({ json, colour, interactive, out, err }: PrinterOptions): Printer {
  return {
    json,
    interactive,
    line: (text = '') => out(`${text}\n`),
    result: (document, text) => out(`${json ? JSON.stringify(document) : text()}\n`),
    note: (text) => err(`${text}\n`),
    style: (format, text) =>
      colour && !json ? styleText(format, text, { validateStream: false }) : text,
  };
}

/** Rows under headings, columns as wide as they need; an empty table says so. */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  empty = 'nothing to show',
): string {
  if (rows.length === 0) return empty;
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const format = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    format(headings),
    format(widths.map((width) => '─'.repeat(width))),
    ...rows.map(format),
  ].join('\n');
}

/** Integer pence as pounds: 1353 is £13.53. */
export function formatPounds(pence: number): string {
  const sign = pence < 0 ? '−' : '';
  const digits = String(Math.abs(pence)).padStart(3, '0');
  return `${sign}£${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')}.${digits.slice(-2)}`;
}

const DAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** 2010-04-12 as "Monday 12 April 2010". */
export const formatDay = (isoDate: string): string =>
  DAY.format(new Date(`${isoDate}T00:00:00Z`)).replace(',', '');
