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

    test('a stale owner’s commit is refused', async () => {
      const admin = harness().open();
      const topic = await createTopic(admin);
      const committed = async () => (await admin.committed(`group of ${topic}`, topic))[0]?.next;
      await admin.append({ topic, partition: 0 }, numbered(10));
      const book = createBook();
      const zombie = harness().open();
      const begun = Promise.withResolvers<void>();
      const wake = Promise.withResolvers<void>();
      const stale = await subscribe(zombie, topic, book, {
        maxBatchRecords: 3,
        handle: async () => {
          begun.resolve();
          await wake.promise;
        },
      });
      await begun.promise;
      harness().setReachable(zombie, false); // stopped, for longer than its lease
      const heir = await subscribe(harness().open(), topic, book);
      await eventually(async () => (await committed()) === 10n);
      wake.resolve(); // it wakes, and finishes what it had begun
      await sleep(50);
      harness().setReachable(zombie, true);
      const endMs = performance.now() + harness().leaseMs;
      while (performance.now() < endMs) {
        expect(await committed()).toBe(10n);
        await sleep(2);
      }
      expect(book.seen).toHaveLength(10);
      await stale.close();
      await heir.close();
    });

    test('a handler that still runs when its partition is lost is told to stop', async () => {
      const admin = harness().open();
      const topic = await createTopic(admin);
      await admin.append({ topic, partition: 0 }, numbered(1));
      const book = createBook();
      const zombie = harness().open();
      const begun = Promise.withResolvers<AbortSignal>();
      const stale = await subscribe(zombie, topic, createBook(), {
        handle: (_, signal) => {
          begun.resolve(signal);
          return new Promise(() => undefined);
        },
      });
      const signal = await begun.promise;
      harness().setReachable(zombie, false);
      const heir = await subscribe(harness().open(), topic, book);
      await eventually(() => book.seen.length === 1);
      harness().setReachable(zombie, true);
      await eventually(() => signal.aborted);
      await Promise.all([stale.close(), heir.close()]);
    });
  });
