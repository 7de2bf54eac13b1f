import { type Codec, type Head, readOrThrow } from '@told/codec';
import { type EventLog, recordDigest, type StoredRecord } from '@told/event-log';
import type { RecordSource } from '../entries/entry.ts';
import { HEADS_TOPIC } from '../topics.ts';
import { generationOf } from './ledger-ids.ts';

/** A head that was published, and where. */
export interface PublishedHead {
  readonly head: Head;
  readonly generation: number;
  readonly source: RecordSource;
}

interface Ports {
  readonly log: EventLog;
  readonly codec: Codec;
}

/** So many records before the end, and twice as many each time that nothing is found: a relay that died sends at most some hundred again. */
const LOOK_BACK = 1_000n;

/**
 * The newest head of the ledgers of this name that was ever published; undefined when there is none. Each partition is read from its end
 * backwards, since a ledger's heads follow each other in one. Rejects when the topic cannot be read: then nobody knows what has been promised.
 */
export async function readNewestHead(
  ports: Ports,
  base: string,
): Promise<PublishedHead | undefined> {
  let newest: PublishedHead | undefined;
  for (const { partition, low, end } of await ports.log.bounds(HEADS_TOPIC)) {
    for (let back = LOOK_BACK; low < end; back *= 2n) {
      let from = end - back;
      if (from < low) from = low;
      const found = await readHeads(ports, base, { partition, from, to: end });
      for (const one of found) newest = pickNewer(newest, one);
      if (found.length > 0 || from === low) break;
    }
  }
  return newest;
}

const pickNewer = (one: PublishedHead | undefined, other: PublishedHead): PublishedHead =>
  one === undefined || compareHeads(other, one) > 0 ? other : one;

const compareHeads = (one: PublishedHead, other: PublishedHead): number =>
  one.generation - other.generation || one.head.size - other.head.size;

async function readHeads(
  { log, codec }: Ports,
  base: string,
  range: { readonly partition: number; readonly from: bigint; readonly to: bigint },
): Promise<readonly PublishedHead[]> {
  const found: PublishedHead[] = [];
  for await (const records of log.read({ topic: HEADS_TOPIC, ...range })) {
    const decoded = await codec.decode(
      'Head',
      records.map(({ value }) => value),
    );
    for (const [index, head] of decoded.map(readOrThrow).entries()) {
      const generation = generationOf(head.logId, base);
      if (generation === undefined) continue;
      found.push({ head, generation, source: sourceOf(records[index]) });
    }
  }
  return found;
}

function sourceOf(record: StoredRecord | undefined): RecordSource {
  if (record === undefined) throw new TypeError('each record is decoded once');
  const { topic, partition, offset, key, value } = record;
  return { topic, partition, offset: offset.toString(), digest: recordDigest(key, value) };
}
