import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StoredRecord } from '@told/event-log';
import { arrangeBySequence } from './arrange-by-sequence.ts';
import type { Transaction } from './ports.ts';
import { readBacklog, takeParked } from './take-parked.ts';
import { createServiceDatabase, type ServiceDatabase } from './test/service-database.ts';

let service: ServiceDatabase;
beforeAll(async () => {
  service = await createServiceDatabase();
});
afterAll(() => service.drop());

const arrive = (sequence: number, offset: number): StoredRecord => ({
  topic: 'told.changes',
  partition: 2,
  offset: BigInt(offset),
  timestampMs: 1_270_425_600_000,
  key: Buffer.from('a'),
  value: Buffer.from(String(sequence)),
  headers: { ce_source: Buffer.from([200]) },
});
const handle = async (tx: Transaction, records: readonly StoredRecord[]): Promise<number[]> => {
  const arrivals = records.map((record) => ({
    key: 'a',
    sequence: Number(record.value.toString()),
    id: `00000000-0000-4000-8000-00000000000${record.value.toString()}`,
    record,
  }));
  const { next } = await arrangeBySequence(tx, 'changes', arrivals);
  return next.map(({ sequence }) => sequence);
};
const redrive = () =>
  service.db.transaction(async (tx) => handle(tx, await takeParked(tx, 'changes', 'a')));

describe('takeParked', () => {
  test('what is still at fault parks again; once the hole is filled everything flows in order', async () => {
    const waiting = [arrive(3, 0), arrive(4, 1), arrive(2, 2)];
    await service.db.transaction((tx) => handle(tx, waiting));
    expect(await redrive()).toEqual([]);
    expect(await readBacklog(service.db)).toEqual({
      parkedKeys: 1,
      parkedRecords: 3,
      deadLetters: 0,
    });
    await service.db.transaction((tx) => handle(tx, [arrive(1, 3)]));
    expect(await redrive()).toEqual([1, 2, 3, 4]);
    expect(await readBacklog(service.db)).toMatchObject({ parkedKeys: 0, parkedRecords: 0 });
  });

  test('gives records back as they were', async () => {
    await service.db.transaction((tx) => handle(tx, [arrive(9, 7)]));
    const taken = await service.db.transaction((tx) => takeParked(tx, 'changes', 'a'));
    expect(taken).toEqual([arrive(9, 7)]);
  });

  test('an arrival during a redrive waits for it, and then flows', async () => {
    await service.db.transaction((tx) => handle(tx, [arrive(6, 0)]));
    const taken = Promise.withResolvers<void>();
    const redriven = service.db.transaction(async (tx) => {
      const records = await takeParked(tx, 'changes', 'a');
      taken.resolve();
      await new Promise((resolve) => setTimeout(resolve, 100));
      return handle(tx, [arrive(5, 1), ...records]);
    });
    await taken.promise;
    const arrived = service.db.transaction((tx) => handle(tx, [arrive(7, 2)]));
    expect([await redriven, await arrived]).toEqual([[5, 6], [7]]);
  });
});
