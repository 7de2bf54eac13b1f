import { InvariantError } from '../benchmark.ts';
import type { OpenServer } from './open-server.ts';

/** What a contender leaves, in brief: the rows of each table and what is on the log. Whoever did the same work leaves the same. */
export type Left = Readonly<Record<string, string>>;

/** The rows of every table of a database, whatever their order, less those tables and columns that chance decides. */
export async function digestTables(
  server: Pick<OpenServer, 'rows'>,
  url: string,
  {
    notCompared = [],
    columnsNotCompared = {},
  }: {
    readonly notCompared?: readonly string[];
    /** By table. */
    readonly columnsNotCompared?: Readonly<Record<string, readonly string[]>>;
  } = {},
): Promise<Left> {
  const tables = await server.rows<{ readonly name: string }>(
    url,
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    if (notCompared.includes(name)) continue;
    const without = columnsNotCompared[name] ?? [];
    const text =
      without.length === 0
        ? 't::text'
        : `(to_jsonb(t) - ARRAY[${without.map((column) => `'${column}'`).join(', ')}])::text`;
    const [row] = await server.rows<{ readonly digest: string }>(
      url,
      `SELECT count(*) || ' rows, md5 ' || coalesce(md5(string_agg(md5(${text}), '' ORDER BY md5(${text}))), 'of nothing')
         AS digest FROM "${name}" AS t`,
    );
    digests[name] = row?.digest ?? '';
  }
  return digests;
}

/** @throws InvariantError naming the first thing in which they differ */
export function expectSame(left: Left, reference: Left, rule: string): void {
  for (const name of new Set([...Object.keys(left), ...Object.keys(reference)])) {
    if (left[name] !== reference[name]) {
      const details = { what: name, left: left[name] ?? 'none', wanted: reference[name] ?? 'none' };
      throw new InvariantError(details, rule);
    }
  }
}
