import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countPlanRows, PLAN_MODES } from '../../../../tools/count-plan-rows.ts';
import { type AuditDatabase, openAuditDatabase } from '../../test/audit-database.ts';
import { OF_CHANGE, OF_SUBJECT } from './queries.ts';

/** Of one person, all of one fact, each decided once. */
const CHANGES = 200;
/** Of one change, each with a case of many answers. */
const RECIPIENTS = 20;
const ANSWERS = 40;
/** An entry goes through a dozen steps of either list. */
const ROWS_AN_ENTRY_MAX = 20;

const SUBJECT = '0'.repeat(32);
const CHANGE = '00000000-0000-4000-8000-000000000000';

let audit: AuditDatabase;

const FILL = [
  `INSERT INTO ledger (no, id, size, roots) VALUES (1, 'l', 0, '{}')`,
  `INSERT INTO entry (ledger, index, at, mark, kind, change_id, text, subject_key)
   SELECT 1, n, n, n, 'change', md5('c' || n)::uuid, json_build_object('facts', json_build_object('changeId', md5('c' || n)::uuid, 'fact', 'income')),
     '${SUBJECT}' FROM generate_series(1, ${CHANGES}) AS n`,
  `INSERT INTO entry (ledger, index, at, mark, kind, change_id, text)
   SELECT 1, n + 1000, n, n + 1000, 'decision', md5('c' || n)::uuid, json_build_object('facts', json_build_object('changeId', md5('c' || n)::uuid,
     'recipients', json_build_array(json_build_object('agency', 'luton', 'releaseId', md5('r' || n)::uuid))))
   FROM generate_series(1, ${CHANGES}) AS n`,
  // No change leads to it: whether it is of the fact, what was given tells.
  `INSERT INTO entry (ledger, index, at, mark, kind, text, subject_key) VALUES (1, 4000, 1, 4000, 'consent', '{"facts":{}}', '${SUBJECT}')`,
  `INSERT INTO entry (ledger, index, at, mark, kind, change_id, text, case_references)
   SELECT 1, 5000, 1, 5000, 'decision', '${CHANGE}', json_build_object(
     'cases', json_agg(json_build_object('agency', 'luton')),
     'facts', json_build_object('changeId', '${CHANGE}', 'recipients', json_agg(json_build_object('agency', 'luton', 'releaseId', md5('given' || n)::uuid)))),
     array_agg('CTB-' || n) FROM generate_series(1, ${RECIPIENTS}) AS n`,
  `INSERT INTO entry (ledger, index, at, mark, kind, text, case_references)
   SELECT 1, 10000 + n * ${ANSWERS} + m, n, 10000 + n * ${ANSWERS} + m, 'outcome', json_build_object('cases', json_build_array(json_build_object('agency', 'luton')),
     'facts', json_build_object('releaseId', CASE m WHEN 1 THEN md5('given' || n)::uuid ELSE gen_random_uuid() END)), ARRAY['CTB-' || n]
   FROM generate_series(1, ${RECIPIENTS}) AS n, generate_series(1, ${ANSWERS}) AS m`,
];

beforeAll(async () => {
  audit = await openAuditDatabase();
  for (const text of FILL) await audit.asOwner(text);
  await audit.asOwner('ANALYZE');
});
afterAll(() => audit.close());

describe.each(PLAN_MODES)('with %s', (mode) => {
  const rest = [null, null, null, null, null, null, null, 100];

  test('of what tells a person of a fact, each decision is read once', async () => {
    const rows = await countPlanRows(audit.db, OF_SUBJECT, [SUBJECT, ...rest, 'income'], mode);
    expect(rows).toBeGreaterThanOrEqual(2 * CHANGES);
    expect(rows).toBeLessThan(2 * CHANGES * ROWS_AN_ENTRY_MAX);
  });

  test('of what was answered in the cases of a change, each answer is read once', async () => {
    const rows = await countPlanRows(audit.db, OF_CHANGE, [CHANGE, ...rest, null], mode);
    expect(rows).toBeGreaterThanOrEqual(RECIPIENTS * ANSWERS);
    expect(rows).toBeLessThan(RECIPIENTS * ANSWERS * 10);
  });
});
