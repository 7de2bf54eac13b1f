import type { LinesFile } from './open-lines.ts';
import type { FileLine } from './split-lines.ts';

/** What goes in one request, and which line of the file each line of the request is. */
export interface Chunk {
  readonly body: Buffer;
  /** Line numbers of the file by line numbers of the request. */
  readonly fileLineOf: (line: number) => number;
  readonly lines: number;
  readonly lastLine: number;
  /** True when nothing but white space stands on these lines: nobody need be asked about them. */
  readonly isBlank: boolean;
}

const NEWLINE = Buffer.from('\n');
const SPACE = 0x20;

/** Cuts a file into requests of at most `max` lines, each with the header of a CSV file; lines before `fromLine` are left out. */
export async function* chunkLines(
  { format, lines }: LinesFile,
  { max, fromLine }: { readonly max: number; readonly fromLine: number },
): AsyncGenerator<Chunk> {
  let header: FileLine | undefined;
  let waiting: FileLine[] = [];
  for await (const line of lines) {
    if (format === 'csv' && header === undefined) {
      header = line;
      continue;
    }
    if (line.line < fromLine) continue;
    waiting.push(line);
    if (waiting.length < max) continue;
    yield makeChunk(header, waiting);
    waiting = [];
  }
  if (waiting.length > 0) yield makeChunk(header, waiting);
}

function makeChunk(header: FileLine | undefined, lines: readonly FileLine[]): Chunk {
  const all = header === undefined ? lines : [header, ...lines];
  const first = (lines[0]?.line ?? 2) - (header === undefined ? 1 : 2);
  return {
    body: Buffer.concat(
      all.flatMap(({ bytes, isEnded }) => (isEnded ? [bytes, NEWLINE] : [bytes])),
    ),
    fileLineOf: (line) => line + first,
    lines: lines.length,
    lastLine: lines.at(-1)?.line ?? 1,
    isBlank: lines.every(({ bytes }) => bytes.every((byte) => byte <= SPACE)),
  };
}
