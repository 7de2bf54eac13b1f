import fs from 'node:fs/promises';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import type { CliPorts } from './command-context.ts';
import { CliError } from './exit-codes.ts';

/** What some editors begin a file with. */
const BYTE_ORDER_MARK = /^\ufeff/;

/** The JSON of a file, or of standard input for `-`. Throws CliError `usage` when there is none. */
export async function readJson(file: string, ports: CliPorts): Promise<unknown> {
  const source = file === '-' ? 'standard input' : file;
  const content =
    file === '-'
      ? await readAll(ports.readInput())
      : await fs
          .readFile(path.resolve(ports.cwd, file), 'utf8')
          .catch((error: NodeJS.ErrnoException) => {
            throw new CliError('usage', `${file} cannot be read: ${error.code}.`);
          });
  try {
    return JSON.parse(content.replace(BYTE_ORDER_MARK, ''));
  } catch {
    throw new CliError('usage', `${source} does not hold JSON.`);
  }
}
