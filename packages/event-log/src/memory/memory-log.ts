import { type LogClock, systemClock } from '../clock.ts';
import { createEventLog, type RunningLog } from '../engine/event-log.ts';
import { createSettings, type EngineOptions } from '../engine/settings.ts';
import type { LogStore } from '../engine/store.ts';
import { LogError } from '../errors.ts';
import type { NewRecord, TopicPartition } from '../port.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';

export interface MemoryLogOptions extends EngineOptions {
  readonly clock?: Pick<LogClock, 'nowMs'> & Partial<LogClock>;
}

/** A log in this process's memory, for tests and simulation, with hooks for what can happen to a log. */
export interface MemoryLog extends RunningLog {
  /** Another client of the same records, as another process would be. */
  connect(options?: EngineOptions): MemoryLog;
  /** While false, every call of this client fails as `retriable`. */
  setReachable(reachable: boolean): void;
  /** The next appends are stored, but their answers are lost: the caller sees `unknown-outcome`. */
  loseAnswers(count: number): void;
  /** The log loses its tail: offsets from `end` on are handed out again. */
  truncate(at: TopicPartition, end: bigint): void;
  /** The log loses its oldest records. */
  trim(at: TopicPartition, low: bigint): void;
  /** Stores a record as it is, unchecked, digest or not. */
  storeRaw(at: TopicPartition, record: NewRecord): bigint;
  /** Leaves a hole: the next offset is higher by `count`. */
  skipOffsets(at: TopicPartition, count: bigint): void;
}

export function createMemoryLog({ clock, ...options }: MemoryLogOptions = {}): MemoryLog {
  const wholeClock = { ...systemClock, ...bound(clock) };
  return openClient(createMemoryStore(wholeClock), wholeClock, options);
}

/** The caller's clock may be an object with methods of its own; a spread would lose them. */
const bound = (clock: MemoryLogOptions['clock']): Partial<LogClock> => ({
  ...(clock && { nowMs: () => clock.nowMs() }),
  ...(clock?.sleep && { sleep: clock.sleep.bind(clock) }),
});

function openClient(shared: MemoryStore, clock: LogClock, options: EngineOptions): MemoryLog {
  let reachable = true;
  let answersToLose = 0;
  const assertReachable = (): void => {
    if (!reachable) throw new LogError('retriable', { state: 'unreachable' });
  };
  const store: LogStore = {
    ...guarded(shared, assertReachable),
    async append(parts) {
      assertReachable();
      const results = await shared.append(parts);
      if (answersToLose === 0) return results;
      answersToLose -= 1;
      throw new LogError('unknown-outcome', { partitions: parts.length });
    },
    watch: shared.watch,
    close: async () => undefined,
  };
  return {
    ...createEventLog(store, createSettings(options, clock)),
    connect: (others = options) => openClient(shared, clock, others),
    setReachable(value) {
      reachable = value;
      if (value) shared.ringAll();
    },
    loseAnswers(count) {
      answersToLose = count;
    },
    truncate(at, end) {
      const partition = shared.partition(at);
      partition.records = partition.records.filter(({ offset }) => offset < end);
      partition.next = end;
      shared.ringAll();
    },
    trim(at, low) {
      const partition = shared.partition(at);
      partition.records = partition.records.filter(({ offset }) => offset >= low);
      partition.low = low;
    },
    storeRaw(at, { key, value, headers = {} }) {
      const partition = shared.partition(at);
      const { next: offset, lastMs: timestampMs } = partition;
      partition.records.push({ ...at, key, value, headers, offset, timestampMs });
      partition.next += 1n;
      shared.ringAll();
      return offset;
    },
    skipOffsets(at, count) {
      shared.partition(at).next += count;
    },
  };
}

/** Every asynchronous call of a store, refused while the log cannot be reached. */
function guarded(
  shared: MemoryStore,
  assertReachable: () => void,
): Omit<LogStore, 'append' | 'watch' | 'close'> {
  const guard =
    <A extends unknown[], R>(call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      assertReachable();
      return call(...given);
    };
  return {
    createTopics: guard(shared.createTopics),
    topics: guard(shared.topics),
    fetch: guard(shared.fetch),
    bounds: guard(shared.bounds),
    offsetAt: guard(shared.offsetAt),
    committed: guard(shared.committed),
    joinGroup: guard(shared.joinGroup),
    commit: guard(shared.commit),
    releaseLease: guard(shared.releaseLease),
    leaveGroup: guard(shared.leaveGroup),
    applyRetention: guard(shared.applyRetention),
  };
}
