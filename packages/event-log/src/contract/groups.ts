import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
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

export const describeGroups = (harness: HarnessSource): void =>
  describe('group', () => {
    test('members share the partitions, and each partition has one reader', async () => {
      const admin = harness().open();
      const topic = await createTopic(admin, 6);
      const book = createBook();
      const members = await Promise.all(
        [1, 2, 3].map(() => subscribe(harness().open(), topic, book)),
      );
      const shares = () => members.map((member) => member.assigned().length);
      await eventually(() => shares().every((share) => share === 2));
      for (let partition = 0; partition < 6; partition += 1)
        await admin.append({ topic, partition }, numbered(20));
      await eventually(() => book.seen.length >= 120);
      expect(new Set(book.seen.map(({ partition, offset }) => `${partition}/${offset}`)).size).toBe(
        120,
      );
      expect(book.seen).toHaveLength(120);

      await members[0]?.close();
      await eventually(() => shares().join() === '0,3,3');
      const late = await subscribe(harness().open(), topic, book);
      await eventually(() => shares().concat(late.assigned().length).join() === '0,2,2,2');
      await Promise.all([...members, late].map((member) => member.close()));
    });

    test('two groups each get everything', async () => {
      const log = harness().open();
      const topic = await createTopic(log);
      const books = [createBook(), createBook()];
      const subscriptions = await Promise.all(
        books.map((book, n) => subscribe(log, topic, book, { group: `${topic} ${n}` })),
      );
      await log.append({ topic, partition: 0 }, numbered(10));
      await eventually(() => books.every(({ seen }) => seen.length === 10));
      await Promise.all(subscriptions.map((subscription) => subscription.close()));
    });

    test('rebalancing under load loses nothing and disorders nothing', async () => {
      const log = harness().open();
      const topic = await createTopic(log, 4);
      const book = createBook();
      const slowly = {
        maxBatchRecords: 5,
        handle: async (batch: Parameters<typeof note>[1]) => {
          await sleep(5);
          note(book, batch);
        },
      };
      const first = await subscribe(harness().open(), topic, book, slowly);
      const appending = (async () => {
        for (let n = 0; n < 60; n += 1)
          for (let partition = 0; partition < 4; partition += 1)
            await log.append({ topic, partition }, [record('k', n), record('k', n + 0.5)]);
      })();
      const second = await subscribe(harness().open(), topic, book, slowly);
      await eventually(() => second.assigned().length === 2);
      await first.close();
      await appending;
      await eventually(() => book.seen.length >= 480);
      for (let partition = 0; partition < 4; partition += 1) {
        const values = book.seen.filter((each) => each.partition === partition).map(textOf);
        expect(values).toEqual(Array.from({ length: 120 }, (_, n) => String(n / 2)));
      }
      await second.close();
    });

    test('after an abrupt stop another member goes on from the watermark', async () => {
      const log = harness().open();
      const topic = await createTopic(log);
      await log.append({ topic, partition: 0 }, numbered(10));
      const book = createBook();
      const dying = harness().open();
      let hanging = false;
      await subscribe(dying, topic, book, {
        maxBatchRecords: 4,
        handle: async (batch) => {
          if (book.seen.length < 4) return note(book, batch);
          hanging = true;
          await new Promise(() => undefined);
        },
      });
      await eventually(() => hanging);
      harness().crash(dying);
      const heir = await subscribe(harness().open(), topic, book);
      await eventually(() => book.seen.length === 10, harness().leaseMs * 3 + 3_000);
      expect(book.seen.map(textOf)).toEqual(numbered(10).map(textOf));
      await heir.close();
    });

    test('a stale owner’s commit is refused, and its handler told to stop', async () => {
      const admin = harness().open();
      const topic = await createTopic(admin);
      const group = `group of ${topic}`;
      await admin.append({ topic, partition: 0 }, numbered(10));
      const zombie = harness().open();
      const told: unknown[] = [];
      const staleBook = createBook();
      const wake = Promise.withResolvers<void>();
      let aborted = false;
      const stale = await subscribe(zombie, topic, staleBook, {
        maxBatchRecords: 3,
        onRetry: (error) => told.push((error as { code?: unknown }).code),
        handle: async (batch, signal) => {
          signal.addEventListener('abort', () => {
            aborted = true;
          });
          if (staleBook.seen.length === 0) await wake.promise;
          note(staleBook, batch);
        },
      });
      await sleep(100);
      harness().setReachable(zombie, false); // stopped, for longer than its lease
      const book = createBook();
      const heir = await subscribe(harness().open(), topic, book);
      await eventually(async () => (await admin.committed(group, topic))[0]?.next === 10n);
      wake.resolve(); // it wakes and finishes what it had begun
      await eventually(() => staleBook.seen.length === 3);
      harness().setReachable(zombie, true);
      await eventually(() => stale.assigned().length + heir.assigned().length === 1 || aborted);
      await sleep(harness().leaseMs);
      expect((await admin.committed(group, topic))[0]?.next).toBe(10n);
      await stale.close();
      await heir.close();
    });
  });
