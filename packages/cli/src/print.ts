import { styleText } from 'node:util';

/** Where a command writes: results to `out`, everything else to `err`. */
export interface Printer {
  readonly json: boolean;
  /** The command's answer, once: a JSON document with --json, else the text. */
  result(document: unknown, text: () => string): void;
  /** Why there is no answer: a JSON document with --json, unless the answer is out already, else the message. */
  fail(document: unknown, message: string): void;
  note(text: string): void;
  /** Draws one line in place of the one drawn before, cut to the terminal's width; false: there is no terminal to draw on. */
  draw(line: string): boolean;
  style(format: Style, text: string): string;
}

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

export interface PrinterOptions {
  readonly json: boolean;
  readonly colour: boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Of the terminal that `err` writes to. */
  readonly columns?: () => number | undefined;
}

const START_OF_LINE_CLEARED = '\r\u001b[K';

export function createPrinter({ json, colour, out, err, columns }: PrinterOptions): Printer {
  let isAnswered = false;
  let isDrawn = false;
  /** What is drawn gives way to what is written. */
  const clear = (): void => {
    if (isDrawn) err(START_OF_LINE_CLEARED);
    isDrawn = false;
  };
  return {
    json,
    result(document, text) {
      isAnswered = true;
      clear();
      out(`${json ? JSON.stringify(document) : text()}\n`);
    },
    fail(document, message) {
      clear();
      if (json && !isAnswered) out(`${JSON.stringify(document)}\n`);
      else if (message !== '') err(`${message}\n`);
    },
    note(text) {
      clear();
      err(`${text}\n`);
    },
    draw(line) {
      const width = columns?.();
      if (width === undefined) return false;
      err(`${START_OF_LINE_CLEARED}${[...line].slice(0, width - 1).join('')}`);
      isDrawn = true;
      return true;
    },
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

/** A name and a value a line; nothing is written as –. */
export function formatFields(fields: Readonly<Record<string, unknown>>): string {
  const width = Math.max(0, ...Object.keys(fields).map((name) => name.length));
  return Object.entries(fields)
    .map(([name, value]) => {
      const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
      return `${name.padEnd(width)}  ${text ?? '–'}`;
    })
    .join('\n');
}
