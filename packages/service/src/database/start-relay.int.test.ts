import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createMemoryLog,
  type EventLog,
  LogError,
  type MemoryLog,
  type StoredRecord,
} from '@told/event-log';
import { arrangeBySequence } from './arrange-by-sequence.ts';
import { type Consumer, consume } from './consume.ts';
import { eventHeaders } from './event-headers.ts';
import type { Database } from './ports.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import { retireAndClaim, takeRelayLock } from './relay-queries.ts';
import { type Relay, startRelay } from './start-relay.ts';
import {
  createListeningLogger,
  createServiceDatabase,
  type ServiceDatabase,
  until,
} from './test/service-database.ts';

const TOPIC = 'told.changes';
const PARTITIONS = 3;
const uuid = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
let service: ServiceDatabase;
let log: MemoryLog;
let publisher: Publisher;
let relays: Relay[];
let logger: ReturnType<typeof createListeningLogger>;
beforeEach(async () => {
  service = await createServiceDatabase();
  log = createMemoryLog();
  logger = createListeningLogger();
  relays = [];
  await log.createTopics([{ name: TOPIC, partitions: PARTITIONS, retentionMs: null }]);
  publisher = await createPublisher({ log });
});
afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.stop()));
  await log.close();
  await service.drop();
});
function relayOn(db: Database = service.db, over: EventLog = log, batchRecords = 100): Relay {
  const relay = startRelay({ db, log: over, logger, batchRecords });
  relays.push(relay);
  return relay;
}
const publish = (key: string, from: number, count: number, db: Database = service.db) =>
  db.transaction((tx) =>
    publisher.publish(
      tx,
      Array.from({ length: count }, (_, at) => ({
        topic: TOPIC,
        key,
        value: Buffer.from(`${key}:${from + at}`),
      })),
    ),
  );
async function stored(): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  for (let partition = 0; partition < PARTITIONS; partition++) {
    for await (const some of log.read({ topic: TOPIC, partition, from: 0n })) records.push(...some);
  }
  return records;
}
const textsOf = async (key: string): Promise<string[]> =>
  (await stored()).filter((one) => one.key.toString() === key).map(({ value }) => value.toString());
