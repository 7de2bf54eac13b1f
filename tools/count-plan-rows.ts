import pg from 'pg';
import type { Database, Statement } from '../packages/service/src/database/ports.ts';

/** How a prepared statement is planned: for the values of each call, or once for all, as on a connection that has asked often. */
export const PLAN_MODES = ['force_custom_plan', 'force_generic_plan'] as const;
export type PlanMode = (typeof PLAN_MODES)[number];

type Value = string | number | null | readonly (string | number)[];

/** A row of `EXPLAIN (ANALYZE, FORMAT JSON)`. */
interface ExplainRow {
  readonly 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }];
}

interface PlanNode {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

const undone = new Error('what was only counted is undone');
let statements = 0;

/** Rows that a statement goes through in every step of its plan, those among them that it throws away. What it writes is undone. */
export async function countPlanRows(
  db: Database,
  { text }: Pick<Statement, 'text'>,
  values: readonly Value[],
  mode: PlanMode,
): Promise<number> {
  let counted = 0;
  const counting = db.transaction(async (tx) => {
    const run = (step: string) => {
      statements += 1;
      return tx.query<ExplainRow>({ name: `count_plan_rows_${statements}`, text: step });
    };
    await run(`SET LOCAL plan_cache_mode = ${mode}`);
    await run(`PREPARE counted AS ${text}`);
    const given = values.length > 0 ? `(${values.map(writeLiteral).join(', ')})` : '';
    const { rows } = await run(`EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE counted${given}`);
    await run('DEALLOCATE counted');
    if (rows[0] === undefined) throw new TypeError('a plan has one row');
    counted = sumRows(rows[0]['QUERY PLAN'][0].Plan);
    throw undone;
  });
  await counting.catch((error: unknown) => {
    if (error !== undone) throw error;
  });
  return counted;
}

const sumRows = (node: PlanNode): number =>
  (node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Join Filter'] ?? 0)) *
    node['Actual Loops'] +
  (node.Plans ?? []).reduce((sum, inner) => sum + sumRows(inner), 0);

function writeLiteral(value: Value): string {
  if (value === null) return 'NULL';
  return pg.escapeLiteral(typeof value === 'object' ? `{${value.join()}}` : String(value));
}
