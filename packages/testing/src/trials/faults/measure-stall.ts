import type { EventLog, TopicPartition } from '@told/event-log';
import { openEventLog } from '@told/service';
import type { Stack } from '@told/stack';

/** What intake writes, and what the gateway makes of it: while both go on, so does the way through the bus. */
const WATCHED = ['told.changes', 'told.decisions'];

/** For how long nothing came to a partition, and how long after the first of two instants that began. */
export interface Stall extends TopicPartition {
  readonly ms: number;
  readonly afterMs: number;
}

/**
 * The longest time for which nothing came to one of their partitions between two instants, by the brokers' own timestamps.
 * It contains what the load itself left between two changes.
 */
export async function measureStall(
  { log: settings }: Stack,
  between: { readonly fromMs: number; readonly toMs: number },
): Promise<Stall> {
  const log = openEventLog(settings, 'told-trial');
  try {
    const stalls: Stall[] = [];
    for (const topic of WATCHED) {
      for (const { partition } of await log.bounds(topic)) {
        stalls.push(await findLongest(log, { topic, partition }, between));
      }
    }
    return stalls.reduce(longerOf);
  } finally {
    await log.close();
  }
}

async function findLongest(
  log: EventLog,
  at: TopicPartition,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<Stall> {
  const from = await log.offsetAt(at, fromMs);
  let lastMs = fromMs;
  let longest: Stall = { ...at, ms: 0, afterMs: 0 };
  const goOn = (timestampMs: number): void => {
    longest = longerOf(longest, { ...at, ms: timestampMs - lastMs, afterMs: lastMs - fromMs });
    lastMs = timestampMs;
  };
  if (from !== undefined) {
    for await (const records of log.read({ ...at, from })) {
      for (const { timestampMs } of records) {
        if (timestampMs > toMs) break;
        goOn(timestampMs);
      }
    }
  }
  goOn(toMs);
  return longest;
}

const longerOf = (one: Stall, other: Stall): Stall => (one.ms >= other.ms ? one : other);
