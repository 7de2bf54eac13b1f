import type { CsvTable } from '@told/service';
import type { CommandContext } from '../command-context.ts';
import { CliError } from '../exit-codes.ts';
import { checkHeader } from './check-header.ts';
import { type Chunk, chunkLines } from './chunk-lines.ts';
import type { LineSender } from './line-sender.ts';
import { type LinesFormat, openLines } from './open-lines.ts';
import { describeFault, type LineFault } from './send-lines.ts';

export interface FileToSend {
  /** Path, or - for standard input. */
  readonly file: string;
  readonly format?: LinesFormat | undefined;
  readonly fromLine: number;
  /** What a line is called when there is none. */
  readonly noun: string;
  /** Of a CSV file. */
  readonly table: CsvTable | null;
  /** How much of a line is sent, if not 8 KiB: more than the service takes, so that it is the service that refuses a longer one. */
  readonly lineBytesMax?: number;
  /** Nothing is sent, and `open` not called. */
  readonly dryRun?: boolean | undefined;
}

/** What a service says of a line that it refuses, by the line's number in the request. */
interface RefusedAnswer {
  readonly line: number;
  readonly status: 'refused';
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly LineFault[];
}

/** The same by the line's number in the file. */
export type RefusedLine = Required<Omit<RefusedAnswer, 'status'>>;

export interface SentFile {
  readonly lines: number;
  readonly refused: readonly RefusedLine[];
  readonly doneThroughLine: number;
}

/** Half of what a service takes at once, so that one answer is not long in coming. */
const CHUNK_LINES = 500;
const HEADER_BYTES_MAX = 2048;
const PROGRESS_LINES = 10_000;
const SHOWN_MAX = 20;

/**
 * Sends a file of any length, chunk by chunk; `take` is told of each line that is not refused. What a line asks for is idempotent, so a file may
 * be sent again as a whole, or from a line on; a refused line stops no other. Throws CliError `usage` for a file without a line, `unavailable`
 * with the line to go on from.
 */
export async function sendFile<A extends { readonly line: number; readonly status: string }>(
  wanted: FileToSend,
  open: () => LineSender | Promise<LineSender>,
  context: CommandContext,
  take: (answer: A) => void,
): Promise<SentFile> {
  const { format, fromLine, table, lineBytesMax } = wanted;
  const bound = lineBytesMax === undefined ? {} : { lineBytesMax };
  const opened = await openLines(wanted.file, format, { ...context.ports, ...bound });
  const file = table === null ? opened : await checkHeader(opened, table, HEADER_BYTES_MAX);
  const chunks = requireLines(chunkLines(file, { max: CHUNK_LINES, fromLine }), wanted);
  const printer = context.printer();
  const sender = wanted.dryRun === true ? undefined : await open();
  const refused: RefusedLine[] = [];
  const done = { lines: 0, doneThroughLine: fromLine - 1 };
  try {
    for await (const chunk of chunks) {
      const answers = await sendChunk<A>(chunk, file.mediaType, sender, done);
      done.lines += chunk.lines;
      done.doneThroughLine = chunk.lastLine;
      for (const answer of answers) {
        if (isRefused(answer)) refused.push(toFileLine(answer, chunk));
        else take(answer);
      }
      if (sender !== undefined && done.lines % PROGRESS_LINES < chunk.lines) {
        printer.note(`  ${done.lines.toLocaleString('en-GB')} lines sent`);
      }
    }
  } finally {
    await sender?.close();
  }
  return { ...done, refused };
}

const isRefused = (answer: { readonly status: string }): answer is RefusedAnswer =>
  answer.status === 'refused';

const toFileLine = (
  { line, code, detail = '', errors = [] }: RefusedAnswer,
  { fileLineOf }: Chunk,
): RefusedLine => ({ line: fileLineOf(line), code, detail, errors });

/** The chunks that hold anything. An export that failed must not pass for one that was sent. */
async function* requireLines(
  chunks: AsyncIterable<Chunk>,
  { file, fromLine, noun }: FileToSend,
): AsyncGenerator<Chunk> {
  let isEmpty = true;
  for await (const chunk of chunks) {
    if (chunk.isBlank) continue;
    isEmpty = false;
    yield chunk;
  }
  if (!isEmpty) return;
  const source = file === '-' ? 'standard input' : file;
  const where = fromLine > 1 ? ` from line ${fromLine} on` : '';
  throw new CliError('usage', `there is no ${noun} in ${source}${where}: nothing was sent.`);
}

async function sendChunk<A>(
  { body }: Chunk,
  mediaType: string,
  sender: LineSender | undefined,
  { doneThroughLine }: { readonly doneThroughLine: number },
): Promise<readonly A[]> {
  try {
    return ((await sender?.send(body, mediaType)) ?? []) as readonly A[];
  } catch (error) {
    if (!(error instanceof CliError) || error.exit !== 'unavailable') throw error;
    throw new CliError(
      'unavailable',
      `${error.message}\nFix: the same command again is safe; what was taken already stays as it is. "--from-line ${doneThroughLine + 1}" leaves out what has been answered.`,
      { code: 'unavailable', detail: error.message, doneThroughLine },
    );
  }
}

/** The refused lines for people, the first of them only. */
export const describeRefusedLines = (refused: readonly RefusedLine[]): readonly string[] => [
  ...refused.slice(0, SHOWN_MAX).map(describeRefused),
  ...(refused.length > SHOWN_MAX
    ? [`… and ${refused.length - SHOWN_MAX} more; --json names all`]
    : []),
];

function describeRefused({ line, code, detail, errors }: RefusedLine): string {
  const faults = errors.length > 0 ? errors.map(describeFault).join('; ') : `${code}: ${detail}`;
  return `line ${line}: ${faults}`;
}

/** Throws CliError `refused` when any line was, once the report is printed. */
export function requireAllTaken(refused: readonly RefusedLine[]): void {
  if (refused.length > 0) {
    throw new CliError('refused', `${refused.length} lines were refused; the others are kept.`);
  }
}
