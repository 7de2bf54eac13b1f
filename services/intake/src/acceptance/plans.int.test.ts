import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Database, Statement } from '@told/service';
import { openIntakeDatabase } from '../../test/intake-database.ts';
import { FIND_LINKED, FIND_STANDS_FOR } from './people-queries.ts';

let opened: Awaited<ReturnType<typeof openIntakeDatabase>>;
let db: Database;

beforeAll(async () => {
  opened = await openIntakeDatabase();
  db = opened.db;
});
afterAll(() => opened.close());

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Plan[];
}

/** Each table that the statement reads, and by which condition its rows are found; an index read from end to end has none. */
function readsOf(plan: Plan): readonly (readonly [string, string])[] {
  const below = plan.Plans ?? [];
  const table = plan['Relation Name'];
  const found = [plan, ...below].map((node) => node['Index Cond']).find(Boolean);
  const own = table === undefined ? [] : [[table, found ?? 'read whole'] as const];
  return [...own, ...below.flatMap(readsOf)];
}

async function explain({ name, text }: Statement) {
  const { rows } = await db.query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
    { name: `test_explain_${name}`, text: `EXPLAIN (FORMAT JSON) ${text}` },
    [['0'.repeat(32)]],
  );
  return readsOf(rows[0]?.['QUERY PLAN'][0]?.Plan as Plan);
}

test.each([
  ['a later number', FIND_STANDS_FOR, 10],
  ['a number that has a case', FIND_LINKED, 1],
])(
  '%s is found by keys alone, however many changes and cases there are',
  async (_, statement, tables) => {
    const reads = await explain(statement);
    expect(reads).toHaveLength(tables);
    expect(reads.filter(([, condition]) => condition === 'read whole')).toEqual([]);
  },
);
