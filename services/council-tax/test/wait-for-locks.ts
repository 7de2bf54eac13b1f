import { eventually } from '../../../packages/agency-sdk/test/start-test-office.ts';
import type { TestCouncil } from './start-council.ts';

/** Resolves once so many transactions wait for others, or once one of `answers` is there. */
export const waitForLocks = (
  { database }: TestCouncil,
  waiting = 1,
  ...answers: readonly Promise<unknown>[]
): Promise<unknown> =>
  Promise.race([
    ...answers,
    eventually(
      () =>
        database.rows(`SELECT FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
          WHERE NOT l.granted AND a.datname = current_database()`),
      (rows) => rows.length >= waiting,
    ),
  ]);
