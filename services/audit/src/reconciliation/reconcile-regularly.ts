import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, type Database, doRegularly, type Logger } from '@told/service';
import { explainAnswers } from './explain-answers.ts';
import { foldPortion } from './fold-ledger.ts';
import { readStandings } from './fold-queries.ts';

/** How far the tables of the reconciliation are. */
export interface Reach {
  /** Null: no ledger yet. */
  readonly ledgerId: string | null;
  /** Entries of the newest ledger that they hold. */
  readonly size: number;
  /** Entries under a head that they lack. */
  readonly behind: number;
}

export interface Reconciler {
  /** Has what is there taken in, waits for that as long as `withinMs` at most, and says how far it came; it goes on after that. */
  catchUp(withinMs: number): Promise<Reach>;
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 5_000;
/** Portions between two looks while nobody asks: a tenth of a processor. */
const PORTIONS_A_LOOK = 10;
/** Entries between two looks, from which on the ledger is busy: others need the processor, and whoever asks has it done. */
const BUSY_ENTRIES = 1_000;

/**
 * Keeps the tables of the reconciliation up with the ledger, out of the way of what enters: when somebody asks, and while little is entered. One
 * portion after another, each in a short transaction of its own.
 */
export function reconcileRegularly({
  db,
  agencies,
  logger,
  lookEveryMs = LOOK_EVERY_MS,
}: {
  readonly db: Database;
  readonly agencies: readonly string[];
  readonly logger: Logger;
  readonly lookEveryMs?: number;
}): Reconciler {
  const known = new Set(agencies);
  let stopped = false;
  let turn: Promise<void> = Promise.resolve();
  let seen = 0;
  let hasNews = true;

  async function fold(portionsMax: number): Promise<void> {
    for (let portions = 0; !stopped; portions += 1) {
      if (portions === portionsMax) return;
      if ((await foldPortion(db, known)) === 0) break;
      hasNews = true;
    }
    // What nothing explained before is looked for again when there is something new to explain it.
    if (stopped || !hasNews) return;
    await explainAnswers(db);
    hasNews = false;
  }

  /** One after another: whoever asks while others have it done finds it done. */
  function takeTurn(portionsMax: number): Promise<void> {
    turn = turn.catch(() => undefined).then(() => fold(portionsMax));
    return turn;
  }

  async function readReach(): Promise<Reach> {
    const standings = await readStandings(db);
    const behind = standings.reduce((sum, { next, end }) => sum + Math.max(0, end - next), 0);
    const newest = standings.at(-1);
    return { ledgerId: newest?.ledgerId ?? null, size: newest?.next ?? 0, behind };
  }

  const regular = doRegularly(async () => {
    try {
      const standings = await readStandings(db);
      const end = standings.at(-1)?.end ?? 0;
      const isBusy = end - seen > BUSY_ENTRIES;
      seen = end;
      if (!stopped && !isBusy) await takeTurn(PORTIONS_A_LOOK);
    } catch (error) {
      // The next turn goes on where this one ended.
      logger.warn({ err: error, code: codeOf(error) }, 'the reconciliation was not brought up');
    }
  }, lookEveryMs);

  return {
    async catchUp(withinMs) {
      const over = new AbortController();
      await Promise.race([
        takeTurn(Number.POSITIVE_INFINITY),
        sleep(withinMs, undefined, { signal: over.signal }).catch(() => undefined),
      ]);
      over.abort();
      return readReach();
    },
    async stop() {
      stopped = true;
      await regular.stop();
      await turn.catch(() => undefined);
    },
  };
}
