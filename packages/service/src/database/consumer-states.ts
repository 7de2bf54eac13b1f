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
  /** `inHandler`: only a handled batch ends it; else a position that was found and nothing wrong after it does. */
  failed(at: TopicPartition, code: string, inHandler: boolean): void;
  positionFound(at: TopicPartition): void;
  succeeded(at: TopicPartition): void;
};

/** A log that is still away says so right after the position was found. */
const QUIET_MS = 1_000;

type Failure = { readonly inHandler: boolean; positionFoundAtMs?: number };

/** A topic retries as long as one of its partitions does. */
export function createConsumerStates(
  topics: readonly string[],
  nowMs: () => number,
): ConsumerStates {
  const states = new Map<string, TopicState>();
  const failures = new Map<string, Map<number, Failure>>(topics.map((topic) => [topic, new Map()]));
  const put = (topic: string, state: TopicState['state'], code?: string): void => {
    const now = states.get(topic);
    if (now?.state === state && now.code === code) return;
    const sinceMs = now?.state === state ? now.sinceMs : nowMs();
    states.set(topic, { topic, state, sinceMs, ...(code === undefined ? {} : { code }) });
  };
  const set = (state: TopicState['state'], code?: string): void => {
    for (const topic of topics) {
      failures.get(topic)?.clear();
      put(topic, state, code);
    }
  };
  const succeeded = ({ topic, partition }: TopicPartition): void => {
    const failing = failures.get(topic);
    failing?.delete(partition);
    if (!failing?.size) put(topic, 'running');
  };
  set('starting');
  return {
    set,
    succeeded,
    all() {
      for (const [topic, failing] of failures) {
        for (const [partition, { positionFoundAtMs }] of failing) {
          const quietMs = positionFoundAtMs === undefined ? 0 : nowMs() - positionFoundAtMs;
          if (quietMs > QUIET_MS) succeeded({ topic, partition });
        }
      }
      return [...states.values()];
    },
    failed({ topic, partition }, code, inHandler) {
      failures.get(topic)?.set(partition, { inHandler });
      put(topic, 'retrying', code);
    },
    positionFound({ topic, partition }) {
      const failure = failures.get(topic)?.get(partition);
      if (failure && !failure.inHandler) failure.positionFoundAtMs = nowMs();
    },
  };
}
