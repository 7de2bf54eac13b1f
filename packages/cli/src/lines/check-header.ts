import { type CsvTable, Problem, readCsv } from '@told/service';
import type { LinesFile } from './open-lines.ts';
import { describeRefusal } from './send-lines.ts';
import type { FileLine } from './split-lines.ts';

/**
 * The file, its header looked at before anything is sent: the first line of a file without one would pass for it, and that case would be
 * left out. A file of JSON lines has none. Throws CliError `refused` with the gateway's `csv-header`.
 */
export async function checkHeader(
  file: LinesFile,
  table: CsvTable,
  maxLineBytes: number,
): Promise<LinesFile> {
  if (file.format !== 'csv') return file;
  const lines = file.lines[Symbol.asyncIterator]();
  const first = await lines.next();
  const header = first.done === true ? undefined : first.value;
  try {
    readCsv(header?.bytes ?? Buffer.alloc(0), table, { maxLines: 1, maxLineBytes });
  } catch (error) {
    await lines.return?.();
    if (!(error instanceof Problem)) throw error;
    const { status, code, detail, message, errors } = error;
    throw describeRefusal(status, { code, detail: detail ?? message, errors });
  }
  return { ...file, lines: startWith(header, lines) };
}

async function* startWith(
  first: FileLine | undefined,
  rest: AsyncIterator<FileLine>,
): AsyncGenerator<FileLine> {
  try {
    if (first !== undefined) yield first;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}
