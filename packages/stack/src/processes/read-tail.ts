import fs from 'node:fs';

const TAIL_BYTES = 16_384;

/** The last lines of a text file; empty when there is none. Reads its end only. */
export function readTail(file: string, lines = 8): string {
  if (!fs.existsSync(file)) return '';
  const opened = fs.openSync(file, 'r');
  try {
    const { size } = fs.fstatSync(opened);
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    fs.readSync(opened, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString().trimEnd().split('\n').slice(-lines).join('\n');
  } finally {
    fs.closeSync(opened);
  }
}
