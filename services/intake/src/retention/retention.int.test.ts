import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addRetentionRoutes, type WantedAction } from '@told/service';
import { type HttpIntake, openHttpIntake } from '../../test/http-intake.ts';
import { RETENTION_RULES } from './rules.ts';

let intake: HttpIntake;
const recorded: WantedAction[] = [];

beforeAll(async () => {
  intake = await openHttpIntake();
  addRetentionRoutes(intake.http, {
    ...{ db: intake.db, clock: { nowMs: () => Date.parse('2013-01-01T00:00:00Z') } },
    rules: RETENTION_RULES,
    record: async (_, action) => recorded.push(action),
  });
  for (const [state, startedAt] of [
    ['done', '2012-06-01'],
    ['abandoned', '2012-06-02'],
    ['done', '2012-12-31'],
    ['reading', '2012-06-01'],
  ]) {
    await intake.db.query(
      {
        name: 'test_run',
        text: `INSERT INTO republish_run (run_id, dry_run, state, reason, actor, started_at) VALUES (gen_random_uuid(), true, $1, 'r', 'a', $2)`,
      },
      [state, `${startedAt}T00:00:00Z`],
    );
  }
});
afterAll(() => intake.close());

test('comparisons that ended before are counted and deleted, and nothing else is', async () => {
  const asked = { table: 'republish_run', keepDays: 100, dryRun: true, reason: 'the year' };
  expect((await intake.operate('/v1/retention/runs', asked)).body).toEqual({
    ...{ table: 'republish_run', rows: 2, oldest: '2012-06-01T00:00:00.000Z', more: false },
  });
  expect(await intake.count('republish_run')).toBe(4);
  const { body } = await intake.operate('/v1/retention/runs', { ...asked, dryRun: false });
  expect([body.rows, await intake.count('republish_run')]).toEqual([2, 2]);
  expect(recorded).toMatchObject([{ action: 'rows-deleted', stream: 'republish_run', records: 2 }]);
});
