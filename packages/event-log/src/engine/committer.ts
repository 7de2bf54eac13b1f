import { isRetryable } from '../errors.ts';
import type { TopicPartition } from '../port.ts';
import type { EngineSettings } from './settings.ts';
import { keyOf, type LogStore, type Mark, type Member } from './store.ts';

export interface Committer {
  /** Notes how far a partition has been handled; written to the log within the commit interval. */
  mark(mark: Mark): void;
  forget(at: TopicPartition): void;
  /** Writes what is noted. A log that cannot be reached keeps it noted; a refused mark is told to `onStale`. */
  flush(): Promise<void>;
  /** The last flush: what it cannot write is left unwritten. */
  stop(): Promise<void>;
  /** Writes nothing any more. */
  abandon(): void;
}

/** Gathers the positions of all partitions, so that a commit costs one call an interval and not one a batch. */
export function createCommitter(
  store: Pick<LogStore, 'commit'>,
  member: Member,
  { clock, commitIntervalMs }: Pick<EngineSettings, 'clock' | 'commitIntervalMs'>,
  { onStale, onFatal }: { onStale(mark: Mark): void; onFatal(error: unknown): void },
): Committer {
  const noted = new Map<string, Mark>();
  let waiting = false;
  let stopped = false;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const marks = [...noted.values()];
    if (marks.length === 0) return;
    noted.clear();
    try {
      const accepted = new Set((await store.commit(member, marks)).map(keyOf));
      for (const mark of marks) if (!accepted.has(keyOf(mark))) onStale(mark);
    } catch (error) {
      if (!isRetryable(error)) return onFatal(error);
      for (const mark of marks) if (!noted.has(keyOf(mark))) noted.set(keyOf(mark), mark);
      flushLater();
    }
  }
  const flush = (): Promise<void> => {
    writing = writing.then(write);
    return writing;
  };
  const flushLater = (): void => {
    if (stopped || waiting) return;
    waiting = true;
    void clock.sleep(commitIntervalMs).then(() => {
      waiting = false;
      return flush();
    });
  };

  return {
    mark(mark) {
      noted.set(keyOf(mark), mark);
      flushLater();
    },
    forget: (at) => void noted.delete(keyOf(at)),
    flush,
    stop() {
      stopped = true;
      return flush();
    },
    abandon() {
      stopped = true;
      noted.clear();
    },
  };
}
