import type { EventLog } from '@told/event-log';
import { codeOf, type Database, doRegularly, type Logger } from '@told/service';
import { noteOwnPositions, type OwnPosition, PutBackError } from './own-positions.ts';

/** What was said since the last note is looked at again at the next start: some thousand records at most. */
const NOTE_EVERY_MS = 10_000;

/**
 * Notes the ends of the gateway's own topics from time to time, and once more when it stops. `fail` ends the process when the database was
 * put back under it: what it goes on to decide would not know what the log has, and only a start reads that back.
 */
export function keepNoting({
  db,
  log,
  logger,
  topics,
  fail,
  everyMs = NOTE_EVERY_MS,
}: {
  readonly db: Database;
  readonly log: EventLog;
  readonly logger: Logger;
  readonly topics: readonly string[];
  readonly fail: (error: unknown) => void;
  readonly everyMs?: number;
}): { stop(): Promise<void> } {
  let last: readonly OwnPosition[] = [];
  const note = async (): Promise<void> => {
    try {
      last = await noteOwnPositions(db, log, topics, last);
    } catch (error) {
      if (error instanceof PutBackError) return fail(error);
      // Nothing depends on it but the length of the next start.
      logger.warn(
        { err: error, code: codeOf(error) },
        'the positions of own topics were not noted',
      );
    }
  };
  return doRegularly(note, everyMs);
}
