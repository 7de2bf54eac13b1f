import type { EventLog, StoredRecord } from '@told/event-log';
import { CHANGES_TOPIC } from '../topics.ts';
import type { Range } from './replay.ts';

/** Some records in order, and what of the ranges is left after them. */
export interface Piece {
  readonly records: readonly StoredRecord[];
  readonly remaining: readonly Range[];
}

/** Changes judged in one step: what a replay holds in memory at a time, and what is done again after a kill. */
const PIECE_RECORDS_MAX = 200;

/** Reads the ranges piece by piece; bounded memory, whatever their size. Ends early when the signal is aborted. */
export async function* readPieces(
  log: EventLog,
  ranges: readonly Range[],
  signal: AbortSignal,
): AsyncGenerator<Piece> {
  for (const [index, range] of ranges.entries()) {
    const later = ranges.slice(index + 1);
    const { partition, to } = range;
    const at = { topic: CHANGES_TOPIC, partition };
    const bounds = { from: BigInt(range.from), to: BigInt(to) };
    let next = range.from;
    for await (const batch of log.read({ ...at, ...bounds, signal })) {
      for (let from = 0; from < batch.length; from += PIECE_RECORDS_MAX) {
        if (signal.aborted) return;
        const records = batch.slice(from, from + PIECE_RECORDS_MAX);
        next = String((records.at(-1)?.offset ?? bounds.to) + 1n);
        const isLeft = BigInt(next) < bounds.to;
        const rest = isLeft ? [{ partition, from: next, to }, ...later] : later;
        yield { records, remaining: rest };
      }
    }
    if (signal.aborted) return;
    // Nothing is stored at the last positions, or nothing any more.
    if (BigInt(next) < bounds.to) yield { records: [], remaining: later };
  }
}
