import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, type Database, type Logger } from '@told/service';
import type { Decisions } from '../decisions/open-decisions.ts';
import { settleRestore } from './settle-restore.ts';

/** Requests are refused meanwhile. */
const READING_MS = 500;
/** Nothing but a release that waits for an officer depends on it. */
const WAITING_MS = 10_000;

/**
 * Settles what a restore has left over, as soon as its changes have been read again, and ends when nothing of it is left. Start it once the
 * consumers run. A round that fails is done again: until then requests are refused.
 */
export function keepSettling({
  db,
  decisions,
  logger,
}: {
  readonly db: Database;
  readonly decisions: Decisions;
  readonly logger: Logger;
}): { readonly done: Promise<void>; stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    for (;;) {
      let pauseMs = READING_MS;
      try {
        const state = await settleRestore(db, decisions);
        if (state === 'over') return;
        if (state === 'waiting-for-persons') pauseMs = WAITING_MS;
      } catch (error) {
        logger.warn({ err: error, code: codeOf(error) }, 'what a restore left over is not settled');
      }
      const isStopped = await sleep(pauseMs, false, { signal }).catch(() => true);
      if (isStopped) return;
    }
  };
  const done = run();
  return {
    done,
    async stop() {
      stopping.abort();
      await done;
    },
  };
}
