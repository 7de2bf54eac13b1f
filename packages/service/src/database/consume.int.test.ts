import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createMemoryLog,
  type MemoryLog,
  type NewRecord,
  type StoredRecord,
} from '@told/event-log';
import { arrangeBySequence } from './arrange-by-sequence.ts';
import { type ConsumeOptions, type Consumer, consume } from './consume.ts';
import { deadLetter } from './dead-letter.ts';
import { type Delivery, deliverBatches } from './deliver-batch.ts';
import { DatabaseError } from './errors.ts';
import { openDatabase } from './open-database.ts';
import type { Transaction } from './ports.ts';
import { startCuttingProxy } from './test/cutting-proxy.ts';
import {
  createListeningLogger,
  createServiceDatabase,
  type ServiceDatabase,
  until,
} from './test/service-database.ts';
import { readPosition } from './watermark.ts';

const TOPIC = 'told.changes';
const AT = { topic: TOPIC, partition: 0 };
const INSERT = {
  name: 'insert_effects',
  text: 'INSERT INTO effect (key, id) SELECT * FROM unnest($1::text[], $2::text[])',
};

let service: ServiceDatabase;
let log: MemoryLog;
let consumers: Consumer[];
let logger: ReturnType<typeof createListeningLogger>;

beforeEach(async () => {
  service = await createServiceDatabase();
  log = createMemoryLog();
  logger = createListeningLogger();
  consumers = [];
  await log.createTopics([{ name: TOPIC, partitions: 1, retentionMs: null }]);
});
afterEach(async () => {
  await Promise.allSettled(consumers.map((consumer) => consumer.stop()));
  await log.close();
  await service.drop();
});

const deliverBatch = (
  delivery: Delivery,
  batch: readonly StoredRecord[],
  from: bigint | undefined,
) => deliverBatches(delivery, [{ records: batch as [StoredRecord], from }]);

const record = (key: string, value: string): NewRecord => ({
  key: Buffer.from(key),
  value: Buffer.from(value),
});
const say = (...values: string[]) =>
  log.append(
    AT,
    values.map((value) => record(value.split(':')[0] ?? '', value)),
  );
const insert = async (tx: Transaction, records: readonly StoredRecord[]): Promise<void> => {
  const texts = records.map(({ value }) => value.toString());
  await tx.query(INSERT, [records.map(({ key }) => key.toString()), texts]);
};
async function start(options: Partial<ConsumeOptions> = {}): Promise<Consumer> {
  const whole = { log, db: service.db, logger, group: 'gateway', topics: [TOPIC], handle: insert };
  const consumer = await consume({ ...whole, ...options });
  consumers.push(consumer);
  return consumer;
}
const effects = async (): Promise<string[]> =>
  (await service.rows<{ id: string }>('SELECT id FROM effect ORDER BY place')).map(({ id }) => id);
const untilEffects = (expected: readonly string[]) =>
  until(async () => (await effects()).length >= expected.length).then(async () =>
    expect(await effects()).toEqual(expected),
  );
const parkedValues = async (): Promise<string[]> =>
  (await service.rows<{ value: Buffer }>('SELECT value FROM parked_record ORDER BY position')).map(
    ({ value }) => value.toString(),
  );

