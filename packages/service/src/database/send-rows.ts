import type { EventLog, NewRecord, TopicPartition } from '@told/event-log';
import { failpoint } from '../run/failpoint.ts';
import type { OutboxRow } from './relay-queries.ts';

type Lane = TopicPartition & { readonly ids: number[]; readonly records: NewRecord[] };

/** Rows by (topic, partition), in the order of their ids. */
function sortIntoLanes(rows: readonly OutboxRow[]): readonly Lane[] {
  const lanes = new Map<string, Lane>();
  for (const { id, topic, partition, record } of rows) {
    const name = `${partition}/${topic}`;
    const lane = lanes.get(name) ?? { topic, partition, ids: [], records: [] };
    lanes.set(name, lane);
    lane.ids.push(id);
    lane.records.push(record);
  }
  return [...lanes.values()];
}

export type Sending = {
  readonly log: EventLog;
  /** False once the relay was stopped or has lost its lock: what is not settled stays in the outbox. */
  mayGoOn(): boolean;
  /** Told of each failed append; resolves when it is time to try again. */
  waitToRetry(error: unknown, at: TopicPartition, attempt: number): Promise<void>;
};

/**
 * Appends every row, partitions side by side and one append a partition. Whatever the error, the same batch is appended
 * again until the log has acknowledged it: it may have been stored, and a later batch must not overtake it. Returns the ids
 * that were acknowledged; only these may be deleted.
 */
export async function sendRows(
  rows: readonly OutboxRow[],
  sending: Sending,
): Promise<readonly number[]> {
  const lanes = await Promise.all(
    sortIntoLanes(rows).map(async (lane) => ((await sendLane(lane, sending)) ? lane.ids : [])),
  );
  return lanes.flat();
}

async function sendLane({ topic, partition, records }: Lane, sending: Sending): Promise<boolean> {
  const at = { topic, partition };
  for (let attempt = 1; sending.mayGoOn(); attempt++) {
    try {
      await sending.log.append(at, records);
      failpoint('relay-part-acknowledged');
      return true;
    } catch (error) {
      await sending.waitToRetry(error, at, attempt);
    }
  }
  return false;
}
