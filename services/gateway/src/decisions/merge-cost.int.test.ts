import { afterEach, describe, expect, test } from '@jest/globals';
import { countPlanRows, PLAN_MODES } from '../../../../tools/count-plan-rows.ts';
import { type GatewayDatabase, openFilledDatabase } from '../../test/gateway-database.ts';
import { READ_ANNULMENTS } from './merge-annulments.ts';

const PEOPLE = 2_000;
/** Two keys, and what one of them has. */
const ROWS_MAX = 40;

const FILL = [
  `INSERT INTO subject (subject_key) SELECT lpad(n::text, 32, '0') FROM generate_series(1, ${PEOPLE}) AS n`,
  `INSERT INTO kept_change (change_id, subject_key, fact, root_change_id, change_sequence, is_latest, value)
   SELECT md5('change' || n)::uuid, lpad(n::text, 32, '0'), 'income', md5('change' || n)::uuid, 1, true, '' FROM generate_series(1, ${PEOPLE}) AS n`,
  `INSERT INTO decision (change_id, run, decision_id, subject_key, subject_version, change_sequence, source_agency, fact, change_type,
     occurred_on, notified_on, received_on, accepted_at_micros, business_date, decided_at_micros, engine_version, agreement_set, root_change_id)
   SELECT change_id, 1, md5('decision' || change_id)::uuid, subject_key, 1, 1, 'jobcentre', 'income', 'created', '2010-04-05',
     '2010-04-05', '2010-04-05', 1, '2010-04-05', 1, '1', '2010', change_id FROM kept_change`,
];

let gateway: GatewayDatabase;
afterEach(() => gateway.close());

describe.each(PLAN_MODES)('with %s', (mode) => {
  test.each([
    ['nothing is known of the tables', FILL],
    ['they are known', [...FILL, 'ANALYZE']],
  ])('what was annulled under two keys is looked up by them, when %s', async (_, fill) => {
    gateway = await openFilledDatabase(fill);
    const [one, other] = ['7', '8'].map((n) => n.padStart(32, '0')) as [string, string];
    const rows = await countPlanRows(gateway.db, READ_ANNULMENTS, [[one, other], other], mode);
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(ROWS_MAX);
  });
});
