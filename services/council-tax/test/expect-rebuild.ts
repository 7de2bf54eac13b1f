import { expect } from '@jest/globals';
import { rebuildOffice } from '@told/agency-sdk';
import { eventually } from '../../../packages/agency-sdk/test/start-test-office.ts';
import { office, type TestCouncil } from './start-council.ts';

/** Everything derived can be made anew, row by row, and nothing is told again. */
export async function expectRebuild(council: TestCouncil): Promise<void> {
  const tables = [
    'claim',
    'case_fact',
    'award',
    'award_history',
    'council_tax_account',
    'outside_dwelling',
  ];
  const read = (table: string) =>
    council.database.rows(`SELECT * FROM ${table} AS t ORDER BY to_jsonb(t)::text`);
  const snapshot = async () =>
    Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await read(table)])));
  await eventually(
    () => read('outbox'),
    (rows) => rows.length === 0,
  );
  const before = await snapshot();
  await expectAwardsToFollow(council);
  const sent = [await read('submission'), await read('outcome')];
  // What nobody recorded must go.
  await council.database.rows(
    `INSERT INTO council_tax_account (uprn, financial_year, annual_pence) VALUES ('000000000000', '2010/11', 1)`,
  );
  await council.database.rows(
    `INSERT INTO outside_dwelling (uprn, authority) VALUES ('000000000000', 'E06000032')`,
  );
  await rebuildOffice(council.database.db, office, council.bus.codec);
  expect(await snapshot()).toEqual(before);
  expect([await read('submission'), await read('outcome')]).toEqual(sent);
  expect(await read('outbox')).toEqual([]);
}

/** What is kept of each award is what the rules give for the record. */
async function expectAwardsToFollow(council: TestCouncil): Promise<void> {
  const { body: page } = await council.call('GET', '/v1/cases?limit=1000');
  for (const { caseReference } of page.items) {
    const { body } = await council.call('GET', `/v1/cases/${caseReference}`);
    const computed = body.award.ranges.map(({ lines: _, ...range }: { lines: unknown }) => range);
    const kept = await council.database.rows(
      'SELECT ranges, to_verify AS "toVerify" FROM award WHERE case_reference = $1',
      [caseReference],
    );
    expect(kept).toEqual([{ ranges: computed, toVerify: body.award.toVerify }]);
  }
}
