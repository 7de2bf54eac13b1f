/** One physical line of a file, numbered from 1, without its line break. */
export interface FileLine {
  readonly line: number;
  readonly bytes: Buffer;
  /** False for a last line that no line break ends: the file may be cut. */
  readonly isEnded: boolean;
}

const NEWLINE = 0x0a;
/** Splits a stream of bytes into lines, whatever its length, keeping no more than one line at a time, and of that no more than `lineBytesMax`. */
export async function* splitLines(
  source: AsyncIterable<Uint8Array | string>,
  lineBytesMax: number,
): AsyncGenerator<FileLine> {
  let line = 1;
  let kept: Buffer = Buffer.alloc(0);
  let hasBytes = false;
  const keep = (bytes: Buffer): void => {
    hasBytes ||= bytes.length > 0;
    const room = lineBytesMax - kept.length;
    if (room > 0) kept = Buffer.concat([kept, bytes.subarray(0, room)]);
  };
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk as string);
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
      keep(bytes.subarray(from, at));
      yield { line, bytes: kept, isEnded: true };
      line += 1;
      kept = Buffer.alloc(0);
      hasBytes = false;
      from = at + 1;
    }
    keep(bytes.subarray(from));
  }
  if (hasBytes) yield { line, bytes: kept, isEnded: false };
}
