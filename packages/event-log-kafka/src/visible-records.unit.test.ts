import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { visibleRecords } from './visible-records.ts';
import type { WireRecord } from './wire/kafkajs-parts.ts';

const wire = (offset: number, producerId: string, more: Partial<WireRecord> = {}): WireRecord => ({
  offset: String(offset),
  timestamp: '0',
  key: Buffer.from('k'),
  value: Buffer.from('v'),
  headers: {},
  isControlRecord: false,
  batchContext: { producerId, inTransaction: producerId !== '-1' },
  ...more,
});
const mark = (offset: number, producerId: string, type: 'abort' | 'commit'): WireRecord =>
  wire(offset, producerId, {
    isControlRecord: true,
    key: Buffer.from([0, 0, 0, type === 'abort' ? 0 : 1]),
  });

const seen = (...given: Parameters<typeof visibleRecords>): readonly number[] =>
  visibleRecords(...given).map(({ offset }) => Number(offset));

describe('visibleRecords', () => {
  test('leaves out marks, and what comes before the offset asked for', () => {
    const messages = [
      wire(4, '-1'),
      wire(5, '-1'),
      wire(6, '7'),
      mark(7, '7', 'commit'),
      wire(8, '-1'),
    ];
    expect(seen(messages, [], 5n)).toEqual([5, 6, 8]);
  });

  test('transactions that overlap, listed as they ended', () => {
    const messages = [
      wire(0, '1'),
      wire(1, '2'),
      wire(2, '-1'),
      mark(3, '2', 'abort'),
      wire(4, '2'),
      mark(5, '1', 'abort'),
      mark(6, '2', 'commit'),
    ];
    const aborted = [
      { producerId: '2', firstOffset: '1' },
      { producerId: '1', firstOffset: '0' },
    ];
    expect(seen(messages, aborted, 0n)).toEqual([2, 4]);
  });

  test('two that began before the first record here', () => {
    const messages = [wire(10, '2'), mark(11, '1', 'abort'), mark(12, '2', 'abort'), wire(13, '1')];
    const aborted = [
      { producerId: '1', firstOffset: '3' },
      { producerId: '2', firstOffset: '5' },
    ];
    expect(seen(messages, aborted, 10n)).toEqual([13]);
  });

  test('whatever overlaps, exactly what was given up is hidden, from any offset on', () => {
    const step = fc.record({
      producer: fc.nat(3),
      act: fc.constantFrom('write', 'abort', 'commit'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(60), (steps, from) => {
        const open = new Map<number, number[]>();
        const aborted: { producerId: string; firstOffset: string; endedAt: number }[] = [];
        const hidden = new Set<number>();
        const messages = steps.map(({ producer, act }, offset) => {
          const id = String(producer);
          const written = open.get(producer) ?? [];
          if (act === 'write') {
            open.set(producer, [...written, offset]);
            return wire(offset, id);
          }
          open.delete(producer);
          if (act === 'abort' && written[0] !== undefined) {
            aborted.push({ producerId: id, firstOffset: String(written[0]), endedAt: offset });
            for (const one of written) hidden.add(one);
          }
          return mark(offset, id, act === 'abort' ? 'abort' : 'commit');
        });
        const expected = steps.flatMap(({ act }, offset) =>
          act === 'write' && offset >= from && !hidden.has(offset) ? [offset] : [],
        );
        // A broker gives whole batches: what it gives may begin anywhere at or below the offset asked for.
        // Of transactions it names those that reach into it: one that ended before is not named, and its producer may have begun another.
        const named = aborted.filter(({ endedAt }) => endedAt >= from);
        expect(seen(messages.slice(from), named, BigInt(from))).toEqual(expected);
        expect(seen(messages, aborted, BigInt(from))).toEqual(expected);
      }),
    );
  });
});
