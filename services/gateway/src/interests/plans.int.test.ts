import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Statement } from '@told/service';
import { type GatewayDatabase, openFilledDatabase } from '../../test/gateway-database.ts';
import { LIST_REVIEWS } from '../matches/review-queries.ts';
import { READ_RELEASES } from '../outcomes/keep-outcomes.ts';
import { READ_SPAN } from './drift-route.ts';
import { LIST_INTERESTS, READ_KNOWN } from './queries.ts';

let gateway: GatewayDatabase;
/** As everybody's once was, when the plans were made that are kept. */
let young: GatewayDatabase;

const FILL = [
  `INSERT INTO subject (subject_key) VALUES (repeat('0', 32))`,
  `INSERT INTO interest (interest_id, version, agency, capacity, case_reference, subject_key, state, secret_version,
     from_on, changed_at_micros)
   SELECT gen_random_uuid(), 1, (ARRAY['luton', 'central-bedfordshire'])[n % 2 + 1],
     (ARRAY['ctb-claimant', 'partner-of-claimant'])[n / 2 % 2 + 1], 'CTB-' || n, repeat('0', 32), 'final', 1, '2010-04-01', n
   FROM generate_series(1, 20000) AS n`,
  `INSERT INTO match_review (review_id, interest_id, agency, subject_key, digest_key, cause, verdicts, state,
     opened_at_micros, decided_at_micros)
   SELECT gen_random_uuid(), interest_id, agency, subject_key, interest_id, 'candidate', '{}',
     CASE WHEN changed_at_micros < 50 THEN 'open' ELSE 'rejected' END, 1,
     CASE WHEN changed_at_micros < 50 THEN NULL ELSE 1 END
   FROM interest`,
  // As the database does by itself now and then.
  'ANALYZE interest, match_review',
];

beforeAll(async () => {
  young = await openFilledDatabase([]);
  gateway = await openFilledDatabase(FILL);
});
afterAll(() => Promise.all([gateway.close(), young.close()]));

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** The plan that is kept for every value, as a connection that asks often has it. */
const explain = ({ name, text }: Statement, parameters: number, { db } = gateway) =>
  db.transaction(async (tx) => {
    const run = (step: string, sql: string) =>
      tx.query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
        { name: `test_${step}_${name}`, text: sql },
        [],
      );
    await run('generic', 'SET LOCAL plan_cache_mode = force_generic_plan');
    await run('prepare', `PREPARE ${name} AS ${text}`);
    const values = Array.from({ length: parameters }, () => 'NULL').join(', ');
    const { rows } = await run('explain', `EXPLAIN (FORMAT JSON) EXECUTE ${name} (${values})`);
    return nodesOf(rows[0]?.['QUERY PLAN'][0]?.Plan as Plan);
  });

test.each([
  ['a span of cases', READ_SPAN, 4, 'interest_in_byte_order', ['> COALESCE', '<= COALESCE']],
  ['interests by page', LIST_INTERESTS.ofAgency, 5, 'interest_of_agency', ['interest_id >']],
  ['reviews by page', LIST_REVIEWS.all, 3, 'match_review_of_agency', ['review_id >']],
  [
    'reviews of a state',
    LIST_REVIEWS.inState,
    4,
    'match_review_in_state',
    ['state =', 'review_id >'],
  ],
] as const)(
  '%s: read in their index’s order as far as the page goes, also by a plan that is made once for all values',
  async (_, statement, parameters, index, parts) => {
    const nodes = await explain(statement, parameters);
    const cut = nodes.find((node) => node['Node Type'] === 'Limit')?.Plans?.[0];
    expect(cut).toMatchObject({ 'Node Type': 'Index Scan', 'Index Name': index });
    for (const part of ['agency =', ...parts]) expect(cut?.['Index Cond']).toContain(part);
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
  },
);

test.each([
  ['interests', LIST_INTERESTS.ofCase, 6],
  ['reviews', LIST_REVIEWS.ofCase, 5],
] as const)('a case’s %s: found by the case', async (_, statement, parameters) => {
  const nodes = await explain(statement, parameters);
  const found = nodes.find((node) => node['Index Name'] === 'interest_of_case');
  expect(found?.['Index Cond']).toContain('case_reference =');
  expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
});

test.each([
  ['the interests of registered cases', READ_KNOWN, 1, 'interest_id ='],
  ['releases that were answered', READ_RELEASES, 2, 'release_id ='],
] as const)(
  '%s: looked up by key, also by a plan made while the tables were empty',
  async (...of) => {
    const [, statement, parameters, condition] = of;
    const nodes = await explain(statement, parameters, young);
    const looks = nodes.filter((node) => node['Node Type'].includes('Index'));
    expect(looks.map((node) => node['Index Cond'])).toEqual([expect.stringContaining(condition)]);
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
  },
);
