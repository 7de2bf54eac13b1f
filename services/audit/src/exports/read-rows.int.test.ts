import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countPlanRows, PLAN_MODES } from '../../../../tools/count-plan-rows.ts';
import { type AuditDatabase, openAuditDatabase } from '../../test/audit-database.ts';
import { READ_WINDOW } from './read-rows.ts';

const ENTRIES = 40_000;
const WINDOW = 1_000;

let audit: AuditDatabase;

/** One a microsecond, of two kinds by turns. */
beforeAll(async () => {
  audit = await openAuditDatabase();
  await audit.asOwner(`INSERT INTO entry (ledger, index, at, mark, kind, text)
    SELECT 9, n, n, n, CASE WHEN n % 2 = 0 THEN 'change' ELSE 'decision' END, '{}' FROM generate_series(0, ${ENTRIES} - 1) AS n`);
  await audit.asOwner('ANALYZE');
});
afterAll(() => audit.close());

describe.each(PLAN_MODES)('with %s', (mode) => {
  test.each([
    [0, null],
    [ENTRIES / 2, 'change'],
    [ENTRIES - WINDOW, null],
  ])('a window of an export from entry %d, of kind %s, reads that window', async (from, kind) => {
    const asked = [9, from, from + WINDOW, kind, 0, ENTRIES];
    const rows = await countPlanRows(audit.db, READ_WINDOW, asked, mode);
    expect(rows).toBeGreaterThanOrEqual(WINDOW);
    expect(rows).toBeLessThan(5 * WINDOW);
  });
});
