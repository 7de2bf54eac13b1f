import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { HarnessSource } from './harness.ts';
import {
  createBook,
  createTopic,
  eventually,
  numbered,
  readAll,
  record,
  subscribe,
  textOf,
} from './subscriber.ts';

export const describeReading = (harness: HarnessSource): void =>
  describe('read', () => {
    test('gives a range, from inside an append to inside another, and ends at the end seen first', async () => {
      const log = harness().open();
      const at = { topic: await createTopic(log), partition: 0 };
      const [first] = await log.append(at, numbered(10));
      await log.append(at, numbered(10, 10));
      const base = first?.offset ?? 0n;
      const found: string[] = [];
      for await (const batch of log.read({ ...at, from: base + 4n, to: base + 13n }))
        found.push(...batch.map(textOf));
      expect(found).toEqual(numbered(9, 4).map(textOf));
      let batches = 0;
      for await (const _ of log.read({ ...at, from: base })) {
        batches += 1;
        await log.append(at, numbered(1));
      }
      expect(batches).toBe(1);
    });

    test('reads more than one batch holds, and stops when told to', async () => {
      const log = harness().open();
      const at = { topic: await createTopic(log), partition: 0 };
      await log.append(at, numbered(2_500));
      await log.append(at, numbered(700, 2_500));
      expect((await readAll(log, at)).map(textOf)).toEqual(numbered(3_200).map(textOf));
      const stop = new AbortController();
      let batches = 0;
      for await (const _ of log.read({ ...at, from: 0n, signal: stop.signal })) {
        batches += 1;
        stop.abort();
      }
      expect(batches).toBe(1);
    });

    test('moves no group', async () => {
      const log = harness().open();
      const topic = await createTopic(log);
      const at = { topic, partition: 0 };
      await log.append(at, numbered(3));
      const book = createBook();
      const subscription = await subscribe(log, topic, book, { group: `moved ${topic}` });
      const end = (await log.bounds(topic))[0]?.end;
      await eventually(async () => (await log.committed(`moved ${topic}`, topic))[0]?.next === end);
      await readAll(log, at);
      expect((await log.committed(`moved ${topic}`, topic))[0]?.next).toBe(end);
      expect(book.seen).toHaveLength(3);
      await subscription.close();
    });

    test('finds the first record at or after a moment, at its boundaries', async () => {
      const log = harness().open();
      const at = { topic: await createTopic(log), partition: 0 };
      expect(await log.offsetAt(at, 0)).toBeUndefined();
      const [early] = await log.append(at, numbered(2));
      await sleep(20);
      const [late] = await log.append(at, numbered(2, 2));
      if (!early || !late) throw new Error('nothing was appended');
      expect(late.timestampMs).toBeGreaterThan(early.timestampMs);
      expect(await log.offsetAt(at, 0)).toBe(early.offset);
      expect(await log.offsetAt(at, early.timestampMs)).toBe(early.offset);
      expect(await log.offsetAt(at, early.timestampMs + 1)).toBe(late.offset);
      expect(await log.offsetAt(at, late.timestampMs)).toBe(late.offset);
      expect(await log.offsetAt(at, late.timestampMs + 1)).toBeUndefined();
    });

    test('a position below or beyond the log is an error, never a jump', async () => {
      const log = harness().open();
      const at = { topic: await createTopic(log), partition: 0 };
      await log.append(at, numbered(5));
      await log.append(at, numbered(5, 5));
      await harness().trim(at, 5n);
      expect(await log.bounds(at.topic)).toEqual([{ partition: 0, low: 5n, end: 10n }]);
      const outOfRange = { code: 'offset-out-of-range', retryable: false };
      await expect(readAll(log, at, 4n)).rejects.toMatchObject(outOfRange);
      await expect(readAll(log, at, 11n)).rejects.toMatchObject(outOfRange);
      expect(await readAll(log, at, 10n)).toEqual([]);
      expect((await readAll(log, at, 5n)).map(textOf)).toEqual(numbered(5, 5).map(textOf));
    });

    test('a record that does not match its digest is corrupt; so is one without, unless foreigners write there', async () => {
      const log = harness().open();
      const foreign = await createTopic(log);
      const at = { topic: await createTopic(log), partition: 0 };
      await log.append(at, numbered(2));
      const wrong = { ...record('k', 'tampered'), headers: { digest: Buffer.alloc(64, '0') } };
      const corrupt = { code: 'corrupt', retryable: false };
      const offset = await harness().storeRaw(at, wrong);
      await expect(readAll(log, at)).rejects.toMatchObject(corrupt);
      await harness().truncate(at, offset);
      await harness().storeRaw(at, record('k', 'undigested'));
      await expect(readAll(log, at)).rejects.toMatchObject(corrupt);

      const trusting = harness().open({ undigestedTopics: (topic) => topic === foreign });
      await harness().storeRaw({ topic: foreign, partition: 0 }, record('k', 'undigested'));
      expect(await readAll(trusting, { topic: foreign, partition: 0 })).toHaveLength(1);
      await harness().storeRaw({ topic: foreign, partition: 0 }, wrong);
      await expect(readAll(trusting, { topic: foreign, partition: 0 })).rejects.toMatchObject(
        corrupt,
      );
      await expect(readAll(trusting, at)).rejects.toMatchObject(corrupt);
    });

    test('a tailing reader skips nothing while writers come, go and give up', async () => {
      const topic = await createTopic(harness().open());
      const at = { topic, partition: 0 };
      const book = createBook();
      const reader = harness().open();
      const subscription = await subscribe(reader, topic, book);
      const acknowledged: string[] = [];
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        const log = harness().open();
        for (let n = 0; n < 40; n += 1) {
          if (n % 4 === writer) await harness().hesitate(at, [record('gone', n)], 'abort');
          if (n % 4 === (writer + 1) % 4) {
            await harness().hesitate(at, [record('slow', `${writer}.${n} slowly`)], 'commit');
            acknowledged.push(`${writer}.${n} slowly`);
          }
          await log.append(at, [record(`w${writer}`, `${writer}.${n}`)]);
          acknowledged.push(`${writer}.${n}`);
        }
      });
      await Promise.all(writers);
      await eventually(() => book.seen.length >= acknowledged.length, 5_000).catch(() => undefined);
      expect(book.seen.map(textOf).sort()).toEqual(acknowledged.sort());
      const offsets = book.seen.map(({ offset }) => offset);
      expect(offsets).toEqual([...offsets].sort((a, b) => (a < b ? -1 : 1)));
      await subscription.close();
    });
  });
