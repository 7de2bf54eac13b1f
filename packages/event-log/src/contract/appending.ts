import { describe, expect, test } from '@jest/globals';
import { recordDigest } from '../digest.ts';
import { RECORD_BYTES_MAX } from '../record-check.ts';
import type { HarnessSource } from './harness.ts';
import { createTopic, numbered, readAll, record, textOf } from './subscriber.ts';

const RETENTIONS = 20;

export const describeAppending = (harness: HarnessSource): void =>
  describe('append', () => {
    test('answers each record with its place, and reads back what was given', async () => {
      const log = harness().open();
      const at = { topic: await createTopic(log, 2), partition: 1 };
      const key = Buffer.from([0, 255, 128]);
      const headers = { ce_id: Buffer.from([1, 0, 254]), traceparent: Buffer.alloc(0) };
      const beforeMs = Date.now() - 1_000;
      const [appended] = await log.append(at, [{ key, value: Buffer.alloc(0), headers }]);
      const [found] = await readAll(log, at);
      expect(found).toMatchObject({ ...at, key, value: Buffer.alloc(0) });
      expect(found).toMatchObject({ ...appended });
      expect(found?.headers).toEqual({
        ...headers,
        digest: Buffer.from(recordDigest(key, Buffer.alloc(0))),
      });
      expect(appended?.timestampMs).toBeGreaterThan(beforeMs);
    });

    test('keeps the order of one call, and of calls made at once by one client', async () => {
      const log = harness().open();
      const at = { topic: await createTopic(log), partition: 0 };
      const calls = [numbered(700), numbered(1, 700), numbered(300, 701), numbered(50, 1001)];
      const answers = await Promise.all(calls.map((records) => log.append(at, records)));
      const found = await readAll(log, at);
      expect(found.map(textOf)).toEqual(numbered(1051).map(textOf));
      expect(answers.flat().map(({ offset }) => offset)).toEqual(found.map(({ offset }) => offset));
    });

    test('keeps the order of a key when clients write at once, with offsets that only rise', async () => {
      const at = { topic: await createTopic(harness().open()), partition: 0 };
      const clients = ['a', 'b', 'c'];
      await Promise.all(
        clients.map(async (key) => {
          const log = harness().open();
          for (let n = 0; n < 40; n += 1) await log.append(at, [record(key, n)]);
        }),
      );
      const found = await readAll(harness().open(), at);
      for (const key of clients) {
        const mine = found.filter((each) => each.key.toString() === key).map(textOf);
        expect(mine).toEqual(numbered(40).map(textOf));
      }
      const offsets = found.map(({ offset }) => offset);
      expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => (a < b ? -1 : 1)));
    });

    test('refuses a record over the limit before sending it, and takes one at the limit', async () => {
      const log = harness().open();
      const at = { topic: await createTopic(log), partition: 0 };
      const of = (bytes: number) => ({ key: Buffer.from('k'), value: Buffer.alloc(bytes - 1) });
      const tooLarge = log.append(at, [record('k', 1), of(RECORD_BYTES_MAX + 1)]);
      await expect(tooLarge).rejects.toMatchObject({ code: 'too-large', retryable: false });
      expect(await readAll(log, at)).toEqual([]);
      await log.append(at, [of(RECORD_BYTES_MAX)]);
      expect((await readAll(log, at))[0]?.value).toHaveLength(RECORD_BYTES_MAX - 1);
    });

    test('refuses an unknown topic or partition', async () => {
      const log = harness().open();
      const topic = await createTopic(log, 2);
      const unknown = { code: 'unknown-topic', retryable: false };
      await expect(
        log.append({ topic: 'contract.none', partition: 0 }, numbered(1)),
      ).rejects.toMatchObject(unknown);
      for (const partition of [2, -1])
        await expect(log.append({ topic, partition }, numbered(1))).rejects.toMatchObject(unknown);
      await expect(log.bounds('contract.none')).rejects.toMatchObject(unknown);
      await expect(readAll(log, { topic, partition: 2 })).rejects.toMatchObject(unknown);
    });

    test('appending nothing stores nothing', async () => {
      const log = harness().open();
      const at = { topic: await createTopic(log), partition: 0 };
      expect(await log.append(at, [])).toEqual([]);
      expect(await readAll(log, at)).toEqual([]);
    });

    test('lost answers: each batch sent again until settled leaves every record, in its order', async () => {
      const log = harness().open();
      const at = { topic: await createTopic(log), partition: 0 };
      let [lost, unknown] = [0, 0];
      for (let n = 0; n < 10; n += 1) {
        if (n % 3 === 0) {
          harness().loseAnswers(log, 2);
          lost += 2;
        }
        for (let settled = false; !settled; ) {
          settled = await log.append(at, numbered(5, n * 5)).then(
            () => true,
            (error: unknown) => {
              expect(error).toMatchObject({ code: 'unknown-outcome', retryable: true });
              unknown += 1;
              return false;
            },
          );
        }
      }
      const found = (await readAll(log, at)).map(textOf);
      expect([...new Set(found)]).toEqual(numbered(50).map(textOf));
      expect(found).toHaveLength(50 + lost * 5);
      expect(unknown).toBeLessThanOrEqual(lost); // a driver may send again by itself
    });

    test('a new retention, once set, is what another client lists', async () => {
      const log = harness().open();
      const other = harness().open();
      const name = await createTopic(log);
      // Often, since a log that answers before it is true everywhere is caught only now and then.
      for (let n = 1; n <= RETENTIONS; n += 1) {
        const retentionMs = n * 1_000;
        await log.createTopics([{ name, partitions: 1, retentionMs }]);
        const found = (await other.topics()).find((one) => one.name === name);
        expect(found?.retentionMs).toBe(retentionMs);
      }
    });

    test('topics keep their partition count; creating one again takes the new retention', async () => {
      const log = harness().open();
      const name = await createTopic(log, 3);
      await log.createTopics([{ name, partitions: 3, retentionMs: 5_000 }]);
      const found = (await log.topics()).find((topic) => topic.name === name);
      expect(found).toEqual({ name, partitions: 3, retentionMs: 5_000 });
      const growing = log.createTopics([{ name, partitions: 4, retentionMs: null }]);
      await expect(growing).rejects.toMatchObject({ code: 'fatal' });
      expect(await log.bounds(name)).toHaveLength(3);
    });
  });
