import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countPlanRows, PLAN_MODES } from '../../../../tools/count-plan-rows.ts';
import { type AuditDatabase, openAuditDatabase } from '../../test/audit-database.ts';
import { kindsOf } from './differences.ts';
import { KNOWS_AGENCY, READ_DAYS, READ_DIFFERENCES } from './report-queries.ts';

/** Of each of two tables, by turns on each of these days. */
const OPEN = 8_000;
const WRONG = 200;
const DAYS = 100;
const AGENCIES = 20;
const PAGE = 50;
/** A page is cut from a page of each of six parts, in a few steps each. */
const ROWS_A_LINE_MAX = 40;
/** A page of days is the rows of three days, and what differs on these. */
const ROWS_OF_DAYS_MAX = 8_000;

let audit: AuditDatabase;

const FILL = [
  `INSERT INTO ledger (no, id, size, roots) VALUES (1, 'l', 0, '{}')`,
  `INSERT INTO reconciled_change (change_id, is_told, agency, day, ledger, index, seen_at, runs)
   SELECT gen_random_uuid(), true, 'a' || n % ${AGENCIES}, date '2010-01-01' + n / (${OPEN} / ${DAYS}), 1, n * 3, 0, '{}'
   FROM generate_series(0, ${OPEN} - 1) AS n`,
  `INSERT INTO reconciled_release (release_id, agency, sequence, kind, change_id, day, ledger, index, seen_at, answers)
   SELECT gen_random_uuid(), 'a' || n % ${AGENCIES}, 1, 'value', gen_random_uuid(), date '2010-01-01' + n / (${OPEN} / ${DAYS}), 1, n * 3 + 1, 0, '{}'
   FROM generate_series(0, ${OPEN} - 1) AS n`,
  `INSERT INTO reconciled_release (release_id, agency, sequence, kind, change_id, day, ledger, index, seen_at, answers)
   SELECT gen_random_uuid(), 'a0', 1, 'value', gen_random_uuid(), '2010-12-01', 1, n * 3, 0, '{2}' FROM generate_series(1, ${WRONG}) AS n`,
  `INSERT INTO reconciled_day SELECT day, 'a' || n, 1, 1, 0, 0, 0, 0, 0, 0, 0
   FROM (SELECT DISTINCT day FROM reconciled_change) AS d, generate_series(0, ${AGENCIES} - 1) AS n`,
];

beforeAll(async () => {
  audit = await openAuditDatabase();
  for (const text of FILL) await audit.asOwner(text);
  await audit.asOwner('ANALYZE');
});
afterAll(() => audit.close());

const ANY = [null, null, null];
const dayOf = (number: number): string =>
  new Date(Date.UTC(2010, 0, 1 + number)).toISOString().slice(0, 10);

describe.each(PLAN_MODES)('with %s', (mode) => {
  test.each([
    ['the start', undefined, [null, null, null, null]],
    ['the middle', undefined, [dayOf(DAYS / 2), 1, 0, '']],
    ['the start, of what is wrong,', 'wrong', [null, null, null, null]],
    ['the last of what is open, of what is wrong,', 'wrong', [dayOf(DAYS), 1, 0, '']],
  ] as const)(
    'a page of differences from %s costs what a page holds',
    async (_, standing, after) => {
      const values = [...ANY, kindsOf(standing), ...after, PAGE];
      const rows = await countPlanRows(audit.db, READ_DIFFERENCES, values, mode);
      expect(rows).toBeGreaterThanOrEqual(PAGE);
      expect(rows).toBeLessThan(PAGE * ROWS_A_LINE_MAX);
    },
  );

  test.each([
    ['the start', null, null],
    ['the middle', dayOf(DAYS / 2), 'a1'],
    ['the end', dayOf(DAYS - 4), 'a1'],
  ])('a page of days from %s counts what differs on its days alone', async (_, day, agency) => {
    const rows = await countPlanRows(audit.db, READ_DAYS, [...ANY, day, agency, PAGE], mode);
    expect(rows).toBeGreaterThanOrEqual(PAGE);
    expect(rows).toBeLessThan(ROWS_OF_DAYS_MAX);
  });

  test('an agency that was counted is known by that, whatever differs', async () => {
    const rows = await countPlanRows(audit.db, KNOWS_AGENCY, ['a7'], mode);
    expect(rows).toBeLessThan(ROWS_A_LINE_MAX);
  });
});
