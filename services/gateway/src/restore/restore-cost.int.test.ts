import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countPlanRows, PLAN_MODES } from '../../../../tools/count-plan-rows.ts';
import { type GatewayDatabase, openFilledDatabase } from '../../test/gateway-database.ts';
import { LIST_HALVES, READ_HALVES, READ_STAGED } from './restore-later-runs.ts';
import { DROP_SENT } from './restore-registers.ts';
import { READ_GIVEN } from './restore-trimmed.ts';
import { READ_FILLED } from './restored-release.ts';
import { LIST } from './settle-said.ts';

const DECISIONS = 8_000;
const HALVES = DECISIONS / 4;
const PAGE = 50;
/** Links that were found wrong. */
const REFUSED = 100;
/** It is looked up in two or three tables. */
const ROWS_A_RUN_MAX = 20;

let gateway: GatewayDatabase;

// Filled at once, as a restore fills them: the planner has no statistics yet, and is kept from making any.
const FILL = [
  ...[
    'decision',
    'decision_recipient',
    'release',
    'restored_decision',
    'restored_release',
    'interest',
    'outbox',
  ].map((table) => `ALTER TABLE ${table} SET (autovacuum_enabled = off)`),
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
  `INSERT INTO decision_recipient (change_id, run, recipient_no, agency, capacity, case_reference, interest_id, interest_version, verdict,
     matched, given, withheld, release_id)
   SELECT change_id, 1, 1, 'jobcentre', 'jsa-claimant', 'JSA-' || change_id, md5('other' || change_id)::uuid, 1, 'own', 'nino', '[]', '[]', NULL
   FROM decision`,
  `INSERT INTO decision (change_id, run, decision_id, subject_key, subject_version, change_sequence, source_agency, fact, change_type,
     occurred_on, notified_on, received_on, accepted_at_micros, business_date, decided_at_micros, engine_version, agreement_set, root_change_id,
     cause)
   SELECT d.change_id, 2, md5('later' || d.change_id)::uuid, subject_key, 1, change_sequence, source_agency, fact, change_type, occurred_on,
     notified_on, received_on, accepted_at_micros, business_date, decided_at_micros, engine_version, agreement_set, root_change_id, 'back-fill'
   FROM decision d JOIN restored_decision USING (change_id)`,
  `INSERT INTO decision_recipient (change_id, run, recipient_no, agency, capacity, case_reference, interest_id, interest_version, verdict,
     matched, given, withheld, release_id)
   SELECT change_id, 2, 1, agency, 'ctb-claimant', case_reference, md5('interest' || change_id)::uuid, 1, 'release', 'nino',
     '[{"hash":"h","fields":["a"]}]', '[]', release_id FROM release`,
  `INSERT INTO subject (subject_key) VALUES (repeat('0', 32))`,
  `INSERT INTO interest (interest_id, version, agency, capacity, case_reference, subject_key, state, secret_version, from_on, changed_at_micros)
   SELECT md5('interest' || change_id)::uuid, 2, agency, 'ctb-claimant', case_reference, repeat('0', 32),
     CASE WHEN row_number() OVER () <= ${REFUSED} THEN 'refused' ELSE 'final' END, 1, '2010-04-05', 1 FROM release`,
  `INSERT INTO outbox (topic, partition, key, value, headers)
   SELECT 't', 0, n::text::bytea, n::text::bytea, '{}' FROM generate_series(1, ${DECISIONS}) AS n`,
];

beforeAll(async () => {
  gateway = await openFilledDatabase(FILL);
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

  const readSome = async () => {
    const some = await gateway.rows<{ id: string; changeId: string }>(
      'SELECT release_id AS id, change_id AS "changeId" FROM release ORDER BY release_id LIMIT $1',
      [PAGE],
    );
    return { names: some.map(({ id }) => id), changeIds: some.map(({ changeId }) => changeId) };
  };

  test('releases of later runs are found by name, however many are left', async () => {
    const { names } = await readSome();
    expectPage(await countPlanRows(gateway.db, READ_HALVES, [names], mode));
  });

  test('those that were given because of a new interest are found by their changes', async () => {
    const { names } = await readSome();
    expectPage(await countPlanRows(gateway.db, READ_FILLED, [names], mode));
  });

  test('what was given in them is found by their changes', async () => {
    const { names, changeIds } = await readSome();
    expectPage(await countPlanRows(gateway.db, READ_GIVEN, [names, changeIds], mode));
  });

  test('what was given under a link found wrong is found by its case', async () => {
    const rows = await countPlanRows(gateway.db, LIST, [], mode);
    expect(rows).toBeGreaterThanOrEqual(HALVES);
    expect(rows).toBeLessThan(HALVES + REFUSED * ROWS_A_RUN_MAX);
  });

  test('what the log has is looked up for each record that waits, however much is read', async () => {
    const some = Array.from({ length: PAGE }, (_, index) => String(index + 1));
    const rows = await countPlanRows(gateway.db, DROP_SENT, ['t', some, some], mode);
    expect(rows).toBeGreaterThanOrEqual(DECISIONS);
    expect(rows).toBeLessThan(2 * DECISIONS);
  });
});
