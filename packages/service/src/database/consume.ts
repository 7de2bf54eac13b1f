import {
  type EventLog,
  LogError,
  type StoredRecord,
  type Subscription,
  type TopicPartition,
} from '@told/event-log';
import { failpoint } from '../run/failpoint.ts';
import { backOffMs } from './back-off.ts';
import { type ConsumerStates, createConsumerStates, type TopicState } from './consumer-states.ts';
import type { Delivery, Handle } from './deliver-batch.ts';
import { createDeliveryQueue } from './delivery-queue.ts';
import { codeOf, isRetryable, reasonOf } from './errors.ts';
import type { LingerOptions } from './linger.ts';
import type { Database, DatabaseLogger } from './ports.ts';
import { createWakeUp, type WakeUp } from './wake-up.ts';
import { readPosition } from './watermark.ts';

export type ConsumeOptions = {
  readonly log: EventLog;
  readonly db: Database;
  readonly logger: DatabaseLogger;
  /** Names the position; several members of a group share its partitions. */
  readonly group: string;
  readonly topics: readonly string[];
  /** Where a group begins that has no position yet; `earliest` unless said otherwise. */
  readonly from?: 'earliest' | 'latest' | 'fail';
  readonly handle: Handle;
  /** Told of records as they are parked; see `Delivery`. */
  readonly onParked?: Handle;
  /** Asked in each transaction before its effects; see `Delivery`. */
  readonly guard?: NonNullable<Delivery['guard']>;
  /** How long small transactions wait for company. */
  readonly linger?: LingerOptions;
  /** `handle` is given all records of a transaction at once, whatever they are; see `Delivery`. */
  readonly takesAll?: boolean;
  /** Transactions that may be under way at once, each of other partitions; 1 unless said otherwise. */
  readonly sideBySide?: number;
  /** When a further one begins; see `Delivery`. */
  readonly besideRecordsMin?: number;
  /** Records that the next transaction may take; see `Delivery`. */
  readonly recordsAtOnce?: () => number;
  /** Whether no transaction begins beside another; see `Delivery`. */
  readonly goesAlone?: () => boolean;
  /** Records of one partition at a time; bounds memory. */
  readonly maxBatchRecords?: number;
  /**
   * Told of offsets that were passed over, before what follows them is handled; may be told of them again. A log promises no dense ones, so
   * that only who knows what is written there can say what it means. Its failure is the batch's.
   */
  readonly onGap?: (gap: Gap) => Promise<void>;
  /** Told of each committed batch, for metrics. */
  readonly onDelivered?: (
    delivered: TopicPartition & { readonly records: number; readonly durationMs: number },
  ) => void;
  readonly nowMs?: () => number;
  readonly random?: () => number;
};

/** Nothing was read from `expected` up to and without `next`. */
export type Gap = TopicPartition & { readonly expected: bigint; readonly next: bigint };

export type Consumer = {
  /** One entry a topic; readiness shows those that are not `running`. */
  state(): readonly TopicState[];
  /** Resolves after `stop`; rejects when consuming cannot go on (a forked log, a fault of the programmer). */
  readonly done: Promise<void>;
  /** Waits for the batches under way. */
  stop(): Promise<void>;
};

const BATCH_RECORDS_MAX = 500;
const RETRY = { baseMs: 100, maxMs: 10_000 };

/**
 * Applies every record of these topics to the database exactly once in effect: the position moves in the transaction that
 * holds the effects. While database, log or registry is away (any `retryable` error) the partition waits and is tried again
 * for ever with growing pauses; `state` shows it. Rejects at once only with what no waiting mends, such as `unknown-topic`.
 */
export async function consume(options: ConsumeOptions): Promise<Consumer> {
  const { topics, nowMs = Date.now } = options;
  const states = createConsumerStates(topics, nowMs);
  const bell = createWakeUp();
  const membership: Membership = { bell, states, stopping: false, subscription: undefined };
  await trySubscribing(options, membership, nowMs);
  const done = keepSubscribed(options, membership, nowMs);
  done.catch((error: unknown) => {
    states.set('stopped', codeOf(error));
    options.logger.error(
      { err: error, group: options.group, code: codeOf(error) },
      'consuming has stopped and cannot go on',
    );
  });
  return {
    state: states.all,
    done,
    async stop() {
      membership.stopping = true;
      bell.ring();
      await membership.subscription?.close();
      await done;
      states.set('stopped');
    },
  };
}

