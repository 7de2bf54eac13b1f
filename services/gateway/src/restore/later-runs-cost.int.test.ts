import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countPlanRows, PLAN_MODES } from '../../../../tools/count-plan-rows.ts';
import { type GatewayDatabase, openGatewayDatabase } from '../../test/gateway-database.ts';
import { LIST_HALVES, READ_HALVES, READ_STAGED } from './restore-later-runs.ts';

const DECISIONS = 8_000;
const HALVES = DECISIONS / 4;
const PAGE = 50;
/** It is looked up in two or three tables. */
const ROWS_A_RUN_MAX = 12;

let gateway: GatewayDatabase;

// Filled at once, as a restore fills them: the planner has no statistics yet, and is kept from making any.
const FILL = [
  ...['decision', 'release', 'restored_decision', 'restored_release'].map(
    (table) => `ALTER TABLE ${table} SET (autovacuum_enabled = off)`,
  ),
  `INSERT INTO decision (change_id, run, decision_id, subject_key, subject_version, change_sequence, source_agency, fact, change_type,
     occurred_on, notified_on, received_on, accepted_at_micros, business_date, decided_at_micros, engine_version, agreement_set, root_change_id)
   SELECT md5('change' || n)::uuid, 1, md5('decision' || n)::uuid, repeat('0', 32), 1, n, 'jobcentre', 'income', 'created', '2010-04-05',
     '2010-04-05', '2010-04-05', n, '2010-04-05', n, '1', '2010', md5('change' || n)::uuid FROM generate_series(1, ${DECISIONS}) AS n`,
  // Every fourth decision has a later run, with a release that has yet to leave.
  `INSERT INTO restored_decision (change_id, run, value)
   SELECT change_id, 2, repeat('x', 300)::bytea FROM decision WHERE change_sequence % 4 = 0`,
  `INSERT INTO release (release_id, agency, case_reference, release_sequence, change_id, run, kind)
   SELECT md5('release' || change_id)::uuid, 'luton', 'CTB-' || change_id, 1, change_id, 2, 'value' FROM restored_decision`,
  `INSERT INTO restored_release (release_id, change_id, has_left) SELECT release_id, change_id, false FROM release`,
];

beforeAll(async () => {
  gateway = await openGatewayDatabase({
    migrations: 1000,
    async write(db) {
      for (const [at, text] of FILL.entries()) await db.query({ name: `fill_${at}`, text }, []);
    },
  });
});
afterAll(() => gateway.close());

describe.each(PLAN_MODES)('with %s', (mode) => {
  const expectPage = (rows: number): void => {
    expect(rows).toBeGreaterThanOrEqual(PAGE);
    expect(rows).toBeLessThan(PAGE * ROWS_A_RUN_MAX);
  };

  test.each(['00000000', '80000000', 'e0000000'])(
    'a page of later runs behind %s costs what a page holds, with no statistics',
    async (start) => {
      const values = [`${start}-0000-0000-0000-000000000000`, 0, PAGE];
      expectPage(await countPlanRows(gateway.db, READ_STAGED, values, mode));
    },
  );

  test('the order in which releases of later runs leave is sought once for all of them', async () => {
    const rows = await countPlanRows(gateway.db, LIST_HALVES, [10 * HALVES], mode);
    expect(rows).toBeGreaterThanOrEqual(HALVES);
    expect(rows).toBeLessThan(HALVES * ROWS_A_RUN_MAX);
  });

  test('releases of later runs are found by name, however many are left', async () => {
    const some = await gateway.rows<{ id: string }>(
      'SELECT release_id AS id FROM restored_release ORDER BY release_id LIMIT $1',
      [PAGE],
    );
    const names = some.map(({ id }) => id);
    expectPage(await countPlanRows(gateway.db, READ_HALVES, [names], mode));
  });
});
