import fs from 'node:fs/promises';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { Problem, parseJsonText } from '@told/service';
import type { CliPorts } from './command-context.ts';
import { CliError } from './exit-codes.ts';

/** What some editors begin a file with. */
const BYTE_ORDER_MARK = /^\ufeff/;

/**
 * The JSON of a file, or of standard input for `-`, read as a service reads a body: what it would refuse is said before anything is sent. Throws
 * CliError `usage` when there is none.
 */
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
    return parseJsonText(content.replace(BYTE_ORDER_MARK, ''));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new CliError('usage', `${source} ${sayFault(error)}`);
  }
}

function sayFault({ code, errors, message }: Problem): string {
  if (code === 'malformed-json') return 'does not hold JSON.';
  const at = errors.map(({ pointer }) => ` at ${pointer}`).join(',');
  return `is refused${at}: ${message} (${code}).`;
}
