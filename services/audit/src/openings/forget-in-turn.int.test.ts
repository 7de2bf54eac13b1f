import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countPlanRows, PLAN_MODES } from '../../../../tools/count-plan-rows.ts';
import { type AuditDatabase, openAuditDatabase } from '../../test/audit-database.ts';
import { TAKE_ONE } from './forget-openings.ts';

const WAITING = 20_000;
const ROWS_MAX = 10;

let audit: AuditDatabase;

/** Persons and cases by turns. */
beforeAll(async () => {
  audit = await openAuditDatabase();
  await audit.asOwner(`INSERT INTO erasure (erasure_id, digest, at, subject_key, agency, case_reference)
    SELECT gen_random_uuid(), n::text, n, CASE WHEN n % 2 = 0 THEN repeat('0', 32) END, CASE WHEN n % 2 = 1 THEN 'luton' END,
      CASE WHEN n % 2 = 1 THEN 'CTB-' || n END FROM generate_series(1, ${WAITING}) AS n`);
  await audit.asOwner('ANALYZE');
});
afterAll(() => audit.close());

describe.each(PLAN_MODES)('with %s', (mode) => {
  test('the next to forget is found at once, however many wait', async () => {
    const rows = await countPlanRows(audit.db, TAKE_ONE, [], mode);
    expect(rows).toBeGreaterThanOrEqual(1);
    expect(rows).toBeLessThan(ROWS_MAX);
  });
});
