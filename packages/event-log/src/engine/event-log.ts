import { LogError } from '../errors.ts';
import type { EventLog, TopicPartition } from '../port.ts';
import { admitRecord } from '../record-check.ts';
import { createAppendLanes } from './append-lanes.ts';
import { createFetcher } from './fetcher.ts';
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

/** As Kafka has it, and as sql/0003_topic.sql does. */
const TOPIC_NAME = /^[A-Za-z0-9._-]{1,249}$/;
const PARTITION_MAX = 2 ** 31 - 1;

/** Makes an EventLog of a driver's store. */
export function createEventLog(store: LogStore, settings: EngineSettings): RunningLog {
  const lanes = createAppendLanes(store, settings);
  const fetch = createFetcher(store, settings);
  const subscriptions = new Set<RunningSubscription>();
  let closing: Promise<void> | undefined;

  const assertOpen = (): void => {
    if (closing) throw new LogError('fatal', { state: 'closed' });
  };
  const assertPartition = ({ topic, partition }: TopicPartition): void => {
    // What no log can hold must not reach one: its statement is shared with others.
    if (
      !TOPIC_NAME.test(topic) ||
      !Number.isInteger(partition) ||
      partition < 0 ||
      partition > PARTITION_MAX
    )
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
      const subscription = await startSubscription(store, fetch, options, settings);
      subscriptions.add(subscription);
      const forget = () => void subscriptions.delete(subscription);
      subscription.done.then(forget, forget);
      return subscription;
    },
    async *read(range) {
      assertOpen();
      assertPartition(range);
      yield* readRange(fetch, range, settings);
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
