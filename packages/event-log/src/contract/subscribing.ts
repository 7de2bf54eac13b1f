import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { matchesDigest } from '../digest.ts';
import { LogError } from '../errors.ts';
import type { HarnessSource } from './harness.ts';
import {
  createBook,
  createTopic,
  eventually,
  note,
  numbered,
  record,
  subscribe,
  textOf,
} from './subscriber.ts';

export const describeSubscribing = (harness: HarnessSource): void =>
  describe('subscribe', () => {
    test('delivers what is there and what comes, in order, in batches no larger than asked for', async () => {
      const log = harness().open();
      const topic = await createTopic(log);
      const at = { topic, partition: 0 };
      await log.append(at, numbered(25));
      const book = createBook();
      const sizes: number[] = [];
      const subscription = await subscribe(log, topic, book, {
        maxBatchRecords: 10,
        handle: async (batch) => {
          sizes.push(batch.length);
          note(book, batch);
        },
      });
      await log.append(at, numbered(5, 25));
      await eventually(() => book.seen.length === 30);
      expect(book.seen.map(textOf)).toEqual(numbered(30).map(textOf));
      expect(Math.max(...sizes)).toBeLessThanOrEqual(10);
      await subscription.close();
      await subscription.done;
    });

    test('handles partitions side by side, and each one batch after another', async () => {
      const log = harness().open();
      const topic = await createTopic(log, 2);
      for (const partition of [0, 1]) await log.append({ topic, partition }, numbered(6));
      const running = [0, 0];
      let [mostInOne, mostInAll] = [0, 0];
      const both = Promise.withResolvers<void>();
      const book = createBook();
      const subscription = await subscribe(log, topic, book, {
        maxBatchRecords: 2,
        handle: async (batch) => {
          const partition = batch[0]?.partition ?? 0;
          running[partition] = (running[partition] ?? 0) + 1;
          mostInOne = Math.max(mostInOne, ...running);
          mostInAll = Math.max(
            mostInAll,
            running.reduce((sum, n) => sum + n),
          );
          if (mostInAll === 2) both.resolve();
          await both.promise; // comes only if neither waits for the other
          await sleep(5);
          note(book, batch);
          running[partition] = (running[partition] ?? 0) - 1;
        },
      });
      await eventually(() => book.seen.length === 12);
      expect([mostInOne, mostInAll]).toEqual([1, 2]);
      await subscription.close();
    });

    test('a rejected batch is told of and delivered again from the position; later records wait', async () => {
      const log = harness().open();
      const topic = await createTopic(log);
      await log.append({ topic, partition: 0 }, numbered(4));
      const book = createBook();
      const told: [unknown, number][] = [];
      let refusals = 2;
      const subscription = await subscribe(log, topic, book, {
        maxBatchRecords: 2,
        onRetry: (error, at, attempt) => told.push([(error as Error).message + at.topic, attempt]),
        handle: async (batch) => {
          if (book.seen.length === 2 && refusals-- > 0) throw new Error('busy ');
          note(book, batch);
        },
      });
      await eventually(() => book.seen.length === 4);
      expect(book.seen.map(textOf)).toEqual(['0', '1', '2', '3']);
      expect(told).toEqual([
        [`busy ${topic}`, 1],
        [`busy ${topic}`, 2],
      ]);
      await subscription.close();
    });

    test('a stale member asks its position again at once, and goes on from what it is told', async () => {
      const log = harness().open();
      const topic = await createTopic(log);
      await log.append({ topic, partition: 0 }, numbered(6));
      const book = createBook();
      let stale = true;
      const subscription = await subscribe(log, topic, book, {
        maxBatchRecords: 2,
        handle: async (batch) => {
          if (stale && book.seen.length === 2) {
            stale = false;
            book.positions.set(`${topic}/0`, { next: 4n }); // another member has done the second batch
            throw new LogError('stale-member');
          }
          note(book, batch);
        },
      });
      await eventually(() => book.seen.length === 4);
      expect(book.seen.map(textOf)).toEqual(['0', '1', '4', '5']);
      await subscription.close();
    });

    test('an error that is not retryable ends the subscription', async () => {
      const log = harness().open();
      const topic = await createTopic(log, 2);
      await log.append({ topic, partition: 1 }, numbered(1));
      const broken = Object.assign(new Error('broken for good'), { retryable: false });
      const subscription = await subscribe(log, topic, createBook(), {
        handle: async () => {
          throw broken;
        },
      });
      await expect(subscription.done).rejects.toBe(broken);
      expect(subscription.assigned()).toEqual([]);
      await subscription.close();
      const unknown = subscribe(log, 'contract.none', createBook());
      await expect(unknown).rejects.toMatchObject({ code: 'unknown-topic' });
    });

    test('a record that does not match its digest ends the subscription, and is not handled', async () => {
      const log = harness().open();
      const at = { topic: await createTopic(log), partition: 0 };
      const book = createBook();
      await log.append(at, numbered(3));
      const subscription = await subscribe(log, at.topic, book);
      await eventually(() => book.seen.length === 3);
      const wrong = { ...record('k', 'tampered'), headers: { digest: Buffer.alloc(64, '0') } };
      await harness().storeRaw(at, wrong);
      await expect(subscription.done).rejects.toMatchObject({ code: 'corrupt', retryable: false });
      expect(book.seen).toHaveLength(3);
    });

    test('where foreigners write, who asks for it is given such a record, and goes on behind it', async () => {
      const topic = await createTopic(harness().open());
      const log = harness().open({ undigestedTopics: (name) => name === topic });
      const at = { topic, partition: 0 };
      const wrong = { ...record('k', 'tampered'), headers: { digest: Buffer.alloc(64, '0') } };
      await log.append(at, numbered(1));
      await harness().storeRaw(at, wrong);
      await harness().storeRaw(at, record('k', 'undigested'));
      const ended = await subscribe(log, topic, createBook());
      await expect(ended.done).rejects.toMatchObject({ code: 'corrupt' });
      const book = createBook();
      const subscription = await subscribe(log, topic, book, { deliverCorrupt: true });
      await eventually(() => book.seen.length === 3);
      expect(book.seen.map((one) => [textOf(one), matchesDigest(one)])).toEqual([
        ['0', true],
        ['tampered', false],
        ['undigested', true],
      ]);
      await subscription.close();
    });

    test('pause holds back a partition, others go on; resume lets it go on', async () => {
      const log = harness().open();
      const topic = await createTopic(log, 2);
      const book = createBook();
      const subscription = await subscribe(log, topic, book);
      await eventually(() => subscription.assigned().length === 2);
      subscription.pause({ topic, partition: 0 });
      for (const partition of [0, 1]) await log.append({ topic, partition }, numbered(3));
      await eventually(() => book.seen.length === 3);
      await sleep(100);
      expect(book.seen.map(({ partition }) => partition)).toEqual([1, 1, 1]);
      subscription.resume({ topic, partition: 0 });
      await eventually(() => book.seen.length === 6);
      await subscription.close();
    });

    test('close waits for the handler in flight, commits it, and delivers nothing more', async () => {
      const log = harness().open();
      const topic = await createTopic(log);
      await log.append({ topic, partition: 0 }, numbered(4));
      const book = createBook();
      let begun = false;
      const subscription = await subscribe(log, topic, book, {
        maxBatchRecords: 2,
        handle: async (batch) => {
          begun = true;
          await sleep(100);
          note(book, batch);
        },
      });
      await eventually(() => begun);
      await subscription.close();
      await subscription.done;
      expect(book.seen.map(textOf)).toEqual(['0', '1']);
      expect(await log.committed(`group of ${topic}`, topic)).toEqual([{ partition: 0, next: 2n }]);
      await log.append({ topic, partition: 0 }, numbered(1));
      await sleep(50);
      expect(book.seen).toHaveLength(2);
    });

    test('an outage delays, and loses nothing', async () => {
      const log = harness().open();
      const topic = await createTopic(log);
      const at = { topic, partition: 0 };
      const book = createBook();
      const reader = harness().open();
      const subscription = await subscribe(reader, topic, book);
      await log.append(at, numbered(3));
      await eventually(() => book.seen.length === 3);
      harness().setReachable(reader, false);
      await expect(reader.append(at, numbered(1))).rejects.toMatchObject({ retryable: true });
      await log.append(at, numbered(3, 3));
      await sleep(harness().leaseMs * 1.5); // its lease runs out meanwhile
      expect(book.seen).toHaveLength(3);
      harness().setReachable(reader, true);
      await eventually(() => book.seen.length === 6);
      expect(book.seen.map(textOf)).toEqual(numbered(6).map(textOf));
      await subscription.close();
    });
  });
