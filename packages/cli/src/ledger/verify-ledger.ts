import fs from 'node:fs';
import path from 'node:path';
import {
  readLines,
  reportVerified,
  type Verifier,
  type VerifyReport,
  verifyBundle,
} from '@told/ledger';
import type { CommandContext } from '../command-context.ts';
import { createProgress, type Progress } from '../demo/progress.ts';
import { CliError } from '../exit-codes.ts';
import type { ServedLedger } from './serve-ledger.ts';

interface Trust {
  readonly trusted: readonly Verifier[];
  /** Heads that one kept. */
  readonly kept: readonly string[];
}

const PIECE_BYTES = 1024 * 1024;
const MEGABYTE = 1_000_000;

/** Checks a file, or standard input for `-`, without asking anybody. Throws CliError `usage` when it cannot be read. */
export async function verifyFile(
  file: string,
  trust: Trust,
  context: CommandContext,
): Promise<VerifyReport> {
  const isInput = file === '-';
  const at = path.resolve(context.ports.cwd, file);
  const bytes = isInput ? 0 : sizeOf(at, file);
  const source = isInput
    ? context.ports.readInput()
    : fs.createReadStream(at, { highWaterMark: PIECE_BYTES });
  const progress = createProgress(context.printer(), 'MB read', () => Math.ceil(bytes / MEGABYTE));
  const seen = bytes === 0 ? source : countBytes(source, progress);
  try {
    return await verifyLines(readLines(seen), trust);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new CliError('usage', `${file} cannot be read: ${code}.`);
  } finally {
    progress.end();
  }
}

/** Checks what a running service gives, as far as its newest head goes. */
export async function verifyServed(
  { head, lines }: ServedLedger,
  trust: Trust,
  context: CommandContext,
): Promise<VerifyReport> {
  const progress = createProgress(context.printer(), 'entries', () => head.size);
  try {
    return await verifyLines(countEntries(lines(), progress), trust);
  } finally {
    progress.end();
  }
}

const verifyLines = async (
  lines: AsyncIterable<string>,
  { trusted, kept }: Trust,
): Promise<VerifyReport> =>
  reportVerified(await verifyBundle(lines, { trusted, earlier: kept }), kept.length);

function sizeOf(at: string, file: string): number {
  try {
    return fs.statSync(at).size;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError('usage', `${file} cannot be read: ${code}.`);
  }
}

async function* countBytes(
  source: AsyncIterable<Uint8Array>,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const chunk of source) {
    yield chunk;
    read += chunk.length;
    progress.update(Math.round(read / MEGABYTE));
  }
}

async function* countEntries(
  lines: AsyncIterable<string>,
  progress: Progress,
): AsyncGenerator<string> {
  let entries = 0;
  for await (const line of lines) {
    yield line;
    if (line.startsWith('{')) continue;
    entries += 1;
    progress.update(entries);
  }
}
