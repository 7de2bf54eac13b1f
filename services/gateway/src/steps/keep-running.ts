import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, type Database, type Logger } from '@told/service';
import { isAwaiting } from '../restore/await-changes.ts';

/** Something that is done in steps, each in a transaction that moves it on. */
interface InSteps {
  /** Steps done. */
  readonly step: number;
}

export interface RunningPorts<T extends InSteps> {
  readonly db: Database;
  readonly logger: Logger;
  /** What is to go on, if anything. */
  readonly find: () => Promise<T | undefined>;
  /** Does what is left of it, until it is through, somebody else has done a step, or the signal is aborted. */
  readonly run: (found: T, signal: AbortSignal) => Promise<void>;
  /** Names it among others, and in the log. */
  readonly nameOf: (found: T) => string;
  /** Called once it has failed so often without a step in between: two minutes of a log or database that is away. Without it, it is tried for ever. */
  readonly giveUp?: (found: T, code: string) => Promise<void>;
}

/** Between two looks for something to do, and after a failure. */
const PAUSE_MS = 1_000;
const FAILURES_MAX = 120;

/** Runs what is to run, one after the other, until it is stopped. Several processes may: each step is done by one of them. */
export function keepRunning<T extends InSteps>(ports: RunningPorts<T>): { stop(): Promise<void> } {
  const { db, logger, find, nameOf } = ports;
  const stopping = new AbortController();
  const { signal } = stopping;
  let failed = { name: '', times: 0 };
  const turn = async (): Promise<void> => {
    const found = await find();
    // While a restore is under way, what was decided is not all here.
    if (found === undefined || (await isAwaiting(db))) return;
    try {
      await ports.run(found, signal);
    } catch (error) {
      if (signal.aborted) return;
      const name = `${nameOf(found)}/${found.step}`;
      failed = { name, times: failed.name === name ? failed.times + 1 : 1 };
      logger.warn({ err: error, code: codeOf(error) }, 'what runs in steps waits for its next try');
      if (failed.times >= FAILURES_MAX) await ports.giveUp?.(found, codeOf(error));
    }
  };
  const loop = async (): Promise<void> => {
    for (;;) {
      await turn().catch((error: unknown) => {
        logger.warn({ err: error, code: codeOf(error) }, 'what runs in steps is looked for again');
      });
      const isStopped = await sleep(PAUSE_MS, false, { signal }).catch(() => true);
      if (isStopped) return;
    }
  };
  const done = loop();
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}
