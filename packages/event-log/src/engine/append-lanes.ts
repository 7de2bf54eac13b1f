import { LogError } from '../errors.ts';
import type { Appended, TopicPartition } from '../port.ts';
import { type Append, keyOf, type LogStore } from './store.ts';

interface Waiting {
  readonly records: Append;
  readonly bytes: number;
  readonly resolve: (appended: readonly Appended[]) => void;
  readonly reject: (error: unknown) => void;
}
interface Lane {
  readonly to: TopicPartition;
  readonly queue: Waiting[];
  running: Promise<void>;
}

/** Appends that wait for the same partition are stored together, up to this size. */
const TOGETHER_BYTES_MAX = 4 * 1024 * 1024;
const TOGETHER_MAX = 256;

export interface AppendLanes {
  append(to: TopicPartition, records: Append): Promise<readonly Appended[]>;
  /** Resolves when nothing is in flight. */
  drain(): Promise<void>;
}

/**
 * One lane a partition, with one unsettled store call: appends of one client are stored in the order of their calls, and
 * those that had to wait share the next call. Lanes do not wait for each other.
 */
export function createAppendLanes(
  store: Pick<LogStore, 'append'>,
  queuedBytesMax: number,
): AppendLanes {
  const lanes = new Map<string, Lane>();
  let queuedBytes = 0;

  async function run(lane: Lane): Promise<void> {
    while (lane.queue.length > 0) {
      const together = takeTogether(lane.queue);
      try {
        const results = await store.append(
          lane.to,
          together.map(({ records }) => records),
        );
        together.forEach((waiting, index) => {
          waiting.resolve(results[index] ?? []);
        });
      } catch (error) {
        for (const waiting of together) waiting.reject(error);
      }
      for (const { bytes } of together) queuedBytes -= bytes;
    }
    lanes.delete(keyOf(lane.to));
  }

  return {
    append(to, records) {
      const bytes = records.reduce((sum, record) => sum + record.bytes, 0);
      if (bytes > queuedBytesMax)
        return Promise.reject(new LogError('too-large', { bytes, limit: queuedBytesMax }));
      if (queuedBytes + bytes > queuedBytesMax)
        return Promise.reject(new LogError('retriable', { queuedBytes, limit: queuedBytesMax }));
      queuedBytes += bytes;
      return new Promise((resolve, reject) => {
        const waiting: Waiting = { records, bytes, resolve, reject };
        const busy = lanes.get(keyOf(to));
        if (busy) return busy.queue.push(waiting);
        const lane: Lane = { to, queue: [waiting], running: Promise.resolve() };
        lanes.set(keyOf(to), lane);
        lane.running = run(lane);
      });
    },
    async drain() {
      while (lanes.size > 0) await Promise.all([...lanes.values()].map(({ running }) => running));
    },
  };
}

function takeTogether(queue: Waiting[]): readonly Waiting[] {
  let count = 0;
  let bytes = 0;
  for (const waiting of queue) {
    bytes += waiting.bytes;
    if (count > 0 && (bytes > TOGETHER_BYTES_MAX || count === TOGETHER_MAX)) break;
    count += 1;
  }
  return queue.splice(0, count);
}
