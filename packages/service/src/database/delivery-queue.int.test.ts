import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { StoredRecord } from '@told/event-log';
import type { Handle } from './deliver-batch.ts';
import { createDeliveryQueue } from './delivery-queue.ts';
import { DatabaseError } from './errors.ts';
import {
  createListeningLogger,
  createServiceDatabase,
  type ServiceDatabase,
} from './test/service-database.ts';
import { readPosition } from './watermark.ts';

const TOPIC = 'told.changes';
const INSERT = {
  name: 'insert_effects',
  text: 'INSERT INTO effect (key, id) SELECT * FROM unnest($1::text[], $2::text[])',
};

let service: ServiceDatabase;
beforeEach(async () => {
  service = await createServiceDatabase();
});
afterEach(() => service.drop());

/** `topic` partition offset: `text` is key and effect in one. */
const record = (partition: number, offset: number, text: string, topic = TOPIC): StoredRecord => ({
  ...{ topic, partition, offset: BigInt(offset), timestampMs: 0, headers: {} },
  key: Buffer.from(text),
  value: Buffer.from(text),
});

const insert: Handle = async (tx, records) => {
  const texts = records.map(({ value }) => value.toString());
  await tx.query(INSERT, [texts, texts]);
};

function open(handle: Handle) {
  const calls: string[][] = [];
  const deliver = createDeliveryQueue({
    db: service.db,
    logger: createListeningLogger(),
    group: 'gateway',
    async handle(tx, records) {
      calls.push(records.map(({ value }) => value.toString()));
      await handle(tx, records);
    },
  });
  return { calls, deliver };
}

const effects = async (): Promise<readonly string[]> => {
  const { rows } = await service.db.query<{ id: string }>({
    name: 'read_effects',
    text: 'SELECT id FROM effect ORDER BY id',
  });
  return rows.map(({ id }) => id);
};

const positionOf = async (partition: number): Promise<bigint | undefined> =>
  (await readPosition(service.db, 'gateway', { topic: TOPIC, partition }))?.next;

describe('partitions that are ready at once', () => {
  test('share a transaction, topic by topic, and each has its own position', async () => {
    const { calls, deliver } = open(insert);
    await Promise.all([
      deliver([record(0, 0, 'a'), record(0, 4, 'b')], undefined),
      deliver([record(1, 7, 'c')], undefined),
      deliver([record(0, 0, 'd', 'told.other')], undefined),
    ]);
    expect(calls).toEqual([['a', 'b', 'c'], ['d']]);
    expect(await effects()).toEqual(['a', 'b', 'c', 'd']);
    expect([await positionOf(0), await positionOf(1)]).toEqual([5n, 8n]);
  });

  test('gather while a transaction is under way', async () => {
    const { calls, deliver } = open(insert);
    const first = deliver([record(0, 0, 'a')], undefined);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    await Promise.all([
      first,
      deliver([record(1, 0, 'b')], undefined),
      deliver([record(2, 0, 'c')], undefined),
    ]);
    expect(calls).toEqual([['a'], ['b', 'c']]);
  });

  test('a stale position of one leaves the others untouched', async () => {
    const { deliver } = open(insert);
    await deliver([record(0, 0, 'a')], undefined);
    const [stale, sound] = await Promise.allSettled([
      deliver([record(0, 0, 'a')], undefined),
      deliver([record(1, 0, 'b')], undefined),
    ]);
    expect(stale).toMatchObject({ status: 'rejected', reason: { code: 'stale-member' } });
    expect(sound.status).toBe('fulfilled');
    expect(await effects()).toEqual(['a', 'b']);
  });

  test('what one must wait for, the others do not wait for', async () => {
    const { deliver } = open(async (tx, records) => {
      if (records.some(({ value }) => value.toString() === 'wait')) {
        throw new DatabaseError('dependency-unavailable');
      }
      await insert(tx, records);
    });
    const [waiting, sound] = await Promise.allSettled([
      deliver([record(0, 0, 'wait')], undefined),
      deliver([record(1, 0, 'b')], undefined),
    ]);
    expect(waiting).toMatchObject({
      status: 'rejected',
      reason: { code: 'dependency-unavailable' },
    });
    expect(sound.status).toBe('fulfilled');
    expect(await effects()).toEqual(['b']);
    expect(await positionOf(0)).toBeUndefined();
  });

  test('a record refused for good parks its own key alone', async () => {
    const { deliver } = open(async (tx, records) => {
      if (records.some(({ value }) => value.toString() === 'bad')) throw new TypeError('refused');
      await insert(tx, records);
    });
    await Promise.all([
      deliver([record(0, 0, 'bad'), record(0, 1, 'a')], undefined),
      deliver([record(1, 0, 'b')], undefined),
    ]);
    expect(await effects()).toEqual(['a', 'b']);
    const { rows } = await service.db.query<{ key: string }>({
      name: 'read_parked',
      text: 'SELECT key FROM parked_key',
    });
    expect(rows.map(({ key }) => key)).toEqual(['bad']);
  });
});
