import fs from 'node:fs';
import path from 'node:path';
import { CSV_MEDIA_TYPE, NDJSON_MEDIA_TYPE } from '@told/service';
import { Option } from 'commander';
import type { CliPorts } from '../command-context.ts';
import { CliError } from '../exit-codes.ts';
import { type FileLine, splitLines } from './split-lines.ts';

export type LinesFormat = 'csv' | 'ndjson';

export interface LinesFile {
  readonly format: LinesFormat;
  readonly mediaType: string;
  readonly lines: AsyncIterable<FileLine>;
}

export const formatOption = (): Option =>
  new Option(
    '--format <format>',
    'how the file is written; by its name’s ending, else ndjson',
  ).choices(['csv', 'ndjson']);

/** Twice what the gateway takes of an interest: what is longer is sent this long, and refused as too long. */
const LINE_BYTES_MAX = 8 * 1024;

/** A file, or standard input for `-`, line by line. Throws CliError `usage` when it cannot be read. */
export async function openLines(
  file: string,
  format: LinesFormat | undefined,
  { lineBytesMax = LINE_BYTES_MAX, ...ports }: CliPorts & { readonly lineBytesMax?: number },
): Promise<LinesFile> {
  const chosen = format ?? (file.toLowerCase().endsWith('.csv') ? 'csv' : 'ndjson');
  const mediaType = chosen === 'csv' ? CSV_MEDIA_TYPE : NDJSON_MEDIA_TYPE;
  const source = file === '-' ? ports.readInput() : await openFile(path.resolve(ports.cwd, file));
  return { format: chosen, mediaType, lines: splitLines(source, lineBytesMax) };
}

async function openFile(file: string): Promise<fs.ReadStream> {
  try {
    const handle = await fs.promises.open(file);
    return handle.createReadStream();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError('usage', `${path.basename(file)} cannot be read: ${code}.`);
  }
}