type Membership = {
  readonly bell: WakeUp;
  readonly states: ConsumerStates;
  stopping: boolean;
  subscription: Subscription | undefined;
};

/** Leaves `subscription` undefined when the log is away. */
async function trySubscribing(
  options: ConsumeOptions,
  membership: Membership,
  nowMs: () => number,
): Promise<void> {
  try {
    await options.log.topics(); // a driver may join in its own time; asking shows whether the log is there
    membership.subscription = await subscribe(options, membership.states, nowMs);
    membership.states.set('running');
  } catch (error) {
    if (!isRetryable(error)) throw error;
    membership.subscription = undefined;
    membership.states.set('retrying', reasonOf(error));
    options.logger.warn(
      { err: error, group: options.group, code: codeOf(error) },
      'cannot join the group; trying again',
    );
  }
}

async function keepSubscribed(
  options: ConsumeOptions,
  membership: Membership,
  nowMs: () => number,
): Promise<void> {
  for (let attempt = 1; !membership.stopping; attempt++) {
    if (membership.subscription) {
      attempt = 1;
      await membership.subscription.done.catch((error: unknown) => {
        if (!isRetryable(error)) throw error;
        membership.states.set('retrying', reasonOf(error));
      });
    }
    if (membership.stopping) return;
    await membership.bell.wait(backOffMs(attempt, RETRY, options.random ?? Math.random));
    if (membership.stopping) return;
    await trySubscribing(options, membership, nowMs);
  }
  await membership.subscription?.close(); // joined while the stop came
}

/** Undefined `from`: nothing was read before. */
export function findGaps(
  batch: readonly (TopicPartition & { readonly offset: bigint })[],
  from: bigint | undefined,
): readonly Gap[] {
  const gaps: Gap[] = [];
  let expected = from;
  for (const { topic, partition, offset } of batch) {
    if (expected !== undefined && offset > expected)
      gaps.push({ topic, partition, expected, next: offset });
    expected = offset + 1n;
  }
  return gaps;
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${partition}/${topic}`;

function subscribe(
  options: ConsumeOptions,
  states: ConsumerStates,
  nowMs: () => number,
): Promise<Subscription> {
  const { db, log, logger, group } = options;
  /** Where this member believes the group to stand; the database has the last word. */
  const positions = new Map<string, bigint | undefined>();
  const handling = new Set<string>();
  const deliver = createDeliveryQueue(options);
  return log.subscribe({
    group,
    topics: options.topics,
    from: options.from ?? 'earliest',
    maxBatchRecords: options.maxBatchRecords ?? BATCH_RECORDS_MAX,
    deliverCorrupt: true, // `handRecords` sets it aside
    async positionOf(at) {
      const position = await readPosition(db, group, at);
      failpoint('consume-positioned');
      positions.set(nameOf(at), position?.next);
      states.positionFound(at);
      return position;
    },
    async handle(batch: readonly StoredRecord[]) {
      const [at, ...others] = batch;
      if (at === undefined) return;
      const name = nameOf(at);
      const startedAtMs = nowMs();
      handling.add(name);
      if (options.onGap !== undefined) {
        for (const gap of findGaps(batch, positions.get(name))) await options.onGap(gap);
      }
      await deliver([at, ...others], positions.get(name));
      positions.set(name, (batch.at(-1) ?? at).offset + 1n);
      handling.delete(name);
      states.succeeded(at);
      const { topic, partition } = at;
      const durationMs = nowMs() - startedAtMs;
      options.onDelivered?.({ topic, partition, records: batch.length, durationMs });
    },
    onRetry(error, at, attempt) {
      const inHandler = handling.delete(nameOf(at));
      if (error instanceof LogError && error.code === 'stale-member') return; // asked again at once
      const { topic, partition } = at;
      const code = codeOf(error);
      states.failed(at, reasonOf(error), inHandler);
      logger.warn(
        { err: error, group, topic, partition, attempt, code },
        'a batch waits for a dependency and is tried again',
      );
    },
  });
}
