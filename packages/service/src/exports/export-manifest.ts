import { createHash } from 'node:crypto';
import type { ExportFormat } from './format-rows.ts';

/** Some rows of a file, so that who finds it changed finds out where. */
interface ExportPiece {
  readonly rows: number;
  readonly bytes: number;
  /** SHA-256, hex. */
  readonly sha256: string;
}

/** What an exported file holds and was asked for: with it the file can be checked, and asked for again. */
export interface ExportManifest extends ExportPiece {
  readonly manifest: 'told-export/1';
  readonly table: string;
  readonly format: ExportFormat;
  readonly columns: readonly string[];
  /** What was asked for; without a member, everything. */
  readonly filters: Readonly<Record<string, string | number>>;
  /** Of 10,000 rows each, in their order; the first begins with the header. Together they are the file. */
  readonly pieces: readonly ExportPiece[];
}

export type ExportedTable = Pick<ExportManifest, 'table' | 'format' | 'columns' | 'filters'>;

export const PIECE_ROWS = 10_000;

/** Follows a file while it is written. Memory grows by one hash for each piece. */
export interface ExportDigest {
  /** `rows` lines, which `text` holds; the header is none. */
  take(text: string, rows: number): void;
  finish(): ExportManifest;
}

/** Whoever writes the same rows in other portions gets the same manifest, as long as no portion goes over the end of a piece. */
export function digestExport(table: ExportedTable): ExportDigest {
  const whole = createHash('sha256');
  const pieces: ExportPiece[] = [];
  let piece = { rows: 0, bytes: 0, hash: createHash('sha256') };
  const total = { rows: 0, bytes: 0 };

  function closePiece(): void {
    const { rows, bytes, hash } = piece;
    pieces.push({ rows, bytes, sha256: hash.digest('hex') });
    piece = { rows: 0, bytes: 0, hash: createHash('sha256') };
  }

  return {
    take(text, rows) {
      const bytes = Buffer.from(text);
      whole.update(bytes);
      piece.hash.update(bytes);
      for (const sum of [total, piece]) {
        sum.rows += rows;
        sum.bytes += bytes.length;
      }
      if (piece.rows >= PIECE_ROWS) closePiece();
    },
    finish() {
      if (piece.bytes > 0) closePiece();
      const sha256 = whole.digest('hex');
      return { manifest: 'told-export/1', ...table, ...total, sha256, pieces };
    },
  };
}
