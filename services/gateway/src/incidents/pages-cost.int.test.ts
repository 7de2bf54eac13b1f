import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countPlanRows, PLAN_MODES } from '../../../../tools/count-plan-rows.ts';
import { type GatewayDatabase, openFilledDatabase } from '../../test/gateway-database.ts';
import { READ_BY_ID, READ_OF_AGENCY } from './read-disclosures.ts';

/** By turns left and taken back, and voided before they left: what an incident makes of them. */
const RELEASES = 8_000;
const PAGE = 50;
/** A release of a page is looked up in half a dozen tables. */
const ROWS_A_RELEASE_MAX = 30;

let gateway: GatewayDatabase;

const FILL = [
  `INSERT INTO decision (change_id, run, decision_id, subject_key, subject_version, change_sequence, source_agency, fact, change_type,
     occurred_on, notified_on, received_on, accepted_at_micros, business_date, decided_at_micros, engine_version, agreement_set, root_change_id)
   SELECT md5('change' || n)::uuid, 1, md5('decision' || n)::uuid, repeat('0', 32), 1, n, 'jobcentre', 'income', 'created', '2010-04-05',
     '2010-04-05', '2010-04-05', n, '2010-04-05', n, '1', '2010', md5('change' || n)::uuid FROM generate_series(1, ${RELEASES}) AS n`,
  `INSERT INTO release (release_id, agency, case_reference, release_sequence, change_id, run, kind)
   SELECT md5('release' || n)::uuid, 'luton', 'CTB-' || lpad(n::text, 6, '0'), 1, md5('change' || n)::uuid, 1,
     CASE n % 2 WHEN 0 THEN 'value' ELSE 'void' END FROM generate_series(1, ${RELEASES}) AS n`,
  `INSERT INTO decision_recipient (change_id, run, recipient_no, agency, capacity, case_reference, interest_id, interest_version, verdict,
     matched, given, withheld, release_id)
   SELECT change_id, 1, 1, agency, 'ctb-claimant', case_reference, release_id, 1, 'release', 'nino', '[{"hash":"h","fields":["a"]}]', '[]',
     release_id FROM release`,
  `INSERT INTO taking_back (taking_back_id, release_id, kind, fields, reason, taken_at_micros)
   SELECT md5('back' || release_id)::uuid, release_id, CASE kind WHEN 'void' THEN 'void' ELSE 'do-not-rely' END, '["a"]', 'disclosed-in-error', 1
   FROM release`,
  `INSERT INTO release (release_id, agency, case_reference, release_sequence, change_id, run, kind, takes_back)
   SELECT md5('back' || release_id)::uuid, agency, case_reference, 2, change_id, 1, 'do-not-rely', release_id FROM release WHERE kind = 'value'`,
  'ANALYZE',
];

beforeAll(async () => {
  gateway = await openFilledDatabase(FILL);
});
afterAll(() => gateway.close());

const referenceOf = (number: number): string => `CTB-${String(number).padStart(6, '0')}`;

describe.each(PLAN_MODES)('with %s', (mode) => {
  const meant = [null, ['h'], null, null, null, null];
  const expectPage = (rows: number): void => {
    expect(rows).toBeGreaterThanOrEqual(PAGE);
    expect(rows).toBeLessThan(PAGE * ROWS_A_RELEASE_MAX);
  };

  test.each([0, RELEASES / 2, RELEASES - PAGE])(
    'a page of what an incident means behind case %d costs what a page holds',
    async (after) => {
      const values = [...meant, 'luton', referenceOf(after), 2, PAGE];
      expectPage(await countPlanRows(gateway.db, READ_OF_AGENCY, values, mode));
    },
  );

  test('disclosures that wait are found by their ids', async () => {
    const some = await gateway.rows<{ id: string }>(
      `SELECT release_id AS id FROM release WHERE kind = 'void' ORDER BY release_id LIMIT $1`,
      [PAGE],
    );
    const values = [...meant, some.map(({ id }) => id), null];
    expectPage(await countPlanRows(gateway.db, READ_BY_ID, values, mode));
  });
});
