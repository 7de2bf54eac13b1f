import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Codec } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import type { Transaction } from '@told/service';
import { readRecords } from '../entries/read-records.ts';
import { enterEntries, leaveOutEntered } from './append-entries.ts';
import {
  type Entering,
  type PreparedEntry,
  type PreparePorts,
  prepareEntries,
} from './prepare-entries.ts';

/** Of a backlog, one transaction's entries are prepared while another's are written. */
export const BACKLOG = { sideBySide: 2, besideRecordsMin: 2_000 } as const;

/** Prepared in a millisecond or two: so long, at most, the one that holds the ledger's lock waits to go on. */
const AT_ONCE = 100;

/** Gives each of these records of the log its entry; see `appendInPieces`. */
export const appendRecords = (
  tx: Transaction,
  records: readonly StoredRecord[],
  { codec, ...ports }: PreparePorts & { readonly codec: Codec },
): Promise<void> => appendInPieces(tx, records, (piece) => readRecords(codec, piece), ports);

/**
 * Gives each of these its entry; see `enterEntries`. All that can be is done before the ledger is locked, and in pieces: for the lock everybody
 * waits. A record that comes again comes in its partition, of which this transaction holds the watermark: whoever entered it before has committed.
 */
export async function appendInPieces<T>(
  tx: Transaction,
  all: readonly T[],
  read: (piece: readonly T[]) => Promise<readonly Entering[]>,
  ports: PreparePorts,
): Promise<void> {
  const prepared: PreparedEntry[] = [];
  for (let from = 0; from < all.length; from += AT_ONCE) {
    if (from > 0) await nextTurn();
    prepared.push(...prepareEntries(await read(all.slice(from, from + AT_ONCE)), ports));
  }
  await enterEntries(tx, await leaveOutEntered(tx, prepared), ports);
}
