import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, type Logger } from '@told/service';
import { isAwaiting } from '../restore/await-changes.ts';
import { readRunning } from './queries.ts';
import { endReplay, type ReplayPorts, runReplay } from './run-replay.ts';

/** Between two looks for something to do, and after a failure. */
const PAUSE_MS = 1_000;
/** Failures without a step in between, after which a replay is given up: two minutes of a log or database that is away. */
const FAILURES_MAX = 120;

/** Runs the replays that are to run, one after the other, until it is stopped. Several processes may: each step is done by one of them. */
export function keepReplaying(ports: ReplayPorts & { readonly logger: Logger }): {
  stop(): Promise<void>;
} {
  const stopping = new AbortController();
  const { signal } = stopping;
  let failed = { name: '', times: 0 };
  const turn = async (): Promise<void> => {
    const replay = await readRunning(ports.db);
    // While a restore is under way, what was decided is not all here.
    if (replay === undefined || (await isAwaiting(ports.db))) return;
    try {
      await runReplay(ports, replay, signal);
    } catch (error) {
      if (signal.aborted) return;
      const name = `${replay.replayId}/${replay.step}`;
      failed = { name, times: failed.name === name ? failed.times + 1 : 1 };
      ports.logger.warn({ err: error, code: codeOf(error) }, 'a replay waits for its next try');
      if (failed.times >= FAILURES_MAX) await endReplay(ports, replay, codeOf(error));
    }
  };
  const run = async (): Promise<void> => {
    for (;;) {
      await turn().catch((error: unknown) => {
        ports.logger.warn({ err: error, code: codeOf(error) }, 'replays are looked for again');
      });
      const isStopped = await sleep(PAUSE_MS, false, { signal }).catch(() => true);
      if (isStopped) return;
    }
  };
  const done = run();
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}
