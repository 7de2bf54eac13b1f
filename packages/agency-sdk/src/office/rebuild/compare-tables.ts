import type { Statement, Transaction } from '@told/service';
import { readShape, type TableShape } from './table-shape.ts';

/** A row in which the office's tables and those made anew are not the same. Values are in neither: they stay at the office. */
export interface Finding {
  readonly table: string;
  /** `missing`: the office has no such row; `additional`: the entries make no such row. */
  readonly kind: 'missing' | 'additional' | 'different';
  /** Column of the primary key → text. */
  readonly key: Readonly<Record<string, string>>;
  /** Columns that differ. */
  readonly columns: readonly string[];
}

export interface ComparedTable {
  readonly table: string;
  readonly equal: number;
  readonly missing: number;
  readonly additional: number;
  readonly different: number;
}

export interface Compared {
  readonly tables: readonly ComparedTable[];
  /** The first of all. */
  readonly findings: readonly Finding[];
}

export interface CompareOptions {
  /** Sees the office as it was at the last entry taken. */
  readonly source: Pick<Transaction, 'query'>;
  readonly scratch: Pick<Transaction, 'query'>;
  readonly tables: readonly string[];
  /** Rows of one side in memory at once. */
  readonly pageRows?: number;
  /** Findings kept at most; more are counted. */
  readonly findingsMax?: number;
  readonly onProgress?: (at: { readonly table: string; readonly rows: number }) => void;
}

const PAGE_ROWS = 1_000;
const FINDINGS_MAX = 1_000;

/** Compares tables row by row, by the text of every column; pages of both sides are read in the order of the key. */
export async function compareTables(options: CompareOptions): Promise<Compared> {
  const { source, scratch, findingsMax = FINDINGS_MAX } = options;
  const findings: Finding[] = [];
  const tables: ComparedTable[] = [];
  for (const table of options.tables) {
    const shape = await readShape(source, scratch, table);
    const counts = { table, equal: 0, missing: 0, additional: 0, different: 0 };
    for await (const [ours, anew] of readBoth(options, shape)) {
      for (const [kind, key] of judge(ours, anew)) {
        counts[kind] += 1;
        if (kind !== 'equal' && findings.length < findingsMax)
          findings.push(await describeFinding(options, shape, kind, key));
      }
      const rows = counts.equal + counts.missing + counts.additional + counts.different;
      options.onProgress?.({ table, rows });
    }
    tables.push(counts);
  }
  return { tables, findings };
}

/** A row's key, column by column as text, and all of it as text. */
interface Row {
  readonly key: readonly string[];
  readonly row: string;
}

/** All rows of both sides in one stretch of keys after the other. */
async function* readBoth(
  { source, scratch, pageRows = PAGE_ROWS }: CompareOptions,
  shape: TableShape,
): AsyncGenerator<readonly [readonly Row[], readonly Row[]]> {
  for (let after: readonly string[] | null = null; ; ) {
    let ours = await readRows(source, shape, { after, upTo: null, limit: pageRows });
    let upTo = ours.length < pageRows ? null : (ours.at(-1)?.key ?? null);
    let anew = await readRows(scratch, shape, { after, upTo, limit: pageRows + 1 });
    if (anew.length > pageRows) {
      // More rows than the office has in this stretch: it ends where they fill a page.
      anew = anew.slice(0, pageRows);
      upTo = anew.at(-1)?.key ?? null;
      ours = await readRows(source, shape, { after, upTo, limit: pageRows });
    }
    yield [ours, anew];
    if (upTo === null) return;
    after = upTo;
  }
}

/** Kind and key of each row of a stretch; the order in which a database has its keys is its own affair. */
function* judge(
  ours: readonly Row[],
  anew: readonly Row[],
): Generator<readonly [Finding['kind'] | 'equal', readonly string[]]> {
  const named = (row: Row): string => JSON.stringify(row.key);
  const wanted = new Map(anew.map((row) => [named(row), row]));
  for (const one of ours) {
    const name = named(one);
    const other = wanted.get(name);
    wanted.delete(name);
    if (other === undefined) yield ['additional', one.key];
    else yield [other.row === one.row ? 'equal' : 'different', one.key];
  }
  for (const { key } of wanted.values()) yield ['missing', key];
}

interface Stretch {
  readonly after: readonly string[] | null;
  /** Included; null: to the end. */
  readonly upTo: readonly string[] | null;
  readonly limit: number;
}

async function readRows(
  from: Pick<Transaction, 'query'>,
  shape: TableShape,
  { after, upTo, limit }: Stretch,
): Promise<readonly Row[]> {
  const statement = stretchStatement(shape, { isAfter: after !== null, isUpTo: upTo !== null });
  const { rows } = await from.query<Row>(statement, [limit, ...(after ?? []), ...(upTo ?? [])]);
  return rows;
}

function stretchStatement(
  { table, columns, key }: TableShape,
  { isAfter, isUpTo }: { readonly isAfter: boolean; readonly isUpTo: boolean },
): Statement {
  const names = key.map(({ name }) => quote(name)).join(', ');
  const values = (first: number): string =>
    key.map(({ type }, place) => `$${first + place}::${type}`).join(', ');
  const bounds = [
    ...(isAfter ? [`(${names}) > (${values(2)})`] : []),
    ...(isUpTo ? [`(${names}) <= (${values(2 + (isAfter ? key.length : 0))})`] : []),
  ];
  return {
    name: `rebuild_compare_${table}${isAfter ? '_after' : ''}${isUpTo ? '_to' : ''}`,
    text: `SELECT ARRAY[${key.map(({ name }) => `${quote(name)}::text`).join(', ')}] AS key,
        ROW(${columns.map(quote).join(', ')})::text AS row
      FROM ${quote(table)} ${bounds.length > 0 ? `WHERE ${bounds.join(' AND ')}` : ''}
      ORDER BY ${names} LIMIT $1`,
  };
}

async function describeFinding(
  { source, scratch }: CompareOptions,
  { table, columns, key: names }: TableShape,
  kind: Finding['kind'],
  key: readonly string[],
): Promise<Finding> {
  const named = Object.fromEntries(names.map(({ name }, place) => [name, key[place] ?? '']));
  if (kind !== 'different') return { table, kind, key: named, columns: [] };
  const statement: Statement = {
    name: `rebuild_read_${table}`,
    text: `SELECT ARRAY[${columns.map((name) => `${quote(name)}::text`).join(', ')}] AS texts FROM ${quote(table)}
      WHERE ${names.map(({ name, type }, place) => `${quote(name)} = $${place + 1}::${type}`).join(' AND ')}`,
  };
  const [ours, anew] = await Promise.all(
    [source, scratch].map(
      async (side) =>
        (await side.query<{ texts: readonly (string | null)[] }>(statement, key)).rows[0]?.texts,
    ),
  );
  const differing = columns.filter((_, place) => ours?.[place] !== anew?.[place]);
  return { table, kind, key: named, columns: differing };
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
