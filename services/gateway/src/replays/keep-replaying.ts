import type { Logger } from '@told/service';
import { keepRunning } from '../steps/keep-running.ts';
import { readRunning } from './queries.ts';
import { endReplay, type ReplayPorts, runReplay } from './run-replay.ts';

/** Runs the replays that are to run, until it is stopped; one that cannot go on is ended with the code of the failure. */
export function keepReplaying(ports: ReplayPorts & { readonly logger: Logger }): {
  stop(): Promise<void>;
} {
  const { db, logger } = ports;
  return keepRunning({
    ...{ db, logger },
    find: () => readRunning(db),
    run: (replay, signal) => runReplay(ports, replay, signal),
    nameOf: ({ replayId }) => replayId,
    giveUp: (replay, code) => endReplay(ports, replay, code),
  });
}
