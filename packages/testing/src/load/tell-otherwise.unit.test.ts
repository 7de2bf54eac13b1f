import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LoadChange } from './load-change.ts';
import { tellOtherwise } from './tell-otherwise.ts';

const changes = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 }).map((households) =>
  households.map(
    (household, at): LoadChange => ({
      ...{ agency: 'jobcentre', household, idempotencyKey: `key-${at}`, change: {} },
    }),
  ),
);

/** Each household's changes in the order in which they are first told. */
const firstsOf = (told: readonly LoadChange[]): object =>
  Object.fromEntries(
    [...Map.groupBy(new Set(told), ({ household }) => household)].map(([household, own]) => [
      household,
      own.map(({ idempotencyKey }) => idempotencyKey),
    ]),
  );

describe('telling otherwise', () => {
  test('keeps the order within each household, and loses nothing', () => {
    fc.assert(
      fc.property(changes, fc.integer({ min: 1, max: 12 }), fc.nat(), (told, repeatEvery, seed) => {
        const otherwise = tellOtherwise(told, { seed, repeatEvery });
        expect(firstsOf(otherwise)).toEqual(firstsOf(told));
        expect(otherwise).toHaveLength(told.length + Math.floor(told.length / repeatEvery));
        expect(new Set(otherwise)).toEqual(new Set(told));
      }),
    );
  });

  test('interleaves households differently, the same for the same seed', () => {
    const told = Array.from({ length: 200 }, (_, at) => ({
      ...{ agency: 'jobcentre', household: at % 40, idempotencyKey: `key-${at}`, change: {} },
    }));
    const otherwise = tellOtherwise(told, { seed: 1 });
    expect(otherwise).not.toEqual(told);
    expect(tellOtherwise(told, { seed: 1 })).toEqual(otherwise);
    expect(tellOtherwise(told, { seed: 2 })).not.toEqual(otherwise);
  });
});
