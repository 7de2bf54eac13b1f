import type { Database } from '@told/service';
import type { Decisions } from '../decisions/open-decisions.ts';
import { areChangesRead, forgetAwaited, isAwaiting } from './await-changes.ts';
import { settleHolds } from './settle-holds.ts';
import { settleLeft } from './settle-left.ts';
import { settleMerges } from './settle-merges.ts';
import { settleSaid } from './settle-said.ts';

/** Told of every restore that is over. */
export type RestoreState = 'over' | 'reading' | 'waiting-for-persons';

const GROUP = 'gateway';

/**
 * One round of what follows a restore: once every change that was awaited has been read again, settles what the log had a half of, and lets
 * requests in. `waiting-for-persons`: releases that had left wait at their cases, with their changes, for somebody who confirms them; call it
 * again from time to time. May be repeated, also by several processes side by side.
 */
export async function settleRestore(
  db: Database,
  decisions: Decisions,
  group = GROUP,
): Promise<RestoreState> {
  if (await isAwaiting(db)) {
    if (!(await areChangesRead(db, group))) return 'reading';
    await settleMerges(db, decisions);
    await settleHolds(db, decisions);
    await settleSaid(db, decisions);
  }
  await settleLeft(db, decisions);
  await db.transaction(forgetAwaited);
  return (await isLeft(db)) ? 'waiting-for-persons' : 'over';
}

const IS_LEFT = {
  name: 'gateway_restore_is_left',
  text: 'SELECT EXISTS (SELECT FROM restored_release WHERE has_left) AS "isLeft"',
};

async function isLeft(db: Database): Promise<boolean> {
  const { rows } = await db.query<{ isLeft: boolean }>(IS_LEFT);
  return rows[0]?.isLeft === true;
}
