import { describe, expect, test } from '@jest/globals';
import { expectGenerations } from '../../test/generations.ts';
import { systemClock } from '../clock.ts';
import { createBook, note, numbered, subscribe, textOf } from '../contract/subscriber.ts';
import { createMemoryLog } from './memory-log.ts';
import { createMemoryStore } from './memory-store.ts';

/** Time that passes only when a test says so. */
function createVirtualClock() {
  let nowMs = 1_000_000;
  const sleepers: { atMs: number; wake: () => void }[] = [];
  return {
    nowMs: () => nowMs,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((wake) => {
        if (signal?.aborted) return wake();
        sleepers.push({ atMs: nowMs + ms, wake });
        signal?.addEventListener('abort', () => wake());
      }),
    async advance(ms: number) {
      for (const endMs = nowMs + ms; ; ) {
        for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
        sleepers.sort((a, b) => b.atMs - a.atMs);
        const next = sleepers.at(-1);
        if (!next || next.atMs > endMs) {
          nowMs = endMs;
          return;
        }
        nowMs = next.atMs;
        sleepers.pop()?.wake();
      }
    },
  };
}

describe('memory log on a virtual clock', () => {
  const topic = 'simulated';
  const at = { topic, partition: 0 };

  async function start() {
    const clock = createVirtualClock();
    const log = createMemoryLog({ clock, random: () => 0.5, leaseMs: 3_000 });
    await log.createTopics([{ name: topic, partitions: 1, retentionMs: 60_000 }]);
    return { clock, log };
  }

  test('retries, leases and takes over in simulated time only', async () => {
    const { clock, log } = await start();
    await log.append(at, numbered(3));
    const book = createBook();
    const dying = log.connect();
    let attempts = 0;
    await subscribe(dying, topic, book, {
      handle: async () => {
        attempts += 1;
        throw new Error('busy');
      },
    });
    await clock.advance(10_000);
    expect(attempts).toBeGreaterThan(5);
    expect(attempts).toBeLessThan(20); // it waits longer each time
    dying.abandon();
    const heir = await subscribe(log.connect({ random: () => 0.6 }), topic, book);
    await clock.advance(1_000);
    expect(book.seen).toEqual([]);
    await clock.advance(5_000);
    expect(book.seen.map(textOf)).toEqual(['0', '1', '2']);
    const closing = heir.close();
    await clock.advance(1);
    await closing;
  });

  test('a handler that takes too long is aborted and its batch delivered again', async () => {
    const { clock, log } = await start();
    await log.append(at, numbered(2));
    const book = createBook();
    const told: unknown[] = [];
    let attempts = 0;
    const client = log.connect({ handlerMs: 1_000, leaseMs: 3_000 });
    const subscription = await subscribe(client, topic, book, {
      onRetry: (error) => told.push((error as { code?: unknown }).code),
      handle: (batch, signal) => {
        attempts += 1;
        if (attempts > 1) return Promise.resolve(note(book, batch));
        return new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        );
      },
    });
    await clock.advance(999);
    expect([attempts, told]).toEqual([1, []]);
    await clock.advance(5_000);
    expect(told).toEqual(['retriable']);
    expect(book.seen.map(textOf)).toEqual(['0', '1']);
    const closing = subscription.close();
    await clock.advance(1);
    await closing;
  });

  test('nothing is delivered while the lease may have run out', async () => {
    const { clock, log } = await start();
    await log.append(at, numbered(3));
    const book = createBook();
    const client = log.connect({ leaseMs: 3_000 });
    const subscription = await subscribe(client, topic, book, {
      maxBatchRecords: 1,
      handle: async (batch) => {
        if (book.seen.length === 0) await clock.sleep(4_000); // longer than the lease
        note(book, batch);
      },
    });
    await clock.advance(100);
    client.setReachable(false);
    await clock.advance(6_000); // the second record has been fetched ahead
    expect(book.seen.map(textOf)).toEqual(['0']);
    client.setReachable(true);
    await clock.advance(10_000);
    expect(book.seen.map(textOf)).toEqual(['0', '1', '2']);
    const closing = subscription.close();
    await clock.advance(1);
    await closing;
  });

  test('news that comes while a batch is handled, or while it is paused, is not left for later', async () => {
    const { clock, log } = await start();
    const book = createBook();
    await log.append(at, numbered(2));
    const reader = log.connect({ leaseMs: 60_000 });
    const subscription = await subscribe(reader, topic, book, {
      maxBatchRecords: 1,
      handle: async (batch) => {
        await clock.sleep(100);
        note(book, batch);
      },
    });
    await clock.advance(50);
    await log.append(at, numbered(1, 2)); // the second record has been fetched ahead; nobody knows of the third
    await clock.advance(500);
    expect(book.seen.map(textOf)).toEqual(['0', '1', '2']);
    await log.append(at, numbered(2, 3));
    await clock.advance(50);
    subscription.pause(at);
    await clock.advance(100); // the fourth is handled, the fifth has been fetched ahead
    await log.append(at, numbered(1, 5));
    await clock.advance(100);
    expect(book.seen.map(textOf)).toEqual(['0', '1', '2', '3']);
    subscription.resume(at);
    await clock.advance(500);
    expect(book.seen.map(textOf)).toEqual(['0', '1', '2', '3', '4', '5']);
    const closing = subscription.close();
    await clock.advance(1);
    await closing;
  });

  test('retention is late rather than early', async () => {
    const { clock, log } = await start();
    await log.append(at, numbered(3));
    await clock.advance(60_000);
    await log.append(at, numbered(2, 3));
    await log.applyRetention();
    expect(await log.bounds(topic)).toEqual([{ partition: 0, low: 0n, end: 5n }]);
    await clock.advance(1);
    await log.applyRetention();
    expect(await log.bounds(topic)).toEqual([{ partition: 0, low: 3n, end: 5n }]);
    await clock.advance(60_001);
    await log.applyRetention();
    expect(await log.bounds(topic)).toEqual([{ partition: 0, low: 5n, end: 5n }]);
  });

  test('readers step over holes between offsets', async () => {
    const { log, clock } = await start();
    const book = createBook();
    await log.append(at, numbered(2));
    log.skipOffsets(at, 5n);
    await log.append(at, numbered(2, 2));
    const subscription = await subscribe(log.connect(), topic, book, { maxBatchRecords: 1 });
    await clock.advance(100);
    expect(book.seen.map(({ offset }) => offset)).toEqual([0n, 1n, 7n, 8n]);
    const closing = subscription.close();
    await clock.advance(1);
    await closing;
  });
});

test('a commit of an older generation is refused', async () => {
  const store = createMemoryStore(systemClock);
  await store.createTopics([{ name: 'generations', partitions: 1, retentionMs: null }]);
  await expectGenerations({ ...store, close: async () => undefined }, 'generations');
});
