import type { Statement, Transaction } from '@told/service';
import { AgencyError } from '../../errors.ts';

/** What of a table is compared, and by what its rows are told apart. */
export interface TableShape {
  readonly table: string;
  readonly columns: readonly string[];
  /** Of the primary key, in its order. */
  readonly key: readonly KeyColumn[];
}

interface KeyColumn {
  readonly name: string;
  /** As SQL writes it, with its collation. */
  readonly type: string;
}

const READ_COLUMNS: Statement = {
  name: 'rebuild_read_columns',
  text: `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, k.place,
      (SELECT datcollate || ' ' || coalesce(datlocale, '') FROM pg_database WHERE datname = current_database()) AS collation
    FROM pg_attribute AS a
      JOIN pg_index AS i ON i.indrelid = a.attrelid AND i.indisprimary
      LEFT JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attnum, place) ON k.attnum = a.attnum
    WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum`,
};

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  /** In the primary key; null: not of it. */
  readonly place: number | null;
  /** How the database orders text. */
  readonly collation: string;
}

/** The shape of a table that must be the same on both sides. Throws `tables-differ`. */
export async function readShape(
  source: Pick<Transaction, 'query'>,
  scratch: Pick<Transaction, 'query'>,
  table: string,
): Promise<TableShape> {
  const [columns, others] = await Promise.all(
    [source, scratch].map(
      async (side) => (await side.query<ColumnRow>(READ_COLUMNS, [table])).rows,
    ),
  );
  const same = JSON.stringify(columns) === JSON.stringify(others);
  if (columns === undefined || columns.length === 0 || !same)
    throw new AgencyError('tables-differ', { table });
  const key = columns
    .filter(({ place }) => place !== null)
    .toSorted((a, b) => Number(a.place) - Number(b.place));
  return {
    table,
    columns: columns.map(({ name }) => name),
    key: key.map(({ name, type }) => ({ name, type })),
  };
}
