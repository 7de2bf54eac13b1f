import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DIGEST_HEADER, recordDigest, type StoredRecord } from '@told/event-log';
import { deliverBatches } from './deliver-batch.ts';
import { parkRecords } from './park-records.ts';
import type { Transaction } from './ports.ts';
import { rewriteParked } from './rewrite-parked.ts';
import { takeParked } from './take-parked.ts';
import {
  createListeningLogger,
  createServiceDatabase,
  type ServiceDatabase,
} from './test/service-database.ts';

const STREAM = 'told.releases.luton';
let service: ServiceDatabase;
beforeAll(async () => {
  service = await createServiceDatabase();
});
afterAll(() => service.drop());
beforeEach(() => service.rows('TRUNCATE parked_record, parked_key, watermark'));

const KEY = Buffer.from('a');
function recordOf(text: string, offset: number): StoredRecord {
  const value = Buffer.from(text);
  const headers = {
    ce_type: Buffer.from('Release'),
    [DIGEST_HEADER]: Buffer.from(recordDigest(KEY, value)),
  };
  return {
    ...{ topic: STREAM, partition: 2, offset: BigInt(offset), timestampMs: 1_270_425_600_000 },
    ...{ key: KEY, value, headers },
  };
}
const park = (tx: Transaction, ...records: StoredRecord[]) =>
  parkRecords(
    tx,
    STREAM,
    records.map((record) => ({ key: 'a', reason: 'failed', record })),
  );
const hideSecrets = (tx: Transaction) =>
  rewriteParked(tx, STREAM, 'a', async (records) =>
    records.map(({ value }) => (value.includes('secret') ? Buffer.from('void') : null)),
  );

describe('rewriteParked', () => {
  test('gives a waiting record another value in its own place, with a digest that fits', async () => {
    const waiting = [recordOf('one', 0), recordOf('secret', 1), recordOf('three', 2)];
    await service.db.transaction((tx) => park(tx, ...waiting));
    expect(await service.db.transaction(hideSecrets)).toBe(1);
    const taken = await service.db.transaction((tx) => takeParked(tx, STREAM, 'a'));
    expect(taken).toEqual([waiting[0], recordOf('void', 1), waiting[2]]);
  });

  test('goes through a long queue page by page, each record once', async () => {
    const waiting = Array.from({ length: 1_001 }, (_, n) => recordOf(`${n % 2 ? 'secret' : n}`, n));
    await service.db.transaction((tx) => park(tx, ...waiting));
    expect(await service.db.transaction(hideSecrets)).toBe(500);
  });

  test('finds nothing for a key that does not wait', async () => {
    expect(await service.db.transaction(hideSecrets)).toBe(0);
  });

  test('waits for a redrive that parks the same records anew, and misses none', async () => {
    const secret = recordOf('secret', 1);
    await service.db.transaction((tx) => park(tx, secret));
    const taken = Promise.withResolvers<void>();
    const hidden = Promise.withResolvers<void>();
    const redriven = service.db.transaction(async (tx) => {
      const records = await takeParked(tx, STREAM, 'a');
      taken.resolve();
      // Long enough for a rewriting that does not wait to have read what is being taken.
      await new Promise((resolve) => setTimeout(resolve, 300));
      await park(tx, ...records);
    });
    await taken.promise;
    const rewritten = service.db.transaction(hideSecrets).finally(hidden.resolve);
    await Promise.all([redriven, hidden.promise]);
    expect(await rewritten).toBe(1);
    expect(
      await service.rows<{ text: string }>(
        `SELECT convert_from(value, 'UTF8') AS text FROM parked_record`,
      ),
    ).toEqual([{ text: 'void' }]);
  });

  test('makes a redrive wait until the value is another', async () => {
    await service.db.transaction((tx) => park(tx, recordOf('secret', 1)));
    const locked = Promise.withResolvers<void>();
    const rewriting = service.db.transaction((tx) =>
      rewriteParked(tx, STREAM, 'a', async (records) => {
        locked.resolve();
        await new Promise((resolve) => setTimeout(resolve, 200));
        return records.map(() => Buffer.from('void'));
      }),
    );
    await locked.promise;
    const taken = await service.db.transaction((tx) => takeParked(tx, STREAM, 'a'));
    expect(taken.map(({ value }) => value.toString())).toEqual(['void']);
    await rewriting;
  });
});

describe('what acts on arrival', () => {
  const deliver = (
    records: readonly [StoredRecord, ...StoredRecord[]],
    from: bigint | undefined,
    told: string[],
  ) =>
    deliverBatches(
      {
        ...{ db: service.db, logger: createListeningLogger(), group: 'g' },
        async handle(_tx, batch) {
          if (batch.some(({ value }) => value.toString() === 'bad')) throw new TypeError('bad');
        },
        async onParked(_tx, batch) {
          told.push(...batch.map(({ value }) => value.toString()));
        },
      },
      [{ records, from }],
    );

  test('is told of each record as it is parked, and of no other', async () => {
    const told: string[] = [];
    const other = { ...recordOf('flows', 2), key: Buffer.from('b') };
    await deliver([recordOf('bad', 0), recordOf('behind', 1), other], undefined, told);
    expect(told).toEqual(['bad', 'behind']);
    await deliver([recordOf('later', 3), { ...other, offset: 4n }], 3n, told);
    expect(told).toEqual(['bad', 'behind', 'later']);
  });
});
