import { type Codec, readOrThrow } from '@told/codec';
import type { EventLog, StoredRecord } from '@told/event-log';
import type { Database, Logger } from '@told/service';
import { CHANGES_TOPIC, readOwnPositions, writeOwnPositions } from './own-positions.ts';
import { findLacking, type LoggedChange, restoreChanges } from './restore-changes.ts';

export interface RestorePorts {
  readonly db: Database;
  readonly log: EventLog;
  readonly codec: Codec;
  readonly logger: Logger;
}

/**
 * Reads told.changes from where the database knows it to be in it, to its ends, and puts back what a restored backup has lost, so that no place
 * in a person's history is given twice. Answers how many changes that were. Nothing is published. May be repeated, killed at any point, and done
 * by several at once. Rejects when the log cannot be read, or contradicts the database: then intake stays closed.
 */
export async function restoreFromLog({ db, log, codec, logger }: RestorePorts): Promise<number> {
  const known = await readOwnPositions(db);
  const bounds = await log.bounds(CHANGES_TOPIC);
  let waiting: readonly LoggedChange[] = [];
  let lacked = 0;
  for (const { partition, low, end } of bounds) {
    const from = keepWithin(known.get(partition) ?? low, low, end);
    for await (const records of log.read({ topic: CHANGES_TOPIC, partition, from, to: end })) {
      const logged = await decodeAll(codec, records);
      await db.transaction(async (tx) => {
        const lacking = await findLacking(tx, logged);
        const left = await restoreChanges(tx, lacking);
        lacked += lacking.length;
        waiting = [...waiting, ...left];
      });
    }
  }
  await restoreWaiting(db, waiting);
  await writeOwnPositions(
    db,
    bounds.map(({ partition, end }) => ({ partition, next: end })),
  );
  if (lacked > 0)
    logger.warn({ count: lacked }, 'put back what the database lacked of told.changes');
  return lacked;
}

/** Of a log that has lost its end, or its beginning to retention, there is nothing to put back. */
function keepWithin(noted: bigint, low: bigint, end: bigint): bigint {
  if (noted < low) return low;
  return noted > end ? end : noted;
}

/** Predecessors that lie in another partition, since a key has ended, may be read later than those who name them. */
async function restoreWaiting(db: Database, waiting: readonly LoggedChange[]): Promise<void> {
  let rest = waiting;
  while (rest.length > 0) {
    const left = await db.transaction(async (tx) =>
      restoreChanges(tx, await findLacking(tx, rest)),
    );
    if (left.length === rest.length) {
      throw new TypeError(`told.changes lacks what ${left.length} of its changes refer to`);
    }
    rest = left;
  }
}

/** Our own records: one that cannot be read is a fault to be mended, never to be passed over. */
async function decodeAll(
  codec: Codec,
  records: readonly StoredRecord[],
): Promise<readonly LoggedChange[]> {
  const values = records.map(({ value }) => value);
  const decoded = await codec.decode('ClaimantChange', values);
  return decoded
    .map(readOrThrow)
    .map((change, index) => ({ change, value: values[index] as Buffer }));
}
