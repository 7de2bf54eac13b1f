import type { Database, ExportRow, Statement } from '@told/service';
import { describeRows } from './entry-rows.ts';

// A window is read by its place and then looked through: by the time it was asked for, everything of that time would be read for each.
export const READ_WINDOW: Statement = {
  name: 'audit_read_window',
  text: `SELECT text FROM (SELECT index, text, kind, at FROM entry WHERE ledger = $1 AND index >= $2 AND index < $3 OFFSET 0) AS placed
         WHERE ($4::text IS NULL OR kind = $4) AND at >= $5 AND at < $6
         ORDER BY index`,
};

/** Entries that one statement looks at, whatever few of them it gives. */
const WINDOW = 2_000;

export interface RowsAsked {
  readonly ledger: number;
  /** As many as a signed head covers. */
  readonly size: number;
  readonly kind?: string;
  readonly agency?: string;
  /** Microseconds; from this on, and before that. */
  readonly fromMicros: number;
  readonly untilMicros: number;
}

/** The rows asked for, in the order of the entries: the same for ever, since entries below a head never change. */
export async function* readRows(
  db: Database,
  { ledger, size, kind, agency, fromMicros, untilMicros }: RowsAsked,
): AsyncGenerator<readonly ExportRow[]> {
  for (let from = 0; from < size; from += WINDOW) {
    const { rows } = await db.query<{ text: string }>(READ_WINDOW, [
      ...[ledger, from, Math.min(size, from + WINDOW), kind ?? null, fromMicros, untilMicros],
    ]);
    yield rows.flatMap(({ text }) => describeRows(text, agency));
  }
}
