import type { TopicPartition } from '@told/event-log';

export type TopicState = {
  readonly topic: string;
  /** `retrying`: a dependency is away, see `code`; `stopped`: it cannot go on, or was asked to stop. */
  readonly state: 'starting' | 'running' | 'retrying' | 'stopped';
  readonly sinceMs: number;
  readonly code?: string;
};

export type ConsumerStates = {
  all(): readonly TopicState[];
  set(state: TopicState['state'], code?: string): void;
  failed(at: TopicPartition, code: string): void;
  succeeded(at: TopicPartition): void;
};

/** A topic retries as long as one of its partitions does. */
export function createConsumerStates(
  topics: readonly string[],
  nowMs: () => number,
): ConsumerStates {
  const states = new Map<string, TopicState>();
  const failing = new Map<string, Set<number>>(topics.map((topic) => [topic, new Set()]));
  const put = (topic: string, state: TopicState['state'], code?: string): void => {
    const now = states.get(topic);
    if (now?.state === state && now.code === code) return;
    const sinceMs = now?.state === state ? now.sinceMs : nowMs();
    states.set(topic, { topic, state, sinceMs, ...(code === undefined ? {} : { code }) });
  };
  const set = (state: TopicState['state'], code?: string): void => {
    for (const topic of topics) {
      failing.get(topic)?.clear();
      put(topic, state, code);
    }
  };
  set('starting');
  return {
    all: () => [...states.values()],
    set,
    failed({ topic, partition }, code) {
      failing.get(topic)?.add(partition);
      put(topic, 'retrying', code);
    },
    succeeded({ topic, partition }) {
      const partitions = failing.get(topic);
      partitions?.delete(partition);
      if (!partitions?.size) put(topic, 'running');
    },
  };
}
