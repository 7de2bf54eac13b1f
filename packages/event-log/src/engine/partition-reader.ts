import { backOffMs } from '../back-off.ts';
import { checkDigests } from '../digest.ts';
import { isRetryable, LogError } from '../errors.ts';
import type { StoredRecord, SubscribeOptions, TopicPartition } from '../port.ts';
import { createBell } from './bell.ts';
import type { Fetch } from './fetcher.ts';
import { runHandler } from './handler.ts';
import { checkRange, resolvePosition } from './position.ts';
import type { EngineSettings } from './settings.ts';
import type { Fetched } from './store.ts';

export interface ReaderPorts {
  readonly fetch: Fetch;
  readonly settings: EngineSettings;
  readonly options: SubscribeOptions;
  readonly maxBatchRecords: number;
  /** False while membership is in doubt: nothing new is delivered. */
  isCurrent(): boolean;
  handled(next: bigint): void;
  /** Before the position is asked again: writes down what has been handled. */
  flush(): Promise<void>;
  ended(error: unknown): void;
}

/** Delivers one partition's records, in order, one batch at a time, from its start to its stop. */
export interface PartitionReader {
  readonly at: TopicPartition;
  readonly generation: bigint;
  ring(): void;
  /** Resolves when no handler runs any more. `lost`: the partition is somebody else's; a running handler is aborted. */
  stop(lost?: boolean): Promise<void>;
}

export function startPartitionReader(
  at: TopicPartition,
  generation: bigint,
  isPaused: () => boolean,
  ports: ReaderPorts,
): PartitionReader {
  const { fetch, settings, options, maxBatchRecords } = ports;
  const { clock, fetchBytes, idleMs, retry, random } = settings;
  const isHandlersTask = options.deliverCorrupt === true && settings.undigestedTopics(at.topic);
  const bell = createBell(clock);
  const lost = new AbortController();
  let stopping = false;
  let attempt = 0;

  /** A ring from now on tells of records that this look may miss; an earlier one has nothing more to say. */
  const fetchFrom = (position: bigint): Promise<Fetched> => {
    bell.hush();
    return fetch({ at, from: position, records: maxBatchRecords, bytes: fetchBytes, stays: true });
  };

  /** Delivers from a position until it is stopped or something fails. */
  async function deliver(from: bigint): Promise<void> {
    let position = from;
    let pending: readonly StoredRecord[] = [];
    let more = true;
    let ahead: Promise<Fetched> | undefined;
    while (!stopping) {
      if (isPaused() || !ports.isCurrent()) {
        await bell.wait(idleMs);
        [more, ahead] = [true, undefined]; // the ring may have been for records
        continue;
      }
      if (pending.length === 0 && !more) {
        await bell.wait(idleMs); // everything was seen at the last look
        more = true;
        continue;
      }
      if (pending.length === 0) {
        const fetched = await (ahead ?? fetchFrom(position));
        ahead = undefined;
        checkRange(at, position, fetched);
        if (!isHandlersTask) checkDigests(fetched.records, settings.undigestedTopics);
        pending = fetched.records;
        const last = pending.at(-1);
        more = last !== undefined && last.offset + 1n < fetched.end;
        continue; // a pause or a stop may have come meanwhile
      }
      const batch = pending.slice(0, maxBatchRecords);
      const next = (batch.at(-1) as StoredRecord).offset + 1n;
      pending = pending.slice(maxBatchRecords);
      if (pending.length === 0 && more) {
        ahead = fetchFrom(next);
        ahead.catch(() => undefined); // thrown again where it is awaited; the handler may be busy until then
      }
      await runHandler(options.handle, batch, {
        clock,
        handlerMs: settings.handlerMs,
        lost: lost.signal,
      });
      position = next;
      attempt = 0;
      if (!lost.signal.aborted) ports.handled(next);
    }
  }

  async function run(): Promise<void> {
    while (!stopping) {
      try {
        await deliver(await resolvePosition(fetch, at, options));
      } catch (error) {
        if (lost.signal.aborted) return;
        if (!isRetryable(error)) return ports.ended(error);
        if (stopping) return;
        attempt += 1;
        options.onRetry?.(error, at, attempt);
        const atOnce = error instanceof LogError && error.code === 'stale-member' && attempt === 1;
        if (!atOnce) await clock.sleep(backOffMs(retry, attempt, random), lost.signal);
        await ports.flush();
      }
    }
  }

  const running = run();
  return {
    at,
    generation,
    ring: bell.ring,
    stop(isLost = false) {
      stopping = true;
      if (isLost) lost.abort();
      bell.ring();
      return running;
    },
  };
}
