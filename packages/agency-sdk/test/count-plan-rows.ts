/** A row of `EXPLAIN (ANALYZE, FORMAT JSON)`. */
export interface ExplainRow {
  readonly 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }];
}

interface PlanNode {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Rows that a plan went through, those that it threw away among them. */
export function countPlanRows([row]: readonly ExplainRow[]): number {
  const count = (node: PlanNode): number =>
    (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'] +
    (node.Plans ?? []).reduce((sum, inner) => sum + count(inner), 0);
  if (row === undefined) throw new TypeError('a plan has one row');
  return count(row['QUERY PLAN'][0].Plan);
}