describe('consume', () => {
  test('applies every record once, in order, and goes on where it stopped', async () => {
    await say('a:1', 'b:1', 'a:2');
    const consumer = await start();
    await untilEffects(['a:1', 'b:1', 'a:2']);
    expect(consumer.state()).toMatchObject([{ topic: TOPIC, state: 'running' }]);
    await consumer.stop();
    await say('a:3');
    await start();
    await untilEffects(['a:1', 'b:1', 'a:2', 'a:3']);
    expect((await readPosition(service.db, 'gateway', AT))?.next).toBe(4n);
  });

  test('a member with a stale position has no effect', async () => {
    await say('a:1', 'a:2');
    const batch: StoredRecord[] = [];
    for await (const some of log.read({ ...AT, from: 0n })) batch.push(...some);
    const zombie = { db: service.db, logger, group: 'gateway', handle: insert };
    await deliverBatch(zombie, batch.slice(0, 1), undefined);
    await expect(deliverBatch(zombie, batch, undefined)).rejects.toMatchObject({
      code: 'stale-member',
    });
    await deliverBatch(zombie, batch.slice(1), 1n);
    await expect(deliverBatch(zombie, batch.slice(1), 1n)).rejects.toMatchObject({
      code: 'stale-member',
    });
    expect(await effects()).toEqual(['a:1', 'a:2']);
  });

  test('a zombie that wakes inside its transaction loses to the member that went on', async () => {
    await say('a:1');
    const batch: StoredRecord[] = [];
    for await (const some of log.read({ ...AT, from: 0n })) batch.push(...some);
    const member = { db: service.db, logger, group: 'gateway', handle: insert };
    const both = await Promise.allSettled([
      deliverBatch(member, batch, undefined),
      deliverBatch({ ...member, db: service.open() }, batch, undefined),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await effects()).toEqual(['a:1']);
  });

  test('a lost answer to COMMIT applies nothing twice', async () => {
    const proxy = await startCuttingProxy(service.url);
    const db = openDatabase({ url: proxy.url, max: 2, name: 'test' });
    await say('a:1');
    proxy.loseCommitAnswer();
    const consumer = await start({ db });
    await until(() =>
      logger.told.some(({ fields }) => 'code' in fields && fields.code === 'unknown-outcome'),
    );
    await say('a:2');
    await untilEffects(['a:1', 'a:2']);
    await consumer.stop();
    await db.close();
    await proxy.close();
  });

  test('waits for a database that is away, shows it, and then goes on', async () => {
    const proxy = await startCuttingProxy(service.url);
    const db = openDatabase({ url: proxy.url, max: 2, name: 'test' });
    const consumer = await start({ db });
    await say('a:1');
    await untilEffects(['a:1']);
    proxy.cut();
    await say('a:2');
    await until(() => consumer.state()[0]?.state === 'retrying');
    expect(consumer.state()).toMatchObject([{ topic: TOPIC, code: 'dependency-unavailable' }]);
    proxy.reconnect();
    await untilEffects(['a:1', 'a:2']);
    await until(() => consumer.state()[0]?.state === 'running');
    await consumer.stop();
    await db.close();
    await proxy.close();
  });

  test('starts while the log is away, and joins when it comes', async () => {
    await say('a:1');
    log.setReachable(false);
    const consumer = await start();
    expect(consumer.state()).toMatchObject([{ state: 'retrying', code: 'retriable' }]);
    log.setReachable(true);
    await untilEffects(['a:1']);
  });

  test('a topic that does not exist is refused at once', async () => {
    await expect(start({ topics: ['told.nothing'] })).rejects.toMatchObject({
      code: 'unknown-topic',
    });
  });

  test('nobody is parked while a dependency of the handler is away', async () => {
    let away = true;
    await say('a:1', 'b:1');
    const consumer = await start({
      async handle(tx, records) {
        if (away) throw new DatabaseError('dependency-unavailable');
        await insert(tx, records);
      },
    });
    await until(() => consumer.state()[0]?.state === 'retrying');
    away = false;
    await untilEffects(['a:1', 'b:1']);
    expect(await parkedValues()).toEqual([]);
  });

  test('a refused record parks its key; others flow, and its later ones wait in order', async () => {
    await say('a:1', 'bad:1', 'b:1', 'bad:2', 'a:2');
    await start({
      async handle(tx, records) {
        await insert(tx, records);
        if (records.some(({ value }) => value.toString() === 'bad:1')) throw new TypeError('bad');
      },
    });
    await untilEffects(['a:1', 'b:1', 'a:2']);
    await say('bad:3', 'a:3');
    await untilEffects(['a:1', 'b:1', 'a:2', 'a:3']);
    expect(await parkedValues()).toEqual(['bad:1', 'bad:2', 'bad:3']);
    expect(inspect(logger.told, { depth: 5 })).not.toContain('bad:');
  });

  test('an undecodable record is a dead letter without its value, and its key waits', async () => {
    await say('a:1', 'odd:?', 'odd:2');
    await start({
      async handle(tx, records) {
        for (const one of records) {
          const odd = one.value.toString() === 'odd:?';
          if (odd) await deadLetter(tx, { record: one, cause: 'undecodable' });
          else await insert(tx, [one]);
        }
      },
      maxBatchRecords: 1,
    });
    await until(async () => (await parkedValues()).length === 2);
    expect(await effects()).toEqual(['a:1']);
    const dead = await service.rows('SELECT * FROM dead_letter');
    expect(dead).toMatchObject([{ topic: TOPIC, partition: 0, offset: 1, cause: 'undecodable' }]);
    expect(Object.values(dead[0] ?? {}).join(' ')).not.toContain('odd');
  });

  test('in one batch with others of its key, those before an undecodable record take effect and those behind it wait', async () => {
    await say('odd:1', 'a:1', 'odd:?', 'odd:2', 'a:2');
    await start({
      async handle(tx, records) {
        const odd = records.filter(({ value }) => value.toString() === 'odd:?');
        for (const record of odd) await deadLetter(tx, { record, cause: 'undecodable' });
        await insert(
          tx,
          records.filter((one) => !odd.includes(one)),
        );
      },
    });
    await untilEffects(['odd:1', 'a:1', 'a:2']);
    expect(await parkedValues()).toEqual(['odd:?', 'odd:2']);
  });

  test('stops with an alarm when the log lost its tail and grew again', async () => {
    await say('a:1', 'a:2');
    const consumer = await start();
    await untilEffects(['a:1', 'a:2']);
    await consumer.stop();
    log.truncate(AT, 1n);
    await say('a:other', 'a:more');
    const next = await start();
    await expect(next.done).rejects.toMatchObject({ code: 'forked' });
    expect(next.state()).toMatchObject([{ state: 'stopped', code: 'forked' }]);
    expect(await effects()).toEqual(['a:1', 'a:2']);
  });

  test('a database restored to an older state converges', async () => {
    const handle: ConsumeOptions['handle'] = async (tx, records) => {
      const arrivals = records.map((one) => ({
        key: one.key.toString(),
        sequence: Number(one.value.toString().split(':')[1]),
        id: `00000000-0000-4000-8000-00000000000${one.value.toString().split(':')[1]}`,
        record: one,
      }));
      const { next } = await arrangeBySequence(tx, 'changes', arrivals);
      await insert(
        tx,
        next.map((arrival) => arrival.record),
      );
    };
    await say('a:1', 'a:2');
    const before = await start({ handle });
    await untilEffects(['a:1', 'a:2']);
    await before.stop();
    const backup = await service.rows<{ t: string }>(
      `SELECT json_agg(w)::text AS t FROM watermark w UNION ALL SELECT json_agg(h)::text FROM sequence_head h`,
    );
    await say('a:3', 'a:3', 'a:4');
    const after = await start({ handle });
    await untilEffects(['a:1', 'a:2', 'a:3', 'a:4']);
    await after.stop();
    await service.rows('DELETE FROM effect WHERE id IN ($1, $2)', ['a:3', 'a:4']);
    await service.rows('DELETE FROM sequence_record WHERE sequence > 2');
    await service.rows('DELETE FROM watermark');
    await service.rows('DELETE FROM sequence_head');
    await service.rows(
      'INSERT INTO watermark SELECT * FROM json_populate_recordset(null::watermark, $1)',
      [backup[0]?.t],
    );
    await service.rows(
      'INSERT INTO sequence_head SELECT * FROM json_populate_recordset(null::sequence_head, $1)',
      [backup[1]?.t],
    );
    await start({ handle });
    await untilEffects(['a:1', 'a:2', 'a:3', 'a:4']);
  });
});
