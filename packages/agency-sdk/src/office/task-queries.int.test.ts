import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countPlanRows, PLAN_MODES } from '../../../../tools/count-plan-rows.ts';
import { type AgencyDatabase, createAgencyDatabase } from '../../test/agency-database.ts';
import { officeMigrations } from '../index.ts';
import type { TaskState } from './case-file.ts';
import { listTasks, type TaskFilter } from './task-queries.ts';
import { pageStatement, type TaskKind } from './task-statements.ts';

const FACTS = 20_000;
const STRAYS = 2_000;
/** Of each kind; they come last. */
const OPEN = 30;
const LIMIT = 10;
/** A page, what each of its tasks asks of the case, and nothing of the other cases. */
const ROWS_A_TASK_MAX = 12;

let database: AgencyDatabase;

beforeAll(async () => {
  database = await createAgencyDatabase([{ name: 'office', dir: officeMigrations }]);
  await database.rows(
    `INSERT INTO case_fact (case_reference, change_id, revision, origin, source_agency, fact, change_type, occurred_on, notified_on, received_on,
        evidence_level, state, reason, decision, task)
      SELECT 'CTB-' || lpad(n::text, 6, '0'), gen_random_uuid(), 1, 'bus', 'jobcentre', 'income', 'created', '2010-04-05', '2010-04-05',
        '2010-04-05', 'seen', CASE WHEN n > $1 - $2 THEN 'to-verify' ELSE 'counted' END, 'r2(3)(c)', CASE WHEN n <= $1 - $2 THEN 'use' END,
        CASE WHEN n > $1 - $2 THEN 'open' ELSE 'decided' END
      FROM generate_series(1, $1::integer) AS n`,
    [FACTS, OPEN],
  );
  await database.rows(`INSERT INTO award_history (case_reference, revision, origin, change_id, fact, change_type, kind, reason, sentence,
      weeks_affected, difference, business_date, recorded_at)
    SELECT case_reference, 1, 'bus', change_id, fact, change_type, 'to-verify', reason, '', 0, '[]', '2010-04-05', now() FROM case_fact`);
  await database.rows(
    `INSERT INTO received_release (release_id, case_reference, release_sequence, change_id, topic, partition, log_offset, value, business_date,
        received_at)
      SELECT gen_random_uuid(), 'OLD-' || lpad(n::text, 6, '0'), 1, gen_random_uuid(), 't', 0, n, '', '2010-04-05', now()
      FROM generate_series(1, $1::integer) AS n`,
    [STRAYS],
  );
  await database.rows(
    `INSERT INTO outcome (release_id, outcome_no, case_reference, release_sequence, kind, business_date, decided_at)
      SELECT release_id, answer, case_reference, 1, CASE answer WHEN 1 THEN 'unmatched' ELSE 'rejected' END, '2010-04-05', now()
      FROM received_release, generate_series(1, 2) AS answer WHERE answer = 1 OR log_offset <= $1`,
    [STRAYS - OPEN],
  );
  await database.rows('ANALYZE');
});
afterAll(() => database.drop());

const NOBODY = '00000000-0000-0000-0000-000000000000';

describe.each(PLAN_MODES)('a page of tasks, with %s', (mode) => {
  const goThrough = (kind: TaskKind, state: TaskState | null, isOfCase: boolean): Promise<number> =>
    countPlanRows(
      database.db,
      pageStatement(kind, state, isOfCase),
      [isOfCase ? 'CTB-000002' : '', NOBODY, LIMIT],
      mode,
    );

  test.each([
    ['to-verify', 'open', false],
    ['to-verify', 'decided', false],
    ['to-verify', null, false],
    ['to-verify', 'open', true],
    ['to-verify', null, true],
    ['unmatched', 'decided', false],
    ['unmatched', null, false],
    ['unmatched', 'open', true],
  ] as const)(
    'of %s, %s, of one case: %s, goes through its own rows alone',
    async (kind, state, isOfCase) => {
      expect(await goThrough(kind, state, isOfCase)).toBeLessThan(LIMIT * ROWS_A_TASK_MAX);
    },
  );

  test('of open releases that matched no case asks once of each that was decided', async () => {
    expect(await goThrough('unmatched', 'open', false)).toBeLessThan(6 * STRAYS);
  });
});

describe('pages one after the other', () => {
  const readAll = async (filter: TaskFilter): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await listTasks(database.db, filter, after, LIMIT);
      ids.push(...page.map(({ taskId }) => taskId));
      after = page.at(-1)?.taskId ?? null;
      if (page.length < LIMIT) return ids;
    }
  };

  test('give every task once, by case, of both kinds', async () => {
    const open = await readAll({ kind: null, state: 'open', caseReference: null });
    expect(open).toHaveLength(2 * OPEN);
    expect(new Set(open).size).toBe(open.length);
    expect(open.toSorted()).toEqual(open);
  });

  test('give those of one kind', async () => {
    const facts = await readAll({ kind: 'to-verify', state: 'open', caseReference: null });
    expect(facts).toHaveLength(OPEN);
    const strays = await readAll({ kind: 'unmatched', state: 'open', caseReference: null });
    expect(strays).toHaveLength(OPEN);
  });
});