const waiting = async (): Promise<number> => (await service.rows('SELECT FROM outbox')).length;
const untilEmpty = () => until(async () => (await waiting()) === 0);
const numbered = (key: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${key}:${at + 1}`);

describe('publish', () => {
  test('says nothing when the transaction is rolled back', async () => {
    const run = service.db.transaction(async (tx) => {
      await publisher.publish(tx, [{ topic: TOPIC, key: 'a', value: Buffer.from('a:1') }]);
      throw new Error('refused');
    });
    await expect(run).rejects.toThrow('refused');
    expect(await waiting()).toBe(0);
  });

  test('refuses what the log would never take', async () => {
    const say = (record: { topic: string; key: string; value: Buffer }) =>
      service.db.transaction((tx) => publisher.publish(tx, [record]));
    const value = Buffer.alloc(2 ** 20);
    await expect(say({ topic: TOPIC, key: 'a', value })).rejects.toMatchObject({
      code: 'record-too-large',
    });
    await expect(say({ topic: 'told.nothing', key: 'a', value })).rejects.toMatchObject({
      code: 'unknown-topic',
    });
  });
});

describe('a topic that this user might not see', () => {
  test('is asked for when something is said on it: then the right may have been granted', async () => {
    let isRefused = true;
    const hidden = {
      ...log,
      topics: async () => [],
      async bounds(topic: string) {
        if (isRefused) throw new LogError('unauthorized', { topic, right: 'Describe' });
        return log.bounds(topic);
      },
    };
    const hoping = await createPublisher({ log: hidden });
    const say = () =>
      service.db.transaction((tx) =>
        hoping.publish(tx, [{ topic: TOPIC, key: 'a', value: Buffer.from('a:1') }]),
      );
    // What is not retryable would park the record that it was said for.
    await expect(say()).rejects.toMatchObject({ code: 'unauthorized', retryable: true });
    isRefused = false;
    await say();
    expect(await waiting()).toBe(1);
  });
});

describe('relay', () => {
  test('carries key, value, headers and partition as they were published', async () => {
    const headers = eventHeaders({
      id: uuid(1),
      source: 'told/intake',
      type: 'ClaimantChange',
      timeMs: 1_270_425_600_000,
    });
    const value = Buffer.from([0, 92, 255, 39, 34]);
    await service.db.transaction((tx) =>
      publisher.publish(tx, [{ topic: TOPIC, key: 'clé\\"{},', value, headers }]),
    );
    relayOn();
    await untilEmpty();
    const [record] = await stored();
    expect(record?.key.toString()).toBe('clé\\"{},');
    expect(record?.value).toEqual(value);
    const text = Object.entries(record?.headers ?? {}).map(([name, bytes]) => [
      name,
      bytes.toString(),
    ]);
    expect(Object.fromEntries(text)).toMatchObject(headers);
    expect(record?.headers['ce_time']?.toString()).toBe('2010-04-05T00:00:00.000Z');
  });

  test('keeps the order of each key under concurrent writers that lock it first', async () => {
    relayOn(service.db, log, 7);
    const lock = {
      name: 'lock_and_count',
      text: `INSERT INTO sequence_head AS h VALUES ('s', $1, 1)
             ON CONFLICT (stream, key) DO UPDATE SET last_sequence = h.last_sequence + 1 RETURNING last_sequence AS sequence`,
    };
    const db = service.open(8);
    const keys = ['a', 'b', 'c', 'd'];
    await Promise.all(
      Array.from({ length: 160 }, (_, at) =>
        db.transaction(async (tx) => {
          const key = keys[at % keys.length] ?? '';
          const { rows } = await tx.query<{ sequence: number }>(lock, [key]);
          const value = Buffer.from(`${key}:${rows[0]?.sequence}`);
          await publisher.publish(tx, [{ topic: TOPIC, key, value }]);
        }),
      ),
    );
    await untilEmpty();
    for (const key of keys) expect(await textsOf(key)).toEqual(numbered(key, 40));
  });

  test('deletes rows only after the log has acknowledged them', async () => {
    const seen: number[] = [];
    const watching: EventLog = {
      ...log,
      async append(to, records) {
        const before = await waiting();
        const appended = await log.append(to, records);
        seen.push(before, await waiting());
        return appended;
      },
    };
    await publish('a', 1, 5);
    relayOn(service.db, watching);
    await untilEmpty();
    expect(seen).toEqual([5, 5]);
  });

  test('looks for what is next while the log stores a full round, and says each once', async () => {
    const claimedThrough = async () => {
      const rows = await service.rows('SELECT claimed_through AS id FROM outbox_relay');
      return Number((rows[0] as { id: string }).id);
    };
    let sent = 0;
    const watching: EventLog = {
      ...log,
      async append(to, records) {
        sent += records.length;
        const claimed = sent;
        if (sent === 3) await until(async () => (await claimedThrough()) >= first + 5);
        expect(claimed).toBe(sent); // the next round waits for this one
        return log.append(to, records);
      },
    };
    await publish('a', 1, 40);
    const [row] = await service.rows('SELECT min(id) AS id FROM outbox');
    const first = Number((row as { id: string }).id);
    relayOn(service.db, watching, 3);
    await untilEmpty();
    expect(await textsOf('a')).toEqual(numbered('a', 40));
  });

  test('what was committed late has its turn before all that waits', async () => {
    const late = Promise.withResolvers<void>();
    const told = Promise.withResolvers<void>();
    const telling = service.open().transaction(async (tx) => {
      await publisher.publish(tx, [{ topic: TOPIC, key: 'late', value: Buffer.from('late:1') }]);
      told.resolve();
      await late.promise;
    });
    await told.promise;
    await publish('a', 1, 60);
    const order: string[] = [];
    const watching: EventLog = {
      ...log,
      async append(to, records) {
        if (order.length === 0) late.resolve();
        await telling;
        order.push(...records.map(({ key }) => key.toString()));
        return log.append(to, records);
      },
    };
    relayOn(service.db, watching, 2);
    await untilEmpty();
    expect(order).toHaveLength(61);
    expect(order.indexOf('late')).toBeLessThan(30);
  });

  test('has committed its claim before it sends', async () => {
    const claims: boolean[] = [];
    const watching: EventLog = {
      ...log,
      async append(to, records) {
        const rows = await service.rows(
          'SELECT claimed_through >= (SELECT max(id) FROM outbox) AS claimed FROM outbox_relay',
        );
        claims.push((rows[0] as { claimed: boolean }).claimed);
        return log.append(to, records);
      },
    };
    await publish('a', 1, 5);
    relayOn(service.db, watching);
    await untilEmpty();
    expect(claims).toEqual([true]);
  });

  test('sends the same batch again while its outcome is unknown; nothing is lost or overtaken', async () => {
    log.loseAnswers(2);
    await publish('a', 1, 10);
    relayOn(service.db, log, 4);
    await untilEmpty();
    const texts = await textsOf('a');
    expect(texts).toEqual([
      ...numbered('a', 4),
      ...numbered('a', 4),
      ...numbered('a', 4),
      ...numbered('a', 10).slice(4),
    ]);
  });

  test('holds everything while the log is away, and goes on', async () => {
    log.setReachable(false);
    const relay = relayOn();
    await publish('a', 1, 3);
    await until(() => relay.state().state === 'retrying');
    expect(relay.state().code).toBe('retriable');
    await publish('a', 4, 2);
    expect(await waiting()).toBe(5);
    expect(await relay.depth()).toBe(5);
    log.setReachable(true);
    await untilEmpty();
    expect(await textsOf('a')).toEqual(numbered('a', 5));
  });

  test('a relay stopped while the log is away leaves the outbox as it is', async () => {
    log.setReachable(false);
    const relay = relayOn();
    await publish('a', 1, 3);
    await until(() => relay.state().state === 'retrying');
    await relay.stop();
    expect(await waiting()).toBe(3);
    log.setReachable(true);
    relayOn();
    await untilEmpty();
    expect(await textsOf('a')).toEqual(numbered('a', 3));
  });

  test('of two relays one works, and the other takes over when it goes', async () => {
    const other = service.open();
    const [first, second] = [relayOn(), relayOn(other)];
    await until(() => [first, second].some(({ state }) => state().state === 'running'));
    await Promise.all([publish('a', 1, 50), publish('b', 1, 50, other)]);
    await untilEmpty();
    expect([first.state().state, second.state().state].sort()).toEqual(['running', 'standby']);
    expect([await textsOf('a'), await textsOf('b')]).toEqual([
      numbered('a', 50),
      numbered('b', 50),
    ]);
    await (first.state().state === 'running' ? first : second).stop();
    await publish('a', 51, 5);
    await untilEmpty();
    expect(await textsOf('a')).toEqual(numbered('a', 55));
  });

  test('a relay that lost its session with its lock stops sending', async () => {
    let appends = 0;
    const failing: EventLog = {
      ...log,
      async append() {
        appends++;
        throw new Error('out of order');
      },
    };
    const relay = relayOn(service.db, failing);
    await publish('a', 1, 3);
    await until(() => appends > 0);
    await service.rows(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7418003
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    const heir = await service.db.openSession();
    await until(() => takeRelayLock(heir));
    await until(() => relay.state().state === 'standby');
    await heir.close();
    await relay.stop();
    relayOn();
    await untilEmpty();
    expect(await textsOf('a')).toEqual(numbered('a', 3));
  });

  test('killed between append and delete: duplicates only, which the sequences remove', async () => {
    await service.db.transaction((tx) =>
      publisher.publish(
        tx,
        [1, 2, 3, 4].map((n) => ({ topic: TOPIC, key: 'a', value: Buffer.from(`a:${n}`) })),
      ),
    );
    const session = await service.db.openSession();
    const claimed = await retireAndClaim(session, [], 3);
    const at = { topic: TOPIC, partition: claimed[0]?.partition ?? 0 };
    await log.append(
      at,
      claimed.map(({ record }) => record),
    );
    await session.close(); // as a SIGKILL would end it: appended, not deleted
    relayOn();
    await untilEmpty();
    expect(await textsOf('a')).toEqual([...numbered('a', 3), ...numbered('a', 4)]);
    const applied: string[] = [];
    const consumer: Consumer = await consume({
      log,
      db: service.db,
      logger,
      group: 'reader',
      topics: [TOPIC],
      async handle(tx, records) {
        const arrivals = records.map((record) => {
          const sequence = Number(record.value.toString().split(':')[1]);
          return { key: record.key.toString(), sequence, id: uuid(sequence), record };
        });
        const { next } = await arrangeBySequence(tx, 'changes', arrivals);
        applied.push(...next.map(({ record }) => record.value.toString()));
      },
    });
    await until(() => applied.length >= 4);
    await consumer.stop();
    expect(applied).toEqual(numbered('a', 4));
  });

  test('sends one batch a partition at a time, partitions side by side', async () => {
    const busy = new Map<number, number>();
    let most = 0;
    const counting: EventLog = {
      ...log,
      async append(to, records) {
        busy.set(to.partition, (busy.get(to.partition) ?? 0) + 1);
        expect(busy.get(to.partition)).toBe(1);
        most = Math.max(
          most,
          [...busy.values()].reduce((sum, count) => sum + count, 0),
        );
        await new Promise((resolve) => setTimeout(resolve, 5));
        busy.set(to.partition, 0);
        return log.append(to, records);
      },
    };
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) await publish(key, 1, 10);
    relayOn(service.db, counting, 30);
    await untilEmpty();
    expect(most).toBeGreaterThan(1);
  });
});
