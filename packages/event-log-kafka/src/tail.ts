import { setImmediate } from 'node:timers/promises';
import { LogError, type TopicPartition } from '@told/event-log';
import { type EngineSettings, type Fetched, keyOf } from '@told/event-log/engine';
import { type FetchLimits, fetchFrom, type Look } from './fetches.ts';
import type { Cluster } from './wire/cluster.ts';
import { isStaleLeader } from './wire/failures.ts';
import { nameError } from './wire/kafkajs-parts.ts';

/**
 * While little happens a broker holds a request until there is something to answer. While much happens it answers soon: a
 * partition that was handled meanwhile waits for the next request.
 */
const QUIET_WAIT_MS = 250;
const BUSY_WAIT_MS = 15;
const BUSY_FOR_MS = 1_000;
/** A request costs broker and reader more than this wait costs anybody: without it they ask a thousand times a second. */
const GATHER_MS = 10;
/** What a partition may keep here for a reader that is slow; Kafka gives one batch more than that, if it is larger. */
const HELD_BYTES_MAX = 1024 * 1024;
/** Readers look every few seconds; a position that nobody has asked for in this time was left. */
const LEFT_MS = 15_000;
/** News older than this is asked for again instead of believed. */
const FRESH_MS = 2_000;

/** A position at which a reader waits, and what has come for it. */
interface Waiter {
  readonly at: TopicPartition;
  readonly from: bigint;
  /** Where Kafka is asked to go on: `from`, or beyond what no reader sees. */
  scan: bigint;
  held: Look | undefined;
  seen: Pick<Fetched, 'low' | 'end'>;
  seenMs: number;
  askedMs: number;
  /** The broker that is asked for it. */
  ledBy: number | undefined;
  /** The reader has been parted from the leader that it read from: it may not be the same log any more. */
  isDoubtful: boolean;
}

/** Reads ahead where readers have seen everything, so that news costs one request for all partitions of a broker. */
export interface Tail {
  /** What a look from `from` gives a reader that stays: once it has seen all there is, its bell rings when there is more. */
  finish(at: TopicPartition, from: bigint, look: Look): Fetched;
  /** What there is for a reader at this position, if it is being followed: records, or the news that there are none.
   *  @throws LogError `retriable` when the reader has to check its position first */
  take(at: TopicPartition, from: bigint): Fetched | undefined;
  close(): Promise<void>;
}

