import { CSV_MEDIA_TYPE, type ExportRow, writeExport } from '@told/service';
import type { Download } from './page.ts';

/** A table as a file, written as its rows come. */
export const csvFile = (
  fileName: string,
  columns: readonly string[],
  rows: AsyncIterable<readonly ExportRow[]>,
): Download => ({
  fileName,
  mediaType: `${CSV_MEDIA_TYPE}; charset=utf-8`,
  text: writeText(columns, rows),
});

async function* writeText(
  columns: readonly string[],
  rows: AsyncIterable<readonly ExportRow[]>,
): AsyncGenerator<string> {
  for await (const { text } of writeExport({ columns, format: 'csv' }, rows)) yield text;
}
