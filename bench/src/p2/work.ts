import { randomUUID } from 'node:crypto';
import { createPostgresLog, type NewRecord, partitionFor, type RunningLog } from '@told/event-log';
import { createKafkaLog } from '@told/event-log-kafka';
import { eventHeaders, headerBytes } from '@told/service';
import { type KeyedRecord, makeRecords } from '../p3/work.ts';

/** Where the log is. */
export type LogPlace =
  | { readonly kind: 'embedded'; readonly url: string }
  | { readonly kind: 'kafka'; readonly brokers: readonly string[] };

/** What a contender of P2 is given: records by number, those to warm up with first. */
export type Work = {
  readonly log: LogPlace;
  readonly topic: string;
  /** Outboxes that hold them, for who relays. */
  readonly warmUpUrl: string;
  readonly outboxUrl: string;
  readonly warmUpRecords: number;
  readonly records: number;
  /** Published afterwards at a fixed rate by who relays, and timed. */
  readonly timedRecords: number;
};

export const PARTITIONS = 4;
/** Records in a round of the relay, and of the loop that does without one. */
export const ROUND_RECORDS = 1_000;
const NOW_MS = Date.parse('2010-04-05T10:00:00Z');

export const openLog = (place: LogPlace, clientId: string): RunningLog =>
  place.kind === 'embedded'
    ? createPostgresLog({ connectionString: place.url, clientId })
    : createKafkaLog({ brokers: place.brokers, clientId });

export type Outgoing = KeyedRecord & { readonly headers: Readonly<Record<string, string>> };

/** Records as a service says them, with the headers of an event. */
export const makeOutgoing = (from: number, to: number): readonly Outgoing[] =>
  makeRecords(from, to).map((record) => ({
    ...record,
    headers: eventHeaders({
      ...{ id: randomUUID(), source: 'jobcentre', type: 'ClaimantChange', timeMs: NOW_MS },
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    }),
  }));

/** The same as the log takes them, partition by partition. */
export function sortIntoPartitions(
  records: readonly Outgoing[],
): ReadonlyMap<number, readonly NewRecord[]> {
  const ready = records.map(({ key, value, headers }) => ({
    ...{ key, value, headers: headerBytes(headers) },
  }));
  return Map.groupBy(ready, ({ key }) => partitionFor(key, PARTITIONS));
}
