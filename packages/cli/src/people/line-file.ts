import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { CliError } from '../exit-codes.ts';

/** What was written, for whoever checks the file later. */
export interface WrittenFile {
  readonly lines: number;
  readonly bytes: number;
  /** SHA-256 of its bytes, hex. */
  readonly sha256: string;
}

export interface LineFile {
  /** Resolves when there is room for more. */
  write(line: string): Promise<void> | undefined;
  close(): Promise<WrittenFile>;
}

/** Lines are handed to the file in pieces of about this size: more than a disk asks for at once. */
const PIECE_UNITS = 256 * 1024;

/** Begins a file of lines anew; holds one piece of it. Throws CliError `unfit` when the disk is full or refuses. */
export async function createLineFile(file: string): Promise<LineFile> {
  const handle = await during(file, fs.promises.open(file, 'w'));
  const digest = createHash('sha256');
  let piece = '';
  let lines = 0;
  let bytes = 0;
  const flush = async (): Promise<void> => {
    const chunk = Buffer.from(piece);
    piece = '';
    digest.update(chunk);
    bytes += chunk.length;
    await during(file, handle.writeFile(chunk));
  };
  return {
    write(line) {
      piece += `${line}\n`;
      lines += 1;
      return piece.length < PIECE_UNITS ? undefined : flush();
    },
    async close() {
      try {
        await flush();
      } finally {
        await handle.close();
      }
      return { lines, bytes, sha256: digest.digest('hex') };
    },
  };
}

/** Turns what the disk says into what the user may do. */
export async function during<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CliError(
      'unfit',
      `${path.basename(file)} cannot be written (${code}).\nFix: name a folder with room that you may write to with --out.`,
    );
  }
}
