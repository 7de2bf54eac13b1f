import { isUtf8 } from 'node:buffer';
import { BUNDLE_LIMITS } from './limits.ts';

const NEWLINE = 0x0a;

/**
 * The lines of a file that may hold anything: however long it is, no more than one line is kept at a time, and of that no more than
 * `BUNDLE_LIMITS.lineBytes`. A longer one, and one that is not UTF-8, is given as an empty line, which no bundle has: decoded with a replacement
 * character, other bytes would pass for those that were hashed.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let length = 0;
  const keep = (part: Buffer): void => {
    length += part.length;
    if (length <= BUNDLE_LIMITS.lineBytes) parts.push(part);
    else parts = [];
  };
  const take = (): string => {
    const [first = Buffer.alloc(0)] = parts;
    const line = parts.length > 1 ? Buffer.concat(parts) : first;
    parts = [];
    length = 0;
    return isUtf8(line) ? line.toString() : '';
  };
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
      keep(bytes.subarray(from, at));
      yield take();
      from = at + 1;
    }
    if (from < bytes.length) keep(bytes.subarray(from));
  }
  if (length > 0) yield take();
}
