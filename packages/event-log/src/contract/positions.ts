import { describe, expect, test } from '@jest/globals';
import { recordDigest } from '../digest.ts';
import type { EventLog, SubscribeOptions } from '../port.ts';
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

const GIVEN = record('k', 1);

/** Where a record was handled, and what it was. */
const lastAt = (offset: bigint) => ({ offset, digest: recordDigest(GIVEN.key, GIVEN.value) });

export const describePositions = (harness: HarnessSource): void =>
  describe('position', () => {
    /** Subscribes where the topic holds 0 to 9, and gives what is delivered first, or why nothing is. */
    async function firstDelivered(log: EventLog, topic: string, more: Partial<SubscribeOptions>) {
      const first = Promise.withResolvers<string>();
      const subscription = await subscribe(log, topic, createBook(), {
        maxBatchRecords: 1,
        handle: async ([one]) => {
          if (one) first.resolve(textOf(one));
        },
        ...more,
      });
      subscription.done.catch(first.reject);
      return first.promise.finally(() => subscription.close());
    }

    async function tenRecords() {
      const log = harness().open();
      const topic = await createTopic(log);
      await log.append({ topic, partition: 0 }, numbered(10));
      return { log, topic, at: { topic, partition: 0 } };
    }

    test('the subscriber’s own position rules, behind the group’s commit and ahead of it', async () => {
      const { log, topic } = await tenRecords();
      const book = createBook();
      const subscription = await subscribe(log, topic, book, {
        positionOf: async () => undefined,
        maxBatchRecords: 5,
        handle: async (batch, signal) => {
          note(book, batch);
          if (batch[0]?.offset === 5n)
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
        },
      });
      await eventually(
        async () => (await log.committed(`group of ${topic}`, topic))[0]?.next === 5n,
      );
      harness().crash(log);
      const other = harness().open();
      expect(await firstDelivered(other, topic, { positionOf: async () => ({ next: 2n }) })).toBe(
        '2',
      );
      expect(await firstDelivered(other, topic, { positionOf: async () => ({ next: 8n }) })).toBe(
        '8',
      );
      await subscription.close();
    });

    test('without a position it starts at the earliest, at the latest, or not at all', async () => {
      const { log, topic, at } = await tenRecords();
      const positionOf = async () => undefined;
      expect(await firstDelivered(log, topic, { positionOf, from: 'earliest' })).toBe('0');
      const latest = firstDelivered(log, topic, { positionOf, from: 'latest', group: 'tail' });
      const sending = setInterval(() => void log.append(at, [record('k', 'new')]), 30);
      expect(await latest.finally(() => clearInterval(sending))).toBe('new');
      await expect(firstDelivered(log, topic, { positionOf, from: 'fail' })).rejects.toMatchObject({
        code: 'offset-out-of-range',
      });
    });

    test('a subscriber without a database asks the log what its group has committed', async () => {
      const { log, topic } = await tenRecords();
      const group = `plain ${topic}`;
      const positionOf = async ({ partition }: { partition: number }) =>
        (await log.committed(group, topic)).find((each) => each.partition === partition);
      const book = createBook();
      const subscription = await subscribe(log, topic, book, { group, positionOf });
      await eventually(() => book.seen.length === 10);
      await subscription.close();
      await log.append({ topic, partition: 0 }, numbered(1, 10));
      expect(await firstDelivered(log, topic, { group, positionOf })).toBe('10');
    });

    test('a position below or beyond the log ends the subscription', async () => {
      const { log, topic, at } = await tenRecords();
      await harness().trim(at, 4n);
      for (const next of [3n, 11n])
        await expect(
          firstDelivered(log, topic, { positionOf: async () => ({ next }) }),
        ).rejects.toMatchObject({ code: 'offset-out-of-range', retryable: false });
      expect(await firstDelivered(log, topic, { positionOf: async () => ({ next: 4n }) })).toBe(
        '4',
      );
    });

    test('a tail lost under a running subscription ends it', async () => {
      const { log, topic, at } = await tenRecords();
      const book = createBook();
      const subscription = await subscribe(log, topic, book);
      await eventually(() => book.seen.length === 10);
      await harness().truncate(at, 7n);
      await expect(subscription.done).rejects.toMatchObject({ code: 'offset-out-of-range' });
    });

    test('a log that lost its tail and grew again is found out', async () => {
      const { log, topic, at } = await tenRecords();
      const book = createBook();
      const subscription = await subscribe(log, topic, book);
      await eventually(() => book.seen.length === 10);
      await subscription.close();
      await harness().truncate(at, 7n);
      await log.append(at, numbered(5, 100));
      const again = await subscribe(log, topic, book);
      await expect(again.done).rejects.toMatchObject({ code: 'forked', retryable: false });
      expect(book.seen).toHaveLength(10);
    });

    test('the record below the position agrees, or retention has taken it: no fork', async () => {
      const { log, topic, at } = await tenRecords();
      const positionOf = async () => ({ next: 2n, last: lastAt(1n) });
      expect(await firstDelivered(log, topic, { positionOf })).toBe('2');
      await harness().trim(at, 5n);
      const later = async () => ({ next: 5n, last: lastAt(4n) });
      expect(await firstDelivered(log, topic, { positionOf: later })).toBe('5');
    });
  });
