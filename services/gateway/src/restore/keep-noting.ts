import type { EventLog } from '@told/event-log';
import { codeOf, type Database, type Logger } from '@told/service';
import { noteOwnPositions } from './own-positions.ts';

/** What was said since the last note is looked at again at the next start: some thousand records at most. */
const NOTE_EVERY_MS = 10_000;

/** Notes the ends of the gateway's own topics from time to time, and once more when it stops. */
export function keepNoting({
  db,
  log,
  logger,
  topics,
}: {
  readonly db: Database;
  readonly log: EventLog;
  readonly logger: Logger;
  readonly topics: readonly string[];
}): { stop(): Promise<void> } {
  const note = (): Promise<void> =>
    noteOwnPositions(db, log, topics).catch((error: unknown) => {
      // Nothing depends on it but the length of the next start.
      logger.warn(
        { err: error, code: codeOf(error) },
        'the positions of own topics were not noted',
      );
    });
  let noting = Promise.resolve();
  const timer = setInterval(() => {
    noting = noting.then(note);
  }, NOTE_EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await noting;
      await note();
    },
  };
}
