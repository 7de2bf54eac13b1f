import type { EventLog } from '@told/event-log';
import { codeOf, type Database, doRegularly, type Logger, type Statement } from '@told/service';

export const CHANGES_TOPIC = 'told.changes';

/** A partition of told.changes, and the next offset to look at. */
export interface OwnPosition {
  readonly partition: number;
  readonly next: bigint;
}

const READ: Statement = {
  name: 'intake_read_own_positions',
  text: 'SELECT partition, next_offset::text AS next FROM own_position',
};

const WRITE: Statement = {
  name: 'intake_write_own_positions',
  text: `INSERT INTO own_position (partition, next_offset)
         SELECT partition, next_offset FROM unnest($1::integer[], $2::bigint[]) AS p (partition, next_offset) ORDER BY partition
         ON CONFLICT (partition) DO UPDATE SET next_offset = excluded.next_offset`,
};

/** A partition without one has never been looked at. */
export async function readOwnPositions(db: Database): Promise<ReadonlyMap<number, bigint>> {
  const { rows } = await db.query<{ partition: number; next: string }>(READ);
  return new Map(rows.map(({ partition, next }) => [partition, BigInt(next)]));
}

export async function writeOwnPositions(
  db: Database,
  positions: readonly OwnPosition[],
): Promise<void> {
  await db.query(WRITE, [
    positions.map(({ partition }) => partition),
    positions.map(({ next }) => next.toString()),
  ]);
}

/** What was told since the last note is looked at again at the next start: some thousand records at most. */
const NOTE_EVERY_MS = 10_000;

/** Notes the ends of told.changes from time to time, and once more when it stops; the database holds all that lies below them. */
export function keepNoting({
  db,
  log,
  logger,
  everyMs = NOTE_EVERY_MS,
}: {
  readonly db: Database;
  readonly log: EventLog;
  readonly logger: Logger;
  readonly everyMs?: number;
}): { stop(): Promise<void> } {
  const note = async (): Promise<void> => {
    try {
      const bounds = await log.bounds(CHANGES_TOPIC);
      await writeOwnPositions(
        db,
        bounds.map(({ partition, end }) => ({ partition, next: end })),
      );
    } catch (error) {
      // Nothing depends on it but the length of the next start.
      logger.warn({ err: error, code: codeOf(error) }, 'the ends of told.changes were not noted');
    }
  };
  return doRegularly(note, everyMs);
}
