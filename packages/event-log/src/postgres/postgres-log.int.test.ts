import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { expectGenerations } from '../../test/generations.ts';
import { createPostgresHarness, type PostgresHarness } from '../../test/postgres-harness.ts';
import { systemClock } from '../clock.ts';
import {
  createBook,
  createTopic,
  eventually,
  numbered,
  readAll,
  subscribe,
  textOf,
} from '../contract/subscriber.ts';
import type { RunningLog } from '../engine/event-log.ts';
import { createSettings } from '../engine/settings.ts';
import { createPostgresLog } from './postgres-log.ts';
import { createPostgresStore } from './postgres-store.ts';

describe('PostgreSQL log', () => {
  let harness: PostgresHarness;
  beforeAll(async () => {
    harness = await createPostgresHarness();
  });
  afterAll(() => harness.close());

  test('retention deletes whole appends that are old enough, and the lowest offset rises', async () => {
    const log = harness.open() as RunningLog;
    const name = await createTopic(log);
    const kept = await createTopic(log);
    await log.createTopics([{ name, partitions: 1, retentionMs: 60_000 }]);
    for (const topic of [name, kept])
      for (const n of [0, 3]) await log.append({ topic, partition: 0 }, numbered(3, n));
    await harness.pool.query(
      'UPDATE event_log.record_batch SET timestamp_ms = timestamp_ms - 61000 WHERE last_offset = 2',
    );
    await log.applyRetention();
    expect(await log.bounds(name)).toEqual([{ partition: 0, low: 3n, end: 6n }]);
    expect((await readAll(log, { topic: name, partition: 0 }, 3n)).map(textOf)).toEqual([
      '3',
      '4',
      '5',
    ]);
    expect(await log.bounds(kept)).toEqual([{ partition: 0, low: 0n, end: 6n }]);
    await harness.pool.query(
      'UPDATE event_log.record_batch SET timestamp_ms = timestamp_ms - 61000',
    );
    await log.applyRetention();
    expect(await log.bounds(name)).toEqual([{ partition: 0, low: 6n, end: 6n }]);
    const [next] = await log.append({ topic: name, partition: 0 }, numbered(1));
    expect(next?.offset).toBe(6n);
  });

  describe('with a service’s own login', () => {
    let log: RunningLog;
    let service: pg.Pool;
    let topic: string;
    beforeAll(async () => {
      const connectionString = await harness.database.roleUrl();
      log = createPostgresLog({ connectionString });
      service = new pg.Pool({ connectionString });
      topic = await createTopic(harness.open());
    });
    afterAll(async () => {
      await log.close();
      await service.end();
    });

    test('appends, reads, subscribes and applies retention', async () => {
      const book = createBook();
      const subscription = await subscribe(log, topic, book);
      await log.append({ topic, partition: 0 }, numbered(3));
      await eventually(() => book.seen.length === 3);
      await log.applyRetention();
      await subscription.close();
      expect(await log.committed(`group of ${topic}`, topic)).toEqual([{ partition: 0, next: 3n }]);
    });

    test('cannot create topics', async () => {
      const creating = log.createTopics([{ name: 'own', partitions: 1, retentionMs: null }]);
      await expect(creating).rejects.toMatchObject({ code: 'unauthorized', retryable: false });
    });

    test.each([
      'UPDATE event_log.record_batch SET records = records',
      'DELETE FROM event_log.record_batch',
      'TRUNCATE event_log.record_batch',
      'UPDATE event_log.partition_head SET low = 1',
      'DELETE FROM event_log.partition_head',
      'DELETE FROM event_log.group_lease',
      "INSERT INTO event_log.topic (name, partitions) VALUES ('own', 1)",
    ])('cannot change what was recorded: %s', async (statement) => {
      await expect(service.query(statement)).rejects.toMatchObject({ code: '42501' });
    });
  });

  test('a commit of an older generation is refused', async () => {
    const topic = await createTopic(harness.open());
    const store = createPostgresStore(harness.pool, createSettings({}, systemClock), 500);
    await expectGenerations(store, topic).finally(() => store.close());
  });

  test('wakes readers in other processes without waiting for a poll', async () => {
    const [writer, reader] = [harness.open(), harness.open({ pollMs: 60_000, leaseMs: 60_000 })];
    const topic = await createTopic(writer);
    const book = createBook();
    const subscription = await subscribe(reader, topic, book);
    await eventually(() => subscription.assigned().length === 1);
    await sleep(100);
    const beganMs = performance.now();
    for (let n = 1; n <= 10; n += 1) {
      await writer.append({ topic, partition: 0 }, numbered(1, n));
      await eventually(() => book.seen.length === n);
    }
    expect(performance.now() - beganMs).toBeLessThan(20_000); // each would take 5 s until an idle look
    await subscription.close();
  });

  test('a look at the ends finds what nobody announced', async () => {
    const topic = await createTopic(harness.open());
    const book = createBook();
    const subscription = await subscribe(
      harness.open({ pollMs: 50, leaseMs: 60_000 }),
      topic,
      book,
      {
        group: `quiet ${topic}`,
      },
    );
    await eventually(() => subscription.assigned().length === 1);
    await sleep(200);
    const beganMs = performance.now();
    await harness.pool.query(
      `WITH head AS (UPDATE event_log.partition_head h SET next = next + 1 FROM event_log.topic t
         WHERE t.id = h.topic_id AND t.name = $1 RETURNING h.topic_id, h.next - 1 AS at)
       INSERT INTO event_log.record_batch
       SELECT topic_id, 0, at, at, 0, '\\x00000001610000000000' FROM head`,
      [topic],
    );
    await expect(subscription.done).rejects.toMatchObject({ code: 'corrupt' }); // it has no digest, so it was read
    expect(performance.now() - beganMs).toBeLessThan(4_500); // else a heartbeat or 5 s idle make it look
  });

  test('asks for a durable commit, whatever the session’s default', async () => {
    const pool = new pg.Pool({
      connectionString: harness.database.url,
      options: '-c synchronous_commit=off',
    });
    await pool.query(`
      CREATE TABLE append_mode (mode text);
      CREATE FUNCTION note_mode() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO append_mode VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$;
      CREATE TRIGGER note_mode BEFORE INSERT ON event_log.record_batch FOR EACH ROW EXECUTE FUNCTION note_mode()`);
    const log = createPostgresLog({ pool });
    await log.append({ topic: await createTopic(log), partition: 0 }, numbered(1));
    const { rows } = await pool.query(
      `SELECT mode, current_setting('synchronous_commit') AS other FROM append_mode`,
    );
    expect(rows).toEqual([{ mode: 'on', other: 'off' }]);
    await pool.query('DROP TRIGGER note_mode ON event_log.record_batch');
    await log.close();
    await pool.end(); // a given pool is still its owner's
  });
});
