import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { StoredRecord } from '@told/event-log';
import type { Handle } from './deliver-batch.ts';
import { createDeliveryQueue } from './delivery-queue.ts';
import { DatabaseError } from './errors.ts';
import { parkRecords } from './park-records.ts';
import { formatKey } from './stored-bytes.ts';
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

function open(
  handle: Handle,
  sideBySide = 1,
  recordsAtOnce = () => 1_000,
  besideRecordsMin = 1,
  goesAlone = () => false,
) {
  const calls: string[][] = [];
  const deliver = createDeliveryQueue({
    db: service.db,
    logger: createListeningLogger(),
    group: 'gateway',
    sideBySide,
    besideRecordsMin,
    recordsAtOnce,
    goesAlone,
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

  test('go all at once to whoever takes all of them, but for what waits behind a parked key', async () => {
    const calls: string[][] = [];
    const deliver = createDeliveryQueue({
      ...{ db: service.db, logger: createListeningLogger(), group: 'gateway', takesAll: true },
      async handle(tx, records) {
        calls.push(records.map(({ value }) => value.toString()));
        await insert(tx, records);
      },
    });
    const at = { key: formatKey(Buffer.from('p')), record: record(0, 0, 'p', 'told.other') };
    await service.db.transaction((tx) =>
      parkRecords(tx, 'told.other', [{ ...at, reason: 'failed', cause: 'test' }]),
    );
    await Promise.all([
      deliver([record(0, 0, 'a'), record(0, 4, 'b')], undefined),
      deliver([record(0, 1, 'p', 'told.other'), record(0, 2, 'd', 'told.other')], undefined),
    ]);
    expect(calls).toEqual([['a', 'b', 'd']]);
    expect(await effects()).toEqual(['a', 'b', 'd']);
  });

  test('beyond what a transaction may take go in pieces, in order and each with its position', async () => {
    const atOnce = [2, 2, 1, 1_000];
    const { calls, deliver } = open(insert, 1, () => atOnce.shift() ?? 1_000);
    const letters = ['a', 'b', 'c', 'd', 'e'];
    const records = letters.map((text, offset) => record(0, offset * 2, text));
    const [first, ...rest] = records as [StoredRecord, ...StoredRecord[]];
    await Promise.all([
      deliver([first, ...rest], undefined),
      deliver([record(1, 0, 'f')], undefined),
    ]);
    expect(calls).toEqual([['a', 'b'], ['c'], ['d', 'e'], ['f']]);
    expect(await effects()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(await positionOf(0)).toBe(9n);
  });

  test('a piece that must wait leaves those before it applied, and the whole comes again from there', async () => {
    let isAway = true;
    const { deliver } = open(
      async (tx, records) => {
        if (isAway && records.some(({ value }) => value.toString() === 'c'))
          throw new DatabaseError('dependency-unavailable');
        await insert(tx, records);
      },
      1,
      () => 1,
    );
    const batch: [StoredRecord, ...StoredRecord[]] = [
      record(0, 0, 'a'),
      record(0, 1, 'b'),
      record(0, 2, 'c'),
    ];
    const awayFor = expect(deliver(batch, undefined)).rejects;
    await awayFor.toMatchObject({ code: 'dependency-unavailable' });
    expect(await positionOf(0)).toBe(2n);
    isAway = false;
    await expect(deliver(batch, undefined)).rejects.toMatchObject({ code: 'stale-member' });
    await deliver([record(0, 2, 'c')], await positionOf(0));
    expect(await effects()).toEqual(['a', 'b', 'c']);
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

  test('are answered when company has gathered, and then ask for all of it at once', async () => {
    const [lingerMs, timerEarlyMs] = [60, 2];
    let appliedMs = Number.POSITIVE_INFINITY;
    const deliver = createDeliveryQueue({
      db: service.db,
      logger: createListeningLogger(),
      group: 'gateway',
      linger: { factor: Number.MAX_SAFE_INTEGER, maxMs: lingerMs },
      async handle() {
        appliedMs = performance.now();
      },
    });
    await deliver([record(0, 0, 'a')], undefined);
    expect(performance.now() - appliedMs).toBeGreaterThanOrEqual(lingerMs - timerEarlyMs);
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

describe('transactions side by side', () => {
  const READY = [0, 1, 2, 3];
  const many = (partition: number, count: number) =>
    Array.from({ length: count }, (_, at) => record(partition, at, `${partition}/${at}`));
  /** Delivers from four partitions at once; each transaction waits until `together` of them have begun. */
  async function deliverMany(count: number, sideBySide: number, together: number) {
    let begun = 0;
    let goOn = (): void => undefined;
    const allBegun = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { calls, deliver } = open(async (tx, records) => {
      begun += 1;
      if (begun === together) goOn();
      await allBegun;
      await insert(tx, records);
    }, sideBySide);
    await Promise.all(
      READY.map((partition) => {
        const [first, ...others] = many(partition, count);
        return first && deliver([first, ...others], undefined);
      }),
    );
    return calls.map((texts) => texts.length);
  }

  test('share out a backlog, and each partition has its own position', async () => {
    expect(await deliverMany(500, 2, 2)).toEqual([1_000, 1_000]);
    expect(await effects()).toHaveLength(2_000);
    expect(await Promise.all(READY.map(positionOf))).toEqual([500n, 500n, 500n, 500n]);
  });

  test('do not share out a few records', async () => {
    expect(await deliverMany(50, 2, 1)).toEqual([200]);
  });

  test('begin only for as many records as are worth one', async () => {
    const begun: string[] = [];
    const [firstBegun, others] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { deliver } = open(
      async (tx, records) => {
        const texts = records.map(({ value }) => value.toString());
        begun.push(texts.join(' '));
        firstBegun.resolve();
        // The first waits until a transaction beside it has begun.
        if (texts.includes('a')) await others.promise;
        else others.resolve();
        await insert(tx, records);
      },
      2,
      undefined,
      2,
    );
    const first = deliver([record(0, 0, 'a')], undefined);
    await firstBegun.promise;
    const second = deliver([record(1, 0, 'b')], undefined);
    // Had one been begun for it, it would have its connection and its handler would be under way by the time that another asks.
    await service.db.query({ name: 'look_around', text: 'SELECT pg_sleep(0.05)' });
    expect(begun).toEqual(['a']);
    const third = deliver([record(2, 0, 'c')], undefined);
    await Promise.all([first, second, third]);
    expect(begun).toEqual(['a', 'b c']);
  });

  test('go one after another from when they are to', async () => {
    let goesAlone = false;
    let underWay = 0;
    const seen: number[] = [];
    const bothBegun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const { deliver } = open(
      async (tx, records) => {
        underWay += 1;
        seen.push(underWay);
        if (underWay === 2) bothBegun.resolve();
        await goOn.promise;
        await tx.query({ name: 'take_a_while', text: 'SELECT pg_sleep(0.02)' });
        await insert(tx, records);
        underWay -= 1;
      },
      2,
      () => 1,
      1,
      () => goesAlone,
    );
    const first = [0, 1].map((partition) =>
      deliver([record(partition, 0, `a${partition}`)], undefined),
    );
    await bothBegun.promise;
    goesAlone = true;
    const later = [2, 3, 4, 5].map((partition) =>
      deliver([record(partition, 0, `b${partition}`)], undefined),
    );
    goOn.resolve();
    await Promise.all([...first, ...later]);
    expect(seen.slice(0, 2)).toEqual([1, 2]);
    // The first of them begins when one of the two has ended, and the other may still be under way.
    expect(seen.slice(3)).toEqual([1, 1, 1]);
    expect(await effects()).toHaveLength(6);
  });
});
