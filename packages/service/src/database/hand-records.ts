import { matchesDigest, type StoredRecord } from '@told/event-log';
import { isWrittenByAgencies } from './agency-topics.ts';
import { deadLetter } from './dead-letter.ts';
import type { Transaction } from './ports.ts';

/**
 * Hands records of one topic to their handler, but for those that an agency has written with a digest of other bytes: what was meant is not
 * known, and such a one is a dead letter. Of all other topics the log has checked every digest.
 */
export async function handRecords(
  handle: (tx: Transaction, records: readonly StoredRecord[]) => Promise<void>,
  tx: Transaction,
  records: readonly StoredRecord[],
): Promise<void> {
  if (!isWrittenByAgencies(records[0]?.topic ?? '')) return handle(tx, records);
  const sound: StoredRecord[] = [];
  for (const record of records) {
    if (matchesDigest(record)) sound.push(record);
    else await deadLetter(tx, { record, cause: 'corrupt' });
  }
  if (sound.length > 0) await handle(tx, sound);
}
