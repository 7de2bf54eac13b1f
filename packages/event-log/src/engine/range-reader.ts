import { checkDigests } from '../digest.ts';
import type { ReadRange, StoredRecord } from '../port.ts';
import type { Fetch } from './fetcher.ts';
import { checkRange } from './position.ts';
import type { EngineSettings } from './settings.ts';

const READ_RECORDS = 1_000;

/** Reads a range for replay; no group notices. The end is fixed when the reading begins. */
export async function* readRange(
  fetch: Fetch,
  { topic, partition, from, to, signal }: ReadRange,
  { fetchBytes, undigestedTopics }: Pick<EngineSettings, 'fetchBytes' | 'undigestedTopics'>,
): AsyncGenerator<readonly StoredRecord[]> {
  const at = { topic, partition };
  let position = from;
  let stop = to;
  while (!signal?.aborted) {
    const fetched = await fetch({ at, from: position, records: READ_RECORDS, bytes: fetchBytes });
    checkRange(at, position, fetched);
    stop ??= fetched.end;
    const last = fetched.records.at(-1);
    if (!last) return;
    const end = stop;
    const records =
      last.offset < end ? fetched.records : fetched.records.filter(({ offset }) => offset < end);
    checkDigests(records, undigestedTopics);
    if (records.length > 0) yield records;
    position = last.offset + 1n;
    if (position >= end) return;
  }
}
