import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideSequences, type KnownSequences, type Sequenced } from './decide-sequences.ts';

const uuid = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const arrive = (key: string, sequence: number, id = sequence): Sequenced => ({
  key,
  sequence,
  id: uuid(id),
});
const nothing: KnownSequences = {
  lastSequenceOf: () => 0,
  isParked: () => false,
  idAt: () => undefined,
};

/** Remembers across batches what a database would. */
function createMemory() {
  const heads = new Map<string, number>();
  const ids = new Map<string, string>();
  const parkedKeys = new Set<string>();
  return {
    known: {
      lastSequenceOf: (key) => heads.get(key) ?? 0,
      isParked: (key) => parkedKeys.has(key),
      idAt: (key, sequence) => ids.get(`${sequence}/${key}`),
    } satisfies KnownSequences,
    decide(arrivals: readonly Sequenced[]) {
      const arranged = decideSequences(arrivals, this.known);
      for (const { key, sequence, id } of arranged.next) {
        heads.set(key, sequence);
        ids.set(`${sequence}/${key}`, id);
      }
      for (const { arrival } of arranged.parked) parkedKeys.add(arrival.key);
      return arranged;
    },
  };
}

describe('decideSequences', () => {
  test.each([
    ['the first of a key is next', [arrive('a', 1)], { next: 1 }],
    ['the following ones are next', [arrive('a', 1), arrive('a', 2)], { next: 2 }],
    ['keys do not disturb each other', [arrive('a', 1), arrive('b', 2)], { next: 1, gap: 1 }],
    ['the same again is a duplicate', [arrive('a', 1), arrive('a', 1)], { next: 1, duplicate: 1 }],
    ['another id is a fork', [arrive('a', 1), arrive('a', 1, 9)], { next: 1, fork: 1 }],
    ['a hole is a gap', [arrive('a', 2)], { gap: 1 }],
    [
      'what comes behind a gap waits, also what fills it',
      [arrive('a', 2), arrive('a', 1)],
      { gap: 1, 'key-parked': 1 },
    ],
    [
      'a duplicate has nothing to wait for',
      [arrive('a', 1), arrive('a', 3), arrive('a', 1)],
      { next: 1, gap: 1, duplicate: 1 },
    ],
  ] as const)('%s', (_, arrivals, expected) => {
    const { next, duplicates, parked } = decideSequences(arrivals, nothing);
    const counts: Record<string, number> = {};
    const count = (name: string): number => (counts[name] = (counts[name] ?? 0) + 1);
    for (const _ of next) count('next');
    for (const _ of duplicates) count('duplicate');
    for (const { reason } of parked) count(reason);
    expect(counts).toEqual(expected);
  });

  test('an id is the same in capitals', () => {
    const id = 'ABCDEF00-0000-4000-8000-000000000001';
    const known = { ...nothing, lastSequenceOf: () => 1, idAt: () => id.toLowerCase() };
    expect(decideSequences([{ key: 'a', sequence: 1, id }], known).duplicates).toHaveLength(1);
  });

  const arrivals = fc.array(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      sequence: fc.integer({ min: 1, max: 6 }),
      id: fc.constantFrom(uuid(1), uuid(2)),
    }),
    { maxLength: 40 },
  );

  test('whatever arrives, what is applied is dense and in order for each key, and nothing is lost', () => {
    fc.assert(
      fc.property(arrivals, (all) => {
        const { next, duplicates, parked } = createMemory().decide(all);
        const placeOf = (arrival: Sequenced) => (all as readonly Sequenced[]).indexOf(arrival);
        expect(next.length + duplicates.length + parked.length).toBe(all.length);
        for (const key of ['a', 'b', 'c']) {
          const applied = next.filter((arrival) => arrival.key === key);
          expect(applied.map(({ sequence }) => sequence)).toEqual(applied.map((_, at) => at + 1));
          const seen = new Map(applied.map((arrival) => [arrival.sequence, arrival.id]));
          for (const copy of duplicates.filter((arrival) => arrival.key === key)) {
            expect(seen.get(copy.sequence)).toBe(copy.id);
          }
          const faults = parked.filter(({ arrival }) => arrival.key === key);
          faults.forEach(({ reason }, at) => {
            expect(reason === 'key-parked').toBe(at > 0);
          });
          const firstFault = faults[0] && placeOf(faults[0].arrival);
          if (firstFault !== undefined) {
            for (const arrival of applied) expect(placeOf(arrival)).toBeLessThan(firstFault);
          }
        }
      }),
    );
  });

  test('the answer does not depend on how the records are cut into batches', () => {
    fc.assert(
      fc.property(arrivals, fc.array(fc.nat(40), { maxLength: 6 }), (all, cuts) => {
        const whole = createMemory().decide(all);
        const memory = createMemory();
        const edges = [0, ...[...cuts].sort((a, b) => a - b), all.length];
        const parts = edges.map((from, at) =>
          memory.decide(all.slice(from, edges[at + 1] ?? from)),
        );
        expect(parts.flatMap(({ next }) => next)).toEqual(whole.next);
        expect(parts.flatMap(({ duplicates }) => duplicates)).toEqual(whole.duplicates);
        expect(parts.flatMap(({ parked }) => parked)).toEqual(whole.parked);
      }),
    );
  });

  test('any order of a stream with repeats applies a prefix of it, and in the right order all of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(fc.nat(100)), (length, repeats) => {
        const stream = Array.from({ length }, (_, at) => arrive('a', at + 1));
        const repeated = [...stream];
        for (const repeat of repeats) {
          const from = repeat % repeated.length;
          const until = 1 + repeated.indexOf(stream.at(-1) as Sequenced);
          // A relay that died sends again from some row on.
          repeated.splice(until, 0, ...repeated.slice(Math.min(from, until - 1), until));
          if (repeated.length > 200) break;
        }
        const { next, parked } = decideSequences(repeated, nothing);
        expect(next).toEqual(stream);
        expect(parked).toEqual([]);
      }),
    );
  });
});
