import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AgencyDatabase, createAgencyDatabase } from '../../../test/agency-database.ts';
import { countPlanRows, type ExplainRow } from '../../../test/count-plan-rows.ts';
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

describe.each(['force_custom_plan', 'force_generic_plan'])('with %s', (mode) => {
  const goThrough = (after: number): Promise<number> =>
    database.db.transaction(async (tx) => {
      const run = <R extends object>(text: string) => tx.query<R>({ name: text, text });
      await run(`SET LOCAL plan_cache_mode = ${mode}`);
      await run(`PREPARE page (bigint, bigint, bigint) AS ${READ_PAGE.text}`);
      const asked = `EXECUTE page (${after}, ${ENTRIES}, ${PAGE})`;
      const { rows } = await run<ExplainRow>(`EXPLAIN (ANALYZE, FORMAT JSON) ${asked}`);
      await run('DEALLOCATE page');
      return countPlanRows(rows);
    });

  test.each([0, ENTRIES / 2])('a page after entry %d costs what a page holds', async (after) => {
    expect(await goThrough(after)).toBeLessThan(12 * PAGE);
  });
});

test('pages give every entry above one number and up to another once, in order', async () => {
  const found: number[] = [];
  for await (const page of readPages(database.db, 7, 1_234, PAGE))
    found.push(...page.map(({ entryNo }) => entryNo));
  expect(found).toEqual(Array.from({ length: 1_234 - 7 }, (_, place) => place + 8));
});
