import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StoredRecord } from '@told/event-log';
import fc from 'fast-check';
import {
  type AppliedIds,
  arrangeBySequence,
  type SequencedArrival,
} from './arrange-by-sequence.ts';
import { decideSequences } from './decide-sequences.ts';
import { parkRecords } from './park-records.ts';
import type { Signal } from './ports.ts';
import { createServiceDatabase, type ServiceDatabase } from './test/service-database.ts';

let service: ServiceDatabase;
let streams = 0;
beforeAll(async () => {
  service = await createServiceDatabase();
});
afterAll(() => service.drop());

const nextStream = (): string => `stream-${++streams}`;
const uuid = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
let offset = 0n;

function arrive(key: string, sequence: number, id = sequence): SequencedArrival {
  const record: StoredRecord = {
    topic: 'told.changes',
    partition: 0,
    offset: offset++,
    timestampMs: 1_270_425_600_000,
    key: Buffer.from(key),
    value: Buffer.from([0, 255]),
    headers: { ce_id: Buffer.from(uuid(id)) },
  };
  return { key, sequence, id: uuid(id), record };
}

const arrange = (stream: string, arrivals: readonly SequencedArrival[], heard: Signal[] = []) =>
  service.db.transaction((tx) => arrangeBySequence(tx, stream, arrivals), {
    onSignal: (signal) => heard.push(signal),
  });

describe('arrangeBySequence', () => {
  test('applies what is next and remembers it', async () => {
    const stream = nextStream();
    const first = [arrive('a', 1), arrive('b', 1), arrive('a', 2)];
    expect(await arrange(stream, first)).toEqual({ next: first, duplicates: [], parked: [] });
    const again = [arrive('a', 2), arrive('a', 3)];
    const { next, duplicates } = await arrange(stream, again);
    expect([next, duplicates]).toEqual([[again[1]], [again[0]]]);
  });

  test('a fork and a gap park their keys with an alarm, while others flow', async () => {
    const stream = nextStream();
    const heard: Signal[] = [];
    await arrange(stream, [arrive('fork', 1), arrive('gap', 1), arrive('fine', 1)]);
    const batch = [arrive('fork', 1, 7), arrive('gap', 3), arrive('fork', 2), arrive('fine', 2)];
    const { next, parked } = await arrange(stream, batch, heard);
    expect(next).toEqual([batch[3]]);
    expect(parked.map(({ reason }) => reason)).toEqual(['fork', 'gap', 'key-parked']);
    expect(heard).toMatchObject([
      { kind: 'parked', stream, reason: 'fork', count: 2 },
      { kind: 'parked', stream, reason: 'gap', count: 1 },
    ]);
    expect(JSON.stringify(heard)).not.toMatch(/"(fork|gap)",?"key/);
  });

  test('later arrivals of a parked key wait behind it, whole and in order, each once', async () => {
    const stream = nextStream();
    await arrange(stream, [arrive('a', 3)]);
    await arrange(stream, [arrive('a', 1), arrive('a', 2)]);
    await arrange(stream, [arrive('a', 2), arrive('a', 4)]);
    const rows = await service.rows(
      `SELECT sequence, reason, value, headers, record_key FROM parked_record
       WHERE stream = $1 ORDER BY position`,
      [stream],
    );
    expect(rows.map((row) => (row as { sequence: number }).sequence)).toEqual([3, 1, 2, 4]);
    expect(rows[0]).toMatchObject({
      reason: 'gap',
      value: Buffer.from([0, 255]),
      record_key: Buffer.from('a'),
      headers: JSON.stringify({ ce_id: uuid(3) }),
    });
  });

  /** Somebody else's: whatever is before the head was applied. */
  const ELSEWHERE: AppliedIds = {
    read: async (_tx, _stream, places) => places,
    keep: async () => undefined,
  };

  test.each([
    ['here', undefined, 0],
    ['elsewhere', ELSEWHERE, 0],
    ['elsewhere, which has had some', ELSEWHERE, 2],
  ])(
    'two transactions on one key apply it once between them, with its ids kept %s',
    async (_, ids, had) => {
      const stream = nextStream();
      const arriveBehind = (...sequences: readonly number[]) =>
        sequences.map((sequence) => arrive('a', had + sequence));
      for (let sequence = 1; sequence <= had; sequence++)
        await arrange(stream, [arrive('a', sequence)]);
      const arranged = Promise.withResolvers<void>();
      const first = service.db.transaction(async (tx) => {
        const { next } = await arrangeBySequence(tx, stream, arriveBehind(1, 2), ids);
        arranged.resolve();
        await new Promise((resolve) => setTimeout(resolve, 100));
        return next;
      });
      await arranged.promise;
      const second = await service.db.transaction((tx) =>
        arrangeBySequence(tx, stream, arriveBehind(1, 2, 3), ids),
      );
      const sequencesOf = (next: readonly SequencedArrival[]) =>
        next.map(({ sequence }) => sequence - had);
      expect(sequencesOf(await first)).toEqual([1, 2]);
      expect(sequencesOf(second.next)).toEqual([3]);
    },
  );

  test.each([0, 1.5, Number.NaN, 2 ** 53])('refuses the sequence %d', async (sequence) => {
    await expect(arrange(nextStream(), [arrive('a', sequence)])).rejects.toMatchObject({
      code: 'illegal-sequence',
      retryable: false,
    });
  });

  test('a full parking place makes the partition wait', async () => {
    const stream = nextStream();
    const entries = [1, 2].map((sequence) => ({
      ...arrive('a', sequence),
      reason: 'gap' as const,
    }));
    const [{ held }] = (await service.rows('SELECT count(*) AS held FROM parked_record')) as [
      { held: number },
    ];
    const run = service.db.transaction((tx) => parkRecords(tx, stream, entries, held + 1));
    await expect(run).rejects.toMatchObject({ code: 'parked-full', retryable: true });
  });

  test('answers as the pure decision does, however the records are cut into batches', async () => {
    const arrivals = fc.array(
      fc.tuple(
        fc.constantFrom('a', 'b', 'c'),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 2 }),
      ),
      { maxLength: 24 },
    );
    await fc.assert(
      fc.asyncProperty(arrivals, fc.nat(24), async (all, cut) => {
        const stream = nextStream();
        const records = all.map(([key, sequence, id]) => arrive(key, sequence, id));
        const nothing = { lastSequenceOf: () => 0, isParked: () => false, idAt: () => undefined };
        const expected = decideSequences(records, nothing);
        const one = await arrange(stream, records.slice(0, cut));
        const other = await arrange(stream, records.slice(cut));
        expect([...one.next, ...other.next]).toEqual(expected.next);
        expect([...one.duplicates, ...other.duplicates]).toEqual(expected.duplicates);
        expect([...one.parked, ...other.parked]).toEqual(expected.parked);
      }),
      { numRuns: 40 },
    );
  });
});
