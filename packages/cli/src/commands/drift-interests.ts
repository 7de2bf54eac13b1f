import {
  NDJSON_MEDIA_TYPE,
  type NdjsonLine,
  Problem,
  parseJsonBytes,
  readCsv,
} from '@told/service';
import type { CommandContext } from '../command-context.ts';
import type { Connection } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { type LinesFormat, openLines } from '../lines/open-lines.ts';
import { describeFault, type LineFault, sendLines } from '../lines/send-lines.ts';
import { formatTable } from '../print.ts';

export interface DriftOptions {
  readonly file: string;
  readonly format?: LinesFormat;
}

interface ListedLine {
  readonly line: number;
  readonly value: unknown;
  /** Sorted and sent by this; empty for what has none that could be sent. */
  readonly caseReference: string;
}

interface Difference {
  readonly difference: 'missing-here' | 'missing-there' | 'different';
  readonly line: number | null;
  readonly capacity: string;
  readonly caseReference: string;
  readonly fields: readonly string[];
  readonly interestId: string | null;
  readonly state: string | null;
}

interface RefusedLine {
  readonly status: 'refused';
  readonly line: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly LineFault[];
}

const SPAN_LINES = 5_000;
/** The whole list is held while it is sorted: some 200 bytes a line. */
const LINES_MAX = 1_000_000;
const LINE_BYTES_MAX = 512;
const COLUMNS = ['capacity', 'caseReference', 'from', 'until'];
const CASE_REFERENCE = /^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$/;

/**
 * Compares an office's own list of open cases with its interests on the bus, span by span of case references, so that the list may be of
 * any usual length and what stands on no line is found too.
 */
export async function compareFile(
  options: DriftOptions,
  connection: Connection,
  context: CommandContext,
): Promise<void> {
  const listed = await readList(options, context);
  const refused: RefusedLine[] = listed.flatMap((one) => ('status' in one ? [one] : []));
  const lines = listed
    .flatMap((one) => ('status' in one ? [] : [one]))
    .sort((a, b) => (a.caseReference < b.caseReference ? -1 : 1));
  const differences: Difference[] = [];
  for (const { query, part } of cutSpans(lines)) {
    const answers = await sendLines<Difference | RefusedLine>(connection, {
      service: 'gateway',
      path: `/v1/interests/drift${query}`,
      mediaType: NDJSON_MEDIA_TYPE,
      body: Buffer.from(part.map(({ value }) => `${JSON.stringify(value)}\n`).join('')),
    });
    for (const answer of answers) {
      const line = answer.line === null ? null : (part[answer.line - 1]?.line ?? null);
      if ('status' in answer) refused.push({ ...answer, line: line ?? 0 });
      else differences.push({ ...answer, line });
    }
  }
  refused.sort((a, b) => a.line - b.line);
  context
    .printer()
    .result({ lines: listed.length, differences, refused }, () =>
      describeDrift(listed.length, differences, refused),
    );
  if (refused.length > 0) {
    throw new CliError('refused', `${refused.length} lines could not be compared.`);
  }
  if (differences.length > 0) {
    throw new CliError('unsound', `the list and the bus differ in ${differences.length} cases.`);
  }
}

async function readList(
  { file, format }: DriftOptions,
  context: CommandContext,
): Promise<readonly (ListedLine | RefusedLine)[]> {
  const source = await openLines(file, format, context.ports);
  const parts: Buffer[] = [];
  const read: (ListedLine | RefusedLine)[] = [];
  for await (const { line, bytes, isEnded } of source.lines) {
    if (line > LINES_MAX) throw new CliError('usage', `${file} has more than ${LINES_MAX} lines.`);
    if (source.format === 'csv') parts.push(bytes, Buffer.from(isEnded ? '\n' : ''));
    else if (bytes.length > 0) read.push(readJsonLine(line, bytes));
  }
  if (source.format === 'ndjson') return read;
  const table = {
    columns: COLUMNS,
    required: COLUMNS.slice(0, 3),
    toValue: (cells: object) => cells,
  };
  const limits = { maxLines: LINES_MAX, maxLineBytes: LINE_BYTES_MAX };
  return readCsv(Buffer.concat(parts), table, limits).map(nameLine);
}

function readJsonLine(line: number, bytes: Buffer): ListedLine | RefusedLine {
  try {
    return nameLine({ line, ok: true, value: parseJsonBytes(bytes) });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return nameLine({ line, ok: false, problem: error });
  }
}

function nameLine(read: NdjsonLine): ListedLine | RefusedLine {
  const { line } = read;
  if (!read.ok) {
    const { code, detail, message, errors } = read.problem;
    return { status: 'refused', line, code, detail: detail ?? message, errors };
  }
  const { caseReference } = (read.value ?? {}) as { readonly caseReference?: unknown };
  if (typeof caseReference === 'string' && CASE_REFERENCE.test(caseReference)) {
    return { line, value: read.value, caseReference };
  }
  const fault = { pointer: '/caseReference', code: 'pattern' };
  return { status: 'refused', line, code: 'invalid-request', detail: '', errors: [fault] };
}

interface SpanPart {
  readonly query: string;
  readonly part: readonly ListedLine[];
}

/** Spans that cover everything, also before the first line and after the last; lines of one case stay together. */
function* cutSpans(sorted: readonly ListedLine[]): Generator<SpanPart> {
  let from = 0;
  let after: string | undefined;
  do {
    let to = Math.min(from + SPAN_LINES, sorted.length);
    while (to < sorted.length && sorted[to]?.caseReference === sorted[to - 1]?.caseReference)
      to += 1;
    const through = to < sorted.length ? sorted[to - 1]?.caseReference : undefined;
    const query = new URLSearchParams({ ...(after && { after }), ...(through && { through }) });
    yield { query: query.size === 0 ? '' : `?${query}`, part: sorted.slice(from, to) };
    from = to;
    after = through;
  } while (from < sorted.length);
}

function describeDrift(
  lines: number,
  differences: readonly Difference[],
  refused: readonly RefusedLine[],
): string {
  const rows = differences.map((one) => [
    one.difference,
    one.caseReference,
    one.capacity,
    one.fields.join(', '),
    one.state ?? '',
    one.line === null ? '' : String(one.line),
  ]);
  return [
    formatTable(
      ['difference', 'case', 'capacity', 'fields', 'state', 'line'],
      rows,
      `${lines} cases listed: the list and the bus agree`,
    ),
    ...refused.map(
      ({ line, code, errors }) =>
        `line ${line}: ${errors.length > 0 ? errors.map(describeFault).join('; ') : code}`,
    ),
  ].join('\n');
}
