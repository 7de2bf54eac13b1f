import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countPlanRows, PLAN_MODES } from '../../../../../tools/count-plan-rows.ts';
import { type AgencyDatabase, createAgencyDatabase } from '../../../test/agency-database.ts';
import { officeMigrations } from '../../index.ts';
import { READ_PAGE, readPages } from './entries.ts';

const ENTRIES = 20_000;
const PAGE = 100;

let database: AgencyDatabase;

/** Every other one is a command. */
beforeAll(async () => {
  database = await createAgencyDatabase([{ name: 'office', dir: officeMigrations }]);
  await database.rows(
    `INSERT INTO received_release (entry_no, release_id, case_reference, release_sequence, change_id, topic, partition, log_offset, value,
        business_date, received_at)
      SELECT n, gen_random_uuid(), 'CTB-1', n, gen_random_uuid(), 't', 0, n, '', '2010-04-05', now()
      FROM generate_series(1, $1::integer, 2) AS n`,
    [ENTRIES],
  );
  await database.rows(
    `INSERT INTO journal (entry_no, command, case_reference, submission_key, body, given_by, business_date, recorded_at)
      SELECT n, 'open-case', 'CTB-1', n::text, '{}', 'test', '2010-04-05', now() FROM generate_series(2, $1::integer, 2) AS n`,
    [ENTRIES],
  );
  await database.rows('ANALYZE');
});
afterAll(() => database.drop());

describe.each(PLAN_MODES)('with %s', (mode) => {
  test.each([0, ENTRIES / 2])('a page after entry %d costs what a page holds', async (after) => {
    const rows = await countPlanRows(database.db, READ_PAGE, [after, ENTRIES, PAGE], mode);
    expect(rows).toBeLessThan(12 * PAGE);
  });
});

test('pages give every entry above one number and up to another once, in order', async () => {
  const found: number[] = [];
  for await (const page of readPages(database.db, 7, 1_234, PAGE))
    found.push(...page.map(({ entryNo }) => entryNo));
  expect(found).toEqual(Array.from({ length: 1_234 - 7 }, (_, place) => place + 8));
});