export function openTail(
  cluster: Cluster,
  { clock }: Pick<EngineSettings, 'clock'>,
  ring: (at: TopicPartition) => void,
): Tail {
  const waiters = new Map<string, Waiter>();
  const polling = new Map<number, Promise<void>>();
  const closing = new AbortController();
  let busyUntilMs = 0;
  let followed = 0;

  const idOf = (at: TopicPartition, from: bigint): string => `${keyOf(at)}@${from}`;

  function follow(at: TopicPartition, asked: bigint, look: Look): Waiter {
    const nowMs = clock.nowMs();
    const last = look.records.at(-1);
    const from = last ? last.offset + 1n : asked;
    const { next: scan, low } = look;
    const waiter: Waiter = {
      ...{ at, from, scan, held: undefined, seen: { low, end: from } },
      ...{ seenMs: nowMs, askedMs: nowMs, ledBy: undefined, isDoubtful: false },
    };
    waiters.set(idOf(at, from), waiter);
    followed += 1;
    if (last) busyUntilMs = nowMs + BUSY_FOR_MS;
    void start(waiter);
    return waiter;
  }

  async function start(waiter: Waiter): Promise<void> {
    const leader = await cluster.leaderOf(waiter.at).catch(() => undefined);
    if (leader === undefined) return doubt(waiter);
    if (!closing.signal.aborted && !polling.has(leader)) polling.set(leader, run(leader));
  }

  /**
   * What parts a reader from its leader may have cost the log its tail, and it may have grown again since. So the reader is
   * made to begin again at its watermark, which knows the record below; and it knows how often to try.
   */
  function doubt(waiter: Waiter): void {
    waiter.isDoubtful = true;
    if (!waiter.held) ring(waiter.at);
  }

  /** Asks one broker for all that it leads, for as long as a reader waits for something there. */
  async function run(leader: number): Promise<void> {
    while (!closing.signal.aborted) {
      await gather();
      const before = followed;
      const led = await chooseLed(leader);
      if (led.length === 0) {
        if (followed > before) continue;
        polling.delete(leader); // in the same turn: who follows from now on starts anew
        return;
      }
      try {
        const looks = await fetchFrom(cluster, leader, 'tail', led.map(positionOf), limits());
        looks.forEach((look, index) => {
          note(led[index] as Waiter, look);
        });
      } catch {
        for (const waiter of waiters.values()) {
          if (waiter.ledBy !== leader) continue;
          cluster.forget(waiter.at.topic);
          doubt(waiter);
        }
      }
    }
  }

  /** Readers that were rung take what is there, and wait for the next; meanwhile more comes, for one request instead of several. */
  const gather = (): Promise<unknown> =>
    clock.nowMs() < busyUntilMs ? clock.sleep(GATHER_MS, closing.signal) : setImmediate();

  const limits = (): FetchLimits => ({
    waitMs: clock.nowMs() < busyUntilMs ? BUSY_WAIT_MS : QUIET_WAIT_MS,
    bytesPerPartition: HELD_BYTES_MAX,
  });

  async function chooseLed(leader: number): Promise<readonly Waiter[]> {
    const led: Waiter[] = [];
    for (const [id, waiter] of waiters) {
      if (clock.nowMs() - waiter.askedMs > LEFT_MS) waiters.delete(id);
      else if (!waiter.held && !waiter.isDoubtful) {
        const its = await cluster.leaderOf(waiter.at).catch(() => undefined);
        const hasMoved = waiter.ledBy !== undefined && waiter.ledBy !== its;
        if (its === undefined || hasMoved) doubt(waiter);
        else if (its === leader) {
          waiter.ledBy = leader;
          led.push(waiter);
        } else if (!polling.has(its)) void start(waiter);
      }
    }
    return led;
  }

  function note(waiter: Waiter, look: Look): void {
    const name = nameError(look.errorCode);
    if (name !== undefined) {
      if (isStaleLeader(name)) cluster.forget(waiter.at.topic);
      doubt(waiter);
      return;
    }
    waiter.scan = look.next;
    waiter.seen = { low: look.low, end: waiter.from };
    waiter.seenMs = clock.nowMs();
    if (look.records.length === 0) return;
    waiter.held = look;
    ring(waiter.at);
  }

  /** A reader that has seen all there is need not ask again for what only Kafka sees. */
  function finish(at: TopicPartition, from: bigint, look: Look): Fetched {
    const last = look.records.at(-1);
    if (look.next < look.end) return look;
    follow(at, from, look);
    return { ...look, end: last ? last.offset + 1n : look.end };
  }

  return {
    finish,
    take(at, from) {
      const waiter = waiters.get(idOf(at, from));
      if (!waiter) return undefined;
      const nowMs = clock.nowMs();
      waiter.askedMs = nowMs;
      const { held, isDoubtful } = waiter;
      if (held || isDoubtful) waiters.delete(idOf(at, from));
      if (held && !isDoubtful) return finish(at, from, held);
      if (held) {
        const next = follow(at, from, held); // what has come is from before; what comes next may not be
        doubt(next);
        return { ...held, end: next.from };
      }
      if (isDoubtful)
        throw new LogError('retriable', { ...named(at), state: 'parted from its leader' });
      if (nowMs - waiter.seenMs > FRESH_MS) return undefined;
      return { ...waiter.seen, records: [] };
    },
    async close() {
      closing.abort();
      await cluster.closePurpose('tail');
      await Promise.all(polling.values());
    },
  };
}

const named = ({ topic, partition }: TopicPartition) => ({ topic, partition });
const positionOf = ({ at, scan }: Waiter) => ({ at, from: scan });
