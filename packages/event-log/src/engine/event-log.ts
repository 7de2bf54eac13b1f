import { LogError } from '../errors.ts';
import type { EventLog, TopicPartition } from '../port.ts';
import { admitRecord } from '../record-check.ts';
import { createAppendLanes } from './append-lanes.ts';
import { readRange } from './range-reader.ts';
import type { EngineSettings } from './settings.ts';
import type { LogStore } from './store.ts';
import { type RunningSubscription, startSubscription } from './subscription.ts';

export interface RunningLog extends EventLog {
  /** Deletes records that have outlived their topic's retention. */
  applyRetention(): Promise<void>;
  /** Ends its subscriptions as if the process had died: no commit, no leave. For tests. */
  abandon(): void;
}

/** Makes an EventLog of a driver's store. */
export function createEventLog(store: LogStore, settings: EngineSettings): RunningLog {
  const lanes = createAppendLanes(store, settings.queuedBytesMax);
  const subscriptions = new Set<RunningSubscription>();
  let closing: Promise<void> | undefined;

  const assertOpen = (): void => {
    if (closing) throw new LogError('fatal', { state: 'closed' });
  };
  const assertPartition = ({ topic, partition }: TopicPartition): void => {
    if (!Number.isSafeInteger(partition) || partition < 0)
      throw new LogError('unknown-topic', { topic, partition });
  };

  return {
    async append(to, records) {
      assertOpen();
      assertPartition(to);
      if (records.length === 0) return [];
      return lanes.append(to, records.map(admitRecord));
    },
    async subscribe(options) {
      assertOpen();
      const subscription = await startSubscription(store, options, settings);
      subscriptions.add(subscription);
      const forget = () => void subscriptions.delete(subscription);
      subscription.done.then(forget, forget);
      return subscription;
    },
    async *read(range) {
      assertOpen();
      assertPartition(range);
      yield* readRange(store, range, settings);
    },
    bounds: (topic) => store.bounds(topic),
    offsetAt: (at, timestampMs) => store.offsetAt(at, timestampMs),
    committed: (group, topic) => store.committed(group, topic),
    createTopics: (topics) => store.createTopics(topics),
    topics: () => store.topics(),
    applyRetention: () => store.applyRetention(),
    close() {
      closing ??= (async () => {
        await Promise.all([...subscriptions].map((subscription) => subscription.close()));
        await lanes.drain();
        await store.close();
      })();
      return closing;
    },
    abandon() {
      for (const subscription of subscriptions) subscription.abandon();
    },
  };
}
