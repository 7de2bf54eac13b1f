import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createIdTable } from './id-table.ts';
import { createSequenceCheck } from './sequence-check.ts';
import { createWordTable } from './word-table.ts';

const word = fc.integer({ min: -3, max: 3 });
const nilLike = fc
  .integer({ min: 0, max: 9 })
  .map((n) => `00000000-0000-0000-0000-00000000000${n}`);
const id = fc.oneof(
  fc.uuid(),
  nilLike,
  fc.string(),
  fc.uuid().map((one) => one.toUpperCase()),
);

describe('the tables that a judge keeps', () => {
  test('number words as a map of texts does, however they collide', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word, word, word), { maxLength: 3_000 }), (entries) => {
        const table = createWordTable();
        const model = new Map<string, number>();
        for (const entry of entries) {
          const expected = model.get(entry.join()) ?? model.size;
          expect(table.find(...entry)).toBe(model.get(entry.join()));
          model.set(entry.join(), expected);
          expect(table.add(...entry)).toBe(expected);
        }
        expect(table.size).toBe(model.size);
      }),
      { numRuns: 20 },
    );
  });

  test('grow without losing an entry', () => {
    const table = createWordTable();
    const count = 50_000;
    for (let at = 0; at < count; at += 1) expect(table.add(at, 0, 0, 0)).toBe(at);
    for (let at = 0; at < count; at += 1) {
      if (table.find(at, 0, 0, 0) !== at) throw new Error(`${at} is lost`);
    }
    expect(table.find(count, 0, 0, 0)).toBeUndefined();
  });

  test('give back every id as it came, UUIDs or not', () => {
    fc.assert(
      fc.property(fc.array(id), (ids) => {
        const table = createIdTable();
        const numbers = ids.map(table.add);
        expect(numbers.map(table.idOf)).toEqual(ids);
        expect(ids.map(table.find)).toEqual(numbers);
        expect(table.size).toBe(new Set(ids).size);
      }),
    );
  });

  test('take a sequence for in order as a list of its places does', () => {
    const record = fc.record({
      key: fc.integer({ min: 0, max: 2 }),
      sequence: fc.integer({ min: 1, max: 4 }),
      id: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(record), (records) => {
        const check = createSequenceCheck();
        const places = new Map<number, number[]>();
        for (const { key, sequence, id } of records) {
          const ids = places.get(key) ?? [];
          places.set(key, ids);
          const next = ids.length + 1;
          const expected = sequence === next || ids[sequence - 1] === id ? undefined : next;
          if (sequence === next) ids.push(id);
          expect(check.take(key, sequence, id)).toBe(expected);
        }
      }),
    );
  });
});
