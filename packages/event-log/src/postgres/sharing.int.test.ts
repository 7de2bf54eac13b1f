import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createPostgresHarness, type PostgresHarness } from '../../test/postgres-harness.ts';
import {
  createBook,
  createTopic,
  eventually,
  note,
  numbered,
  readAll,
  record,
  subscribe,
  textOf,
} from '../contract/subscriber.ts';
import type { RunningLog } from '../engine/event-log.ts';
import type { TopicPartition } from '../port.ts';
import { createPostgresLog } from './postgres-log.ts';

const PARTITIONS = [0, 1, 2, 3, 4, 5, 6, 7];

describe('statements shared by partitions', () => {
  let harness: PostgresHarness;
  let pool: pg.Pool;
  let log: RunningLog;
  let counts: Map<string, number>;
  beforeAll(async () => {
    harness = await createPostgresHarness();
  });
  afterAll(() => harness.close());
  beforeEach(() => {
    counts = new Map();
    pool = new pg.Pool({ connectionString: harness.database.url });
    pool.on('connect', (client) => countStatements(client, counts));
    log = createPostgresLog({ pool, pollMs: 60_000, leaseMs: 60_000 });
  });
  afterEach(async () => {
    await log.close();
    await pool.end();
  });

  test('appends made at once share one statement and one announcement, partitions and topics alike', async () => {
    const topics = [await createTopic(log, 8), await createTopic(log, 8)];
    const places = topics.flatMap((topic) => PARTITIONS.map((partition) => ({ topic, partition })));
    const tell = async (turns: number, at: TopicPartition) => {
      for (let turn = 0; turn < turns; turn += 1) await null; // one caller gets there later than the other
      return Promise.all([log.append(at, numbered(3)), log.append(at, numbered(2, 3))]);
    };
    const answers = (await Promise.all(places.map((at, turns) => tell(turns, at)))).flat();
    expect(answers.flat().map(({ offset }) => offset)).toEqual(
      places.flatMap(() => [0n, 1n, 2n, 3n, 4n]),
    );
    expect(answers.map(([first]) => first?.partition)).toEqual(
      places.flatMap(({ partition }) => [partition, partition]),
    );
    await eventually(() => counts.has('event_log.announce'));
    expect(counts.get('event_log.append')).toBe(1);
    expect(counts.get('event_log.announce')).toBe(1);
    for (const at of places)
      expect((await readAll(log, at)).map(textOf)).toEqual(['0', '1', '2', '3', '4']);
    const { rows } = await pool.query('SELECT count(*)::integer AS n FROM event_log.record_batch');
    expect(rows).toEqual([{ n: places.length }]); // what is stored together is one row
  });

  test('while one statement is under way, the next gathers all that comes', async () => {
    const topic = await createTopic(log, 8);
    const append = (partition: number) => log.append({ topic, partition }, numbered(1));
    await Promise.all(
      PARTITIONS.map(async (partition) => {
        for (let n = 0; n < 20; n += 1) await append(partition);
      }),
    );
    expect(counts.get('event_log.append')).toBe(20);
  });

  test('readers woken together fetch with one statement, and look once for what they are told of', async () => {
    const topic = await createTopic(log, 8);
    const book = createBook();
    const reader = await subscribe(log, topic, book);
    await eventually(() => reader.assigned().length === 8);
    for (let before = -1; before !== counts.get('event_log.fetch'); await sleep(300))
      before = counts.get('event_log.fetch') ?? 0; // it hears of its own coming, and looks again
    const writer = harness.open();
    for (let round = 1; round <= 5; round += 1) {
      counts.clear();
      await Promise.all(
        PARTITIONS.map((partition) => writer.append({ topic, partition }, numbered(2))),
      );
      await eventually(() => book.seen.length === round * 16);
      expect(counts.get('event_log.fetch')).toBe(1);
    }
    await reader.close();
  });

  test('an unknown topic or partition, however strange, fails alone', async () => {
    const topic = await createTopic(log, 2);
    const strange = [
      { topic: 'contract.none', partition: 0 },
      { topic: 'no\u0000topic', partition: 0 },
      { topic, partition: 2 },
      { topic, partition: 2 ** 40 },
    ];
    const [sound, ...unsound] = await Promise.allSettled(
      [{ topic, partition: 1 }, ...strange].map((at) => log.append(at, numbered(2))),
    );
    expect(sound).toMatchObject({ value: [{ offset: 0n }, { offset: 1n }] });
    for (const each of unsound) expect(each).toMatchObject({ reason: { code: 'unknown-topic' } });
    const reading = await Promise.allSettled([
      ...[{ topic, partition: 1 }, ...strange].map((at) => readAll(log, at)),
      readAll(log, { topic, partition: 1 }, 2n ** 64n),
    ]);
    expect(reading[0]).toMatchObject({ value: [{ offset: 0n }, { offset: 1n }] });
    for (const each of reading.slice(1, -1))
      expect(each).toMatchObject({ reason: { code: 'unknown-topic' } });
    expect(reading.at(-1)).toMatchObject({ reason: { code: 'offset-out-of-range' } });
  });

  test('clients that write to the same partitions, in any order, never wait for each other in a ring', async () => {
    const topic = await createTopic(log, 8);
    const clients = [log, harness.open(), harness.open()];
    const rounds = 60;
    await Promise.all(
      clients.map(async (client, key) => {
        const order = key % 2 === 0 ? PARTITIONS : PARTITIONS.toReversed();
        for (let n = 0; n < rounds; n += 1)
          await Promise.all(
            order.map((partition) => client.append({ topic, partition }, [record(`${key}`, n)])),
          );
      }),
    );
    const expected = numbered(rounds).map(textOf);
    for (const partition of PARTITIONS) {
      const found = await readAll(log, { topic, partition });
      expect(new Set(found.map(({ offset }) => offset)).size).toBe(clients.length * rounds);
      for (const key of clients.keys())
        expect(found.filter((each) => each.key.toString() === `${key}`).map(textOf)).toEqual(
          expected,
        );
    }
  });

  test('heads are locked in the order of their numbers, whatever the order of the appends', async () => {
    const topic = await createTopic(log, 8);
    const append = (partition: number) => log.append({ topic, partition }, numbered(1));
    for (const partition of PARTITIONS.toReversed()) await append(partition); // the rows lie in this order, too
    const free = async () => {
      const { rows } = await harness.pool.query<{ partition: number }>(
        `SELECT h.partition FROM event_log.partition_head h JOIN event_log.topic t ON t.id = h.topic_id
          WHERE t.name = $1 ORDER BY h.partition FOR UPDATE OF h SKIP LOCKED`,
        [topic],
      );
      return rows.map(({ partition }) => partition);
    };
    const other = await harness.pool.connect();
    await other.query('BEGIN');
    await other.query(
      `SELECT FROM event_log.partition_head h JOIN event_log.topic t ON t.id = h.topic_id
        WHERE t.name = $1 AND h.partition = 5 FOR UPDATE OF h`,
      [topic],
    );
    const waiting = Promise.all(PARTITIONS.toReversed().map(append));
    await eventually(async () => (await free()).length < 7);
    await sleep(50);
    const stillFree = await free();
    await other.query('COMMIT');
    other.release();
    expect(stillFree).toEqual([6, 7]);
    expect((await waiting).flat().map(({ offset }) => offset)).toEqual(PARTITIONS.map(() => 1n));
  });

  test('a corrupt partition stops its own readers only', async () => {
    const topic = await createTopic(log, 2);
    for (const partition of [0, 1]) await log.append({ topic, partition }, numbered(1));
    await harness.pool.query(
      `UPDATE event_log.record_batch SET records = '\\x00' FROM event_log.topic t
        WHERE t.id = topic_id AND t.name = $1 AND partition = 0`,
      [topic],
    );
    const [torn, whole] = await Promise.allSettled(
      [0, 1].map((partition) => readAll(log, { topic, partition })),
    );
    expect(torn).toMatchObject({ reason: { code: 'corrupt' } });
    expect(whole).toMatchObject({ value: [{ offset: 0n }] });
  });

  test('a handler that is stuck holds up its own partition only', async () => {
    const topic = await createTopic(log, 8);
    const book = createBook();
    const stuck = Promise.withResolvers<void>();
    const reader = await subscribe(log, topic, book, {
      maxBatchRecords: 1,
      handle: async (batch) => {
        if (batch[0]?.partition === 3) await stuck.promise;
        note(book, batch);
      },
    });
    const beganMs = performance.now();
    for (let round = 1; round <= 20; round += 1) {
      await Promise.all(
        PARTITIONS.map((partition) => log.append({ topic, partition }, numbered(2, round * 2))),
      );
      await eventually(() => book.seen.length === round * 14);
    }
    expect(performance.now() - beganMs).toBeLessThan(4_500); // below any look without a bell
    stuck.resolve();
    await eventually(() => book.seen.length === 20 * 16);
    await reader.close();
  });
});

/** Counts a connection's statements by name. */
function countStatements(client: pg.PoolClient, counts: Map<string, number>): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const counting = (...given: unknown[]): unknown => {
    const name = (given[0] as { name?: string } | undefined)?.name;
    if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
    return query(...given);
  };
  Object.assign(client, { query: counting });
}
