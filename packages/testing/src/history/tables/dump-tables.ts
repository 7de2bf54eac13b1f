import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Database, Statement } from '@told/service';
import type { Area } from '../../load/area.ts';
import { withDatabase } from '../read-history.ts';
import { type DerivedTable, listDerivedTables } from './derived-tables.ts';

/** One table as a file: a line a row, its key and then the row, both JSON, with a tab between; sorted by their bytes. */
export interface DumpedTable {
  /** `service/table`. */
  readonly name: string;
  readonly file: string;
  readonly rows: number;
  /** SHA-256 of the file, hex. */
  readonly digest: string;
}

const FETCH_ROWS: Statement = { name: 'dump_fetch', text: 'FETCH 2000 FROM dump' };

/** Writes every derived table of an area into a folder. Rejects as the databases do. */
export async function dumpTables(area: Area, dir: string): Promise<readonly DumpedTable[]> {
  fs.mkdirSync(dir, { recursive: true });
  const dumped: DumpedTable[] = [];
  for (const service of Object.keys(area.profile.databases).sort()) {
    const tables = listDerivedTables(service);
    if (tables.length === 0) continue;
    await withDatabase(area, service, async (db) => {
      for (const table of tables) {
        const file = path.join(dir, `${service}.${table.table}.txt`);
        dumped.push({
          name: `${service}/${table.table}`,
          file,
          ...(await dumpTable(db, table, file)),
        });
      }
    });
  }
  return dumped;
}

/** Row by row through a cursor, so that a table of any length is sorted by the server and held by nobody. */
function dumpTable(
  db: Database,
  table: DerivedTable,
  file: string,
): Promise<{ readonly rows: number; readonly digest: string }> {
  return db.transaction(async (tx) => {
    const hash = crypto.createHash('sha256');
    const written = fs.openSync(file, 'w');
    let rows = 0;
    try {
      await tx.query(declare(table));
      for (;;) {
        const { rows: some } = await tx.query<{ readonly line: string }>(FETCH_ROWS);
        if (some.length === 0) break;
        const text = some.map(({ line }) => `${line}\n`).join('');
        hash.update(text);
        fs.writeSync(written, text);
        rows += some.length;
      }
    } finally {
      fs.closeSync(written);
    }
    return { rows, digest: hash.digest('hex') };
  });
}

function declare({ table, key, without, where = 'true', secret }: DerivedTable): Statement {
  const row = `to_jsonb(kept) - '{${without.join(',')}}'::text[]`;
  const kept =
    secret === undefined
      ? row
      : `CASE WHEN ${secret.when} THEN ${row} - '{${secret.ids.join(',')}}'::text[] ELSE ${row} END`;
  const name = `jsonb_build_array(${key.map((column) => `dumped.row -> '${column}'`).join(', ')})`;
  return {
    name: `dump_${table}`,
    text: `DECLARE dump NO SCROLL CURSOR FOR
      SELECT line.key || E'\\t' || line.row AS line FROM (SELECT ${kept} AS row FROM ${table} AS kept WHERE ${where}) AS dumped
        CROSS JOIN LATERAL (SELECT ${name}::text AS key, dumped.row::text AS row) AS line
      ORDER BY line.key COLLATE "C", line.row COLLATE "C"`,
  };
}
