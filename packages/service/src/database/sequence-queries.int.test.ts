import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MOVE_HEADS, READ_HEADS, READ_IDS } from './sequence-queries.ts';
import { createServiceDatabase, type ServiceDatabase } from './test/service-database.ts';

let service: ServiceDatabase;
beforeAll(async () => {
  service = await createServiceDatabase();
});
afterAll(() => service.drop());

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

test.each([
  ['heads', READ_HEADS, ['s', ['a', 'b']], 'sequence_head'],
  ['heads that move', MOVE_HEADS, ['s', ['a', 'b'], [1, 2], [2, 3]], 'sequence_head'],
  ['ids', READ_IDS, ['s', ['a', 'b'], [1, 2]], 'sequence_record'],
] as const)(
  '%s are looked up key by key, also by a plan that was made while there were none',
  async (_, { name, text }, values, table) => {
    const { rows } = await service.db.query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
      { name: `explain_${name}`, text: `EXPLAIN (FORMAT JSON) ${text}` },
      values,
    );
    const nodes = nodesOf(rows[0]?.['QUERY PLAN'][0]?.Plan ?? {});
    const found = nodes.find((node) => node['Relation Name'] === table && 'Index Cond' in node);
    expect(found?.['Index Cond']).toMatch(/\(key = (k|run)\.key\)/);
  },
);
