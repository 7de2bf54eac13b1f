import fs from 'node:fs';
import path from 'node:path';
import type { CommandContext } from '../command-context.ts';
import { createProgress } from '../demo/progress.ts';
import { CliError } from '../exit-codes.ts';
import { createLineFile, during, type WrittenFile } from '../people/line-file.ts';
import type { ServedLedger } from './serve-ledger.ts';

export interface ExportedLedger extends WrittenFile {
  readonly file: string;
  readonly ledger: string;
  /** As many as the newest head covers. */
  readonly entries: number;
}

/**
 * Writes the whole ledger as a bundle. The file has its name only once all of it is on the disk; until then it is called `….part`, which the
 * next export writes over. Memory does not grow with the ledger. Throws CliError `usage` when the file is there already.
 */
export async function exportLedger(
  { head, lines }: ServedLedger,
  file: string,
  context: CommandContext,
): Promise<ExportedLedger> {
  const target = path.resolve(context.ports.cwd, file);
  if (fs.existsSync(target))
    throw new CliError('usage', `${file} is there already: nothing was written.`);
  const part = `${target}.part`;
  const progress = createProgress(context.printer(), 'entries', () => head.size);
  const out = await createLineFile(part);
  let entries = 0;
  let written: WrittenFile;
  try {
    for await (const line of lines()) {
      await out.write(line);
      if (line.startsWith('{')) continue;
      entries += 1;
      progress.update(entries);
    }
  } finally {
    progress.end();
    written = await out.close();
  }
  await during(file, keepForGood(part, target));
  return { file, ledger: head.origin, entries, ...written };
}

/** A name that outlives a power cut has the bytes on the disk before it. */
async function keepForGood(part: string, target: string): Promise<void> {
  const handle = await fs.promises.open(part, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await fs.promises.rename(part, target);
}
