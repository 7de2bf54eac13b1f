import type { CommandContext } from '../command-context.ts';
import type { Connection } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { checkHeader } from '../lines/check-header.ts';
import { type Chunk, chunkLines } from '../lines/chunk-lines.ts';
import { type LinesFormat, openLines } from '../lines/open-lines.ts';
import { describeFault, type LineFault, sendLines } from '../lines/send-lines.ts';
import type { Printer } from '../print.ts';

export interface RegisterFileOptions {
  readonly file: string;
  readonly format?: LinesFormat;
  readonly fromLine: number;
  /** For every line that does not say so itself. */
  readonly backFill?: boolean;
  readonly dryRun?: boolean;
}

interface LineAnswer {
  readonly line: number;
  readonly status: 'registered' | 'changed' | 'unchanged' | 'refused';
  readonly state?: string;
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly LineFault[];
}

type Refused = Required<Pick<LineAnswer, 'line' | 'code' | 'detail' | 'errors'>>;

interface Report {
  lines: number;
  registered: number;
  changed: number;
  unchanged: number;
  /** Registered without a number: they wait for their person, or for an officer. */
  uncertain: number;
  readonly refused: Refused[];
  doneThroughLine: number;
}

/** Half of what the gateway takes at once, so that one answer is not long in coming. */
const CHUNK_LINES = 500;
/** As the gateway takes them. */
const REQUIRED = ['capacity', 'caseReference', 'from'];
const PERSON = ['nino', 'surname', 'forename', 'birthDate', 'postcode'];
const TABLE = {
  columns: [...REQUIRED, 'until', 'backFill', ...PERSON],
  required: REQUIRED,
  toValue: (cells: object) => cells,
};
const HEADER_BYTES_MAX = 2048;
const PROGRESS_LINES = 10_000;
const SHOWN_MAX = 20;

/**
 * Registers a file of any length, chunk by chunk. Registering is idempotent, so a file may be sent again as a whole, or from a line on; a
 * refused line stops no other and is named by its number, its field and its rule.
 */
export async function registerFile(
  options: RegisterFileOptions,
  connect: () => Connection,
  context: CommandContext,
): Promise<void> {
  const printer = context.printer();
  const opened = await openLines(options.file, options.format, context.ports);
  const file = await checkHeader(opened, TABLE, HEADER_BYTES_MAX);
  const chunks = chunkLines(file, { max: CHUNK_LINES, fromLine: options.fromLine });
  if (options.dryRun === true) {
    let lines = 0;
    for await (const chunk of chunks) lines += chunk.lines;
    return printer.result({ lines, status: 'not-sent' }, () => `would send ${lines} lines`);
  }
  const connection = connect();
  const report = { lines: 0, registered: 0, changed: 0, unchanged: 0, uncertain: 0 };
  const done: Report = { ...report, refused: [], doneThroughLine: options.fromLine - 1 };
  const path = `/v1/interests/bulk${options.backFill === true ? '?backFill=true' : ''}`;
  const { mediaType } = file;
  for await (const chunk of chunks) {
    const answers = await sendChunk(chunk, { path, mediaType }, connection, done);
    addAnswers(done, chunk, answers);
    if (done.lines % PROGRESS_LINES < chunk.lines) {
      printer.note(`  ${done.lines.toLocaleString('en-GB')} lines sent`);
    }
  }
  printReport(done, printer);
}

async function sendChunk(
  { body }: Chunk,
  to: { readonly path: string; readonly mediaType: string },
  connection: Connection,
  done: Report,
): Promise<readonly LineAnswer[]> {
  try {
    return await sendLines<LineAnswer>(connection, { service: 'gateway', ...to, body });
  } catch (error) {
    if (!(error instanceof CliError) || error.exit !== 'unavailable') throw error;
    const { doneThroughLine } = done;
    throw new CliError(
      'unavailable',
      `${error.message}\nFix: the same command again is safe; what is registered already stays as it is. "--from-line ${doneThroughLine + 1}" leaves out what has been answered.`,
      { code: 'unavailable', detail: error.message, doneThroughLine },
    );
  }
}

function addAnswers(report: Report, chunk: Chunk, answers: readonly LineAnswer[]): void {
  report.lines += chunk.lines;
  report.doneThroughLine = chunk.lastLine;
  for (const { line, status, state, code = '', detail = '', errors = [] } of answers) {
    if (status === 'refused') {
      report.refused.push({ line: chunk.fileLineOf(line), code, detail, errors });
      continue;
    }
    report[status] += 1;
    if (state !== 'final') report.uncertain += 1;
  }
}

function printReport(report: Report, printer: Printer): void {
  const { refused, ...counts } = report;
  printer.result({ ...counts, refused }, () =>
    [
      `${counts.lines} lines: ${counts.registered} registered, ${counts.changed} changed, ${counts.unchanged} as before, ${refused.length} refused`,
      ...(counts.uncertain === 0
        ? []
        : [`${counts.uncertain} wait for their person or for an officer: "told matches list"`]),
      ...refused.slice(0, SHOWN_MAX).map(describeRefused),
      ...(refused.length > SHOWN_MAX
        ? [`… and ${refused.length - SHOWN_MAX} more; --json names all`]
        : []),
    ].join('\n'),
  );
  if (refused.length > 0) {
    throw new CliError('refused', `${refused.length} lines were refused; the others are kept.`);
  }
}

function describeRefused({ line, code, detail, errors }: Refused): string {
  const faults = errors.length > 0 ? errors.map(describeFault).join('; ') : `${code}: ${detail}`;
  return `line ${line}: ${faults}`;
}
