import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countPlanRows, PLAN_MODES } from '../../../../tools/count-plan-rows.ts';
import { type GatewayDatabase, openFilledDatabase } from '../../test/gateway-database.ts';
import { RETENTION_RULES } from '../retention/rules.ts';
import { READ_RELEASES_TO_REPEAT } from './releases-to-repeat.ts';

const RELEASES = 20_000;
const PAGE = 100;
/** A release of a page is looked up in half a dozen tables. */
const ROWS_A_RELEASE_MAX = 30;
const EVER = Number.MAX_SAFE_INTEGER;

let gateway: GatewayDatabase;

const FILL = [
  `INSERT INTO decision (change_id, run, decision_id, subject_key, subject_version, change_sequence, source_agency, fact, change_type,
     occurred_on, notified_on, received_on, accepted_at_micros, business_date, decided_at_micros, engine_version, agreement_set, root_change_id)
   SELECT md5('change' || n)::uuid, 1, md5('decision' || n)::uuid, repeat('0', 32), 1, n, 'jobcentre', 'income', 'created', '2010-04-05',
     '2010-04-05', '2010-04-05', n, '2010-04-05', n, '1', '2010', md5('change' || n)::uuid FROM generate_series(1, ${RELEASES}) AS n`,
  `INSERT INTO release (release_id, agency, case_reference, release_sequence, change_id, run, kind)
   SELECT md5('release' || n)::uuid, 'luton', 'CTB-' || lpad(n::text, 6, '0'), 1, md5('change' || n)::uuid, 1, 'value'
   FROM generate_series(1, ${RELEASES}) AS n`,
  `INSERT INTO decision_recipient (change_id, run, recipient_no, agency, capacity, case_reference, interest_id, interest_version, verdict,
     matched, given, withheld, release_id)
   SELECT change_id, 1, 1, agency, 'ctb-claimant', case_reference, release_id, 1, 'release', 'nino', '[{"hash":"h","fields":["a"]}]', '[]',
     release_id FROM release`,
  `INSERT INTO release (release_id, agency, case_reference, release_sequence, change_id, run, kind, takes_back)
   SELECT md5('back' || release_id)::uuid, agency, case_reference, 2, change_id, 1, 'do-not-rely', release_id FROM release`,
  `INSERT INTO taking_back (taking_back_id, release_id, kind, fields, reason, taken_at_micros)
   SELECT release_id, takes_back, 'do-not-rely', '["a"]', 'disclosed-in-error', 1 FROM release WHERE takes_back IS NOT NULL`,
  `INSERT INTO outcome (release_id, outcome_no, kind, business_date, decided_at_micros)
   SELECT release_id, 1, 'applied', '2010-04-06', 1 FROM release`,
  `INSERT INTO subject (subject_key) VALUES (repeat('0', 32))`,
  `INSERT INTO kept_change (change_id, subject_key, fact, root_change_id, change_sequence, is_latest, value)
   SELECT change_id, subject_key, fact, change_id, change_sequence, true, '' FROM decision`,
  `INSERT INTO replay (replay_id, kind, request, preview, reason, state, asked_by, asked_at_micros, remaining, total, finished_at_micros)
   VALUES (md5('replay')::uuid, 're-decide', '{"filter":{}}', '{}', 'r', 'done', 'a', 1, '{}', 1, 1)`,
  `INSERT INTO replay_difference (replay_id, kind, change_id, fields, causes)
   SELECT md5('replay')::uuid, 'other', change_id, '[]', '[]' FROM decision`,
  'ANALYZE',
];

beforeAll(async () => {
  gateway = await openFilledDatabase(FILL);
});
afterAll(() => gateway.close());

const PLACES = [0, RELEASES / 2, RELEASES - PAGE];
const referenceOf = (number: number): string => `CTB-${String(number).padStart(6, '0')}`;

describe.each(PLAN_MODES)('with %s', (mode) => {
  const expectPage = async (statement: { readonly text: string }, values: Values, page = PAGE) => {
    const rows = await countPlanRows(gateway.db, statement, values, mode);
    expect(rows).toBeGreaterThanOrEqual(page);
    expect(rows).toBeLessThan(page * ROWS_A_RELEASE_MAX);
  };
  type Values = Parameters<typeof countPlanRows>[2];

  const filter = [null, null, null, 0, EVER, null, null, null];
  test.each(PLACES)('a page of a redelivery behind case %d costs what a page holds', (after) =>
    expectPage(READ_RELEASES_TO_REPEAT.ofAgency, [
      ...['luton', null, ...filter, referenceOf(after), 2, PAGE],
    ]),
  );

  test('a redelivery to one case finds its releases by the case', async () => {
    const reference = referenceOf(RELEASES / 2);
    const values = ['luton', reference, ...filter, '', 0, PAGE];
    await expectPage(READ_RELEASES_TO_REPEAT.ofCase, values, 2);
  });

  test('while nobody is held, no replay that ended is looked through', async () => {
    const [rule] = RETENTION_RULES;
    if (rule === undefined) throw new TypeError('there is a rule');
    await expectPage(rule.count, [EVER, []], 1);
  });
});
