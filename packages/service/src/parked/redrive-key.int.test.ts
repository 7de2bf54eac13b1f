import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deliverBatches, type Handle } from '../database/deliver-batch.ts';
import { readBacklog } from '../database/take-parked.ts';
import {
  createListeningLogger,
  createServiceDatabase,
  type ServiceDatabase,
} from '../database/test/service-database.ts';
import { listParkedKeys } from './park-queries.ts';
import { type Redriven, redriveKey } from './redrive-key.ts';
import {
  KEY,
  NAME,
  numbers,
  parkTexts,
  recordOf,
  TOPIC,
  takeEach,
  takeInSequence,
} from './test/parked-records.ts';

let service: ServiceDatabase;
const logger = createListeningLogger();
beforeAll(async () => {
  service = await createServiceDatabase();
});
afterAll(() => service.drop());
beforeEach(() =>
  service.rows(
    'TRUNCATE parked_record, parked_key, watermark, effect, dead_letter, dead_letter_decision, sequence_head, sequence_record, sequence_skip',
  ),
);

const redrive = (handle: Handle, pieceRecords = 500): Promise<Redriven | null> =>
  redriveKey(
    {
      ...{ db: service.db, logger, handle, pieceRecords, nowMs: Date.now },
      onPiece: async () => undefined,
    },
    NAME,
  );
const effects = async (): Promise<string[]> =>
  (await service.rows<{ id: string }>('SELECT id FROM effect ORDER BY place')).map(({ id }) => id);
const waiting = async (): Promise<string[]> =>
  (
    await service.rows<{ line: string }>(
      `SELECT convert_from(value, 'UTF8') || ' ' || reason || coalesce(' ' || cause, '') AS line
       FROM parked_record ORDER BY sequence NULLS FIRST, partition, "offset"`,
    )
  ).map(({ line }) => line);
const parkedKey = () =>
  listParkedKeys(service.db, {
    ...{ topic: null, keyDigest: null, cause: null, after: null, limit: 10 },
  });

describe('redriveKey', () => {
  test('gives a key’s records to its handler in order, piece by piece, and unparks it', async () => {
    await parkTexts(service.db, numbers(1, 25));
    expect(await redrive(takeEach(), 10)).toEqual({ state: 'released', moved: 25, waiting: 0 });
    expect(await effects()).toEqual(numbers(1, 25));
    expect(await readBacklog(service.db)).toMatchObject({ parkedKeys: 0, parkedRecords: 0 });
    expect(await redrive(takeEach())).toBeNull();
  });

  test.each([
    ['without a sequence', takeEach],
    ['in sequence', takeInSequence],
  ])('what is refused again stays in its place with its new cause, %s', async (_, take) => {
    await parkTexts(service.db, numbers(1, 6));
    const refusing = take({ refused: new Set(['3']) });
    expect(await redrive(refusing, 4)).toEqual({ state: 'parked', moved: 2, waiting: 4 });
    expect(await effects()).toEqual(['1', '2']);
    expect(await waiting()).toEqual([
      '3 failed not-to-my-taste',
      ...['4', '5', '6'].map((text) => `${text} key-parked`),
    ]);
    expect(await parkedKey()).toMatchObject([
      { cause: 'failed', code: 'not-to-my-taste', offset: '2', records: 4 },
    ]);
    expect(await redrive(refusing, 4)).toEqual({ state: 'parked', moved: 0, waiting: 4 });
    expect(await redrive(take(), 4)).toEqual({ state: 'released', moved: 4, waiting: 0 });
    expect(await effects()).toEqual(numbers(1, 6));
  });

  test.each([
    ['without a sequence', takeEach],
    ['in sequence', takeInSequence],
  ])('nothing overtakes what cannot be read, %s', async (_, take) => {
    await parkTexts(service.db, numbers(1, 6));
    const blind = take({ unreadable: new Set(['3']) });
    expect(await redrive(blind)).toEqual({ state: 'parked', moved: 2, waiting: 4 });
    expect(await redrive(blind)).toEqual({ state: 'parked', moved: 0, waiting: 4 });
    expect(await effects()).toEqual(['1', '2']);
    expect((await waiting())[0]).toBe('3 undecodable illegal-value');
    expect(await parkedKey()).toMatchObject([{ cause: 'undecodable', code: 'illegal-value' }]);
    expect(await readBacklog(service.db)).toMatchObject({ deadLetters: 1 });
    expect(await redrive(take())).toMatchObject({ state: 'released', moved: 4 });
    expect(await effects()).toEqual(numbers(1, 6));
  });

  test('finds the missing record at the end of a long queue', async () => {
    await service.db.transaction((tx) => takeInSequence()(tx, [recordOf('1', 0)]));
    await parkTexts(service.db, [...numbers(3, 40), '2'], 1);
    expect(await redrive(takeInSequence(), 7)).toMatchObject({ state: 'released', moved: 39 });
    expect(await effects()).toEqual(numbers(1, 40));
  });

  test('a gap stays one, and loses nothing', async () => {
    await parkTexts(service.db, numbers(2, 20), 1);
    const first = await redrive(takeInSequence(), 6);
    expect(first).toEqual({ state: 'parked', moved: 0, waiting: 19 });
    expect(await parkedKey()).toMatchObject([{ cause: 'gap', offset: '1', records: 19 }]);
    await parkTexts(service.db, ['1'], 99);
    expect(await redrive(takeInSequence(), 6)).toMatchObject({ state: 'released', moved: 20 });
    expect(await effects()).toEqual(numbers(1, 20));
  });

  test('a dependency that is away parks nothing, and changes nothing', async () => {
    await parkTexts(service.db, numbers(1, 3));
    const before = await waiting();
    const away: Handle = async () => {
      throw Object.assign(new Error('away'), { code: 'registry-unavailable', retryable: true });
    };
    await expect(redrive(away)).rejects.toMatchObject({ code: 'registry-unavailable' });
    expect(await waiting()).toEqual(before);
  });
});

