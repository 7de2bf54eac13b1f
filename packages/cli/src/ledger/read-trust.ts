import fs from 'node:fs';
import path from 'node:path';
import { parseKeys, readKeptHead, type Verifier } from '@told/ledger';
import { CliError } from '../exit-codes.ts';

/** Keys that the caller trusts: each a published key, or a file with one a line. Throws CliError `usage`. */
export function readTrusted(keys: readonly string[], cwd: string): readonly Verifier[] {
  return keys.flatMap((keyOrFile) => {
    const found = parseKeys(keyOrFile) ?? parseKeys(readFile(keyOrFile, cwd));
    if (found !== undefined) return found;
    throw new CliError(
      'usage',
      `${keyOrFile} is no published key, and no file of them.\nFix: a key is name+id+base64; a file has one a line.`,
    );
  });
}

/** Heads that the caller kept. Throws CliError `usage` for a file that is none. */
export function readKeptHeads(files: readonly string[], cwd: string): readonly string[] {
  return files.map((file) => {
    const note = readFile(file, cwd);
    if (readKeptHead(note) !== undefined) return note;
    throw new CliError(
      'usage',
      `${file} is no signed head.\nFix: give a file that "told ledger head --out" has written.`,
    );
  });
}

function readFile(file: string, cwd: string): string {
  try {
    return fs.readFileSync(path.resolve(cwd, file), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError('usage', `${file} cannot be read: ${code}.`);
  }
}
