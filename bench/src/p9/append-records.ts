import type { Codec } from '@told/codec';
import type { Database } from '@told/service';
import { readRecords } from '../../../services/audit/src/entries/read-records.ts';
import { appendEntries, readMarkKey } from '../../../services/audit/src/ledger/append-entries.ts';
import { makeRecords } from './make-records.ts';

/** Of which a transaction's records come: some 2,000, as when the ledger has something to catch up with. */
const CHANGES_AT_ONCE = 667;

/** Salts that are the same whoever does the work; what chance costs is a call a transaction. */
const randomBytes = (size: number): Buffer => Buffer.alloc(size, 7);

/** What is to be entered: the records of each transaction, by topic. One batch is made at a time. */
export function* makeBatches(
  codec: Codec,
  changes: number,
): Generator<ReturnType<typeof makeRecords>> {
  for (let from = 0; from < changes; from += CHANGES_AT_ONCE) {
    yield makeRecords(codec, { from, changes: Math.min(CHANGES_AT_ONCE, changes - from) });
  }
}

/** Enters them as the service does, one transaction after another. Resolves with the number of records. */
export async function appendBatches(
  db: Database,
  codec: Codec,
  batches: Iterable<ReturnType<typeof makeRecords>>,
): Promise<number> {
  const ports = { randomBytes, markKey: await readMarkKey(db) };
  let entered = 0;
  for (const batch of batches) {
    await db.transaction(async (tx) => {
      for (const records of batch) {
        await appendEntries(tx, await readRecords(codec, records), ports);
      }
    });
    entered += batch.reduce((sum, records) => sum + records.length, 0);
  }
  return entered;
}
