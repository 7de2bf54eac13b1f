import {
  digestExport,
  type ExportedTable,
  type ExportManifest,
  PIECE_ROWS,
} from './export-manifest.ts';
import { type ExportRow, formatHeader, formatRows } from './format-rows.ts';

/** A file of rows, portion by portion: the header, then rows as they come. Memory does not grow with the rows. */
export async function* writeExport(
  { columns, format }: Pick<ExportedTable, 'columns' | 'format'>,
  rows: AsyncIterable<readonly ExportRow[]>,
): AsyncGenerator<ExportPortion> {
  yield { text: formatHeader(columns, format), rows: 0 };
  let written = 0;
  for await (const some of rows) {
    for (let at = 0; at < some.length; ) {
      const portion = some.slice(at, at + PIECE_ROWS - (written % PIECE_ROWS));
      yield { text: formatRows(portion, columns, format), rows: portion.length };
      at += portion.length;
      written += portion.length;
    }
  }
}

/** Never over the end of a piece of the manifest. */
export interface ExportPortion {
  readonly text: string;
  readonly rows: number;
}

/** The manifest of the file that `writeExport` gives for the same table and rows. */
export async function describeExport(
  table: ExportedTable,
  rows: AsyncIterable<readonly ExportRow[]>,
): Promise<ExportManifest> {
  const digest = digestExport(table);
  for await (const { text, rows: count } of writeExport(table, rows)) digest.take(text, count);
  return digest.finish();
}
