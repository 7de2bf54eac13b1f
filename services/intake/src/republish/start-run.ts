import { randomUUID } from 'node:crypto';
import { type Clock, checkReason, type Database, problem } from '@told/service';
import {
  clearWork,
  insertRun,
  lockRunUnderWay,
  type RepublishRun,
  updateRun,
} from './run-queries.ts';

export interface StartPorts {
  readonly db: Database;
  readonly clock: Clock;
}

export interface AskedRun {
  readonly dryRun: boolean;
  readonly reason: string;
  readonly actor: string;
}

/**
 * Starts a comparison of what was accepted with what the log holds, or goes on with the one under way. A dry run gives way to another one
 * that is not; the other way round, throws the problem `republish-under-way`.
 */
export function startRun(
  { db, clock }: StartPorts,
  asked: AskedRun,
): Promise<RepublishRun & { readonly resumed: boolean }> {
  checkReason(asked.reason);
  const startedAt = new Date(clock.nowMs()).toISOString();
  const runId = randomUUID();
  return db.transaction(async (tx) => {
    const underWay = await lockRunUnderWay(tx);
    if (underWay?.dryRun === asked.dryRun) return { ...underWay, resumed: true };
    if (underWay !== undefined) {
      if (asked.dryRun) throw problem('republish-under-way');
      await updateRun(tx, { ...underWay, state: 'abandoned' });
    }
    await clearWork(tx);
    return { ...(await insertRun(tx, { ...asked, runId, startedAt })), resumed: false };
  });
}