test('an arrival during the last piece waits for it, and then flows', async () => {
  const delivery = { db: service.db, logger, group: 'gateway' };
  const arrive = (handle: Handle, text: string, from?: bigint): Promise<void> =>
    deliverBatches({ ...delivery, handle }, [{ records: [recordOf(text, Number(text))], from }]);
  await arrive(takeEach({ refused: new Set(['1']) }), '1');
  const taken = Promise.withResolvers<void>();
  const slow: Handle = async (tx, records) => {
    taken.resolve();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await takeEach()(tx, records);
  };
  const redriven = redrive(slow);
  await taken.promise;
  await arrive(takeEach(), '2', 2n);
  expect(await effects()).toEqual(['1', '2']);
  expect(await redriven).toMatchObject({ state: 'released' });
  expect(await parkedKey()).toEqual([]);
});

const LATER = 10_000;

test('killed in the middle of a key with 10,000 later records, it goes on where it was', async () => {
  await service.db.transaction((tx) => takeInSequence()(tx, [recordOf('1', 0)]));
  for (let from = 2; from <= LATER + 2; from += 2_000) {
    await parkTexts(service.db, numbers(from, Math.min(from + 1_999, LATER + 2)), from);
  }
  for (const failpoint of ['redrive-applied@5', 'redrive-committed@3', 'redrive-applied@1']) {
    const child = spawn(
      process.execPath,
      [path.join(import.meta.dirname, 'test/redrive-in-process.ts'), service.url],
      { env: { TOLD_FAILPOINT: failpoint }, stdio: 'ignore' },
    );
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');
  }
  const { parkedRecords } = await readBacklog(service.db);
  expect(parkedRecords).toBe(LATER + 1 - 7 * 500);
  expect(await parkedKey()).toMatchObject([{ cause: 'key-parked', records: parkedRecords }]);
  // What came meanwhile waits behind the others, also between two redrives.
  const late = { db: service.db, logger, group: 'gateway', handle: takeInSequence() };
  const arrival = recordOf(String(LATER + 3), LATER + 3);
  await deliverBatches(late, [{ records: [arrival], from: undefined }]);
  expect((await readBacklog(service.db)).parkedRecords).toBe(parkedRecords + 1);
  let done = await redrive(takeInSequence());
  while (done?.state === 'waiting') done = await redrive(takeInSequence());
  expect(done?.state).toBe('released');
  expect(await effects()).toEqual(numbers(1, LATER + 3));
});

const ROUNDS = 40;

test('arrivals that race a redrive neither overtake nor get lost', async () => {
  let next = 1;
  for (let round = 0; round < ROUNDS; round++) {
    // At fault at first, so that a redrive leaves records behind as often as it empties the key.
    const bad = String(next);
    const faulty = takeEach({ refused: new Set([bad]) });
    const delivery = { db: service.db, logger, group: 'gateway' };
    const arrive = async (handle: Handle, count: number): Promise<void> => {
      for (const text of numbers(next, next + count - 1)) {
        const offset = Number(text);
        const from = offset === 1 ? undefined : BigInt(offset);
        await deliverBatches({ ...delivery, handle }, [
          { records: [recordOf(text, offset)], from },
        ]);
      }
      next += count;
    };
    await arrive(faulty, 5);
    const arriving = arrive(takeEach(), 8);
    const failing = redrive(takeEach({ refused: new Set([String(next + 2)]) }), 3);
    const done = await Promise.all([redrive(takeEach(), 2), failing, arriving]);
    expect(done.length).toBe(3);
    while ((await redrive(takeEach(), 4)) !== null);
  }
  expect(await effects()).toEqual(numbers(1, next - 1));
  expect(await service.rows('SELECT DISTINCT key FROM effect')).toEqual([{ key: KEY }]);
  expect(await service.rows('SELECT FROM parked_key WHERE stream = $1', [TOPIC])).toEqual([]);
});
