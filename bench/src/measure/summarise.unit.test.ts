import { describe, expect, test } from '@jest/globals';
import type { Measurement } from '../benchmark.ts';
import type { Round } from './run-rounds.ts';
import { median, summarise, summariseCost } from './summarise.ts';

const measured = (seconds: number, brokerCpuSeconds?: number): Measurement => ({
  records: 10_000,
  seconds,
  clientCpuSeconds: seconds / 2,
  brokerCpuSeconds,
});
const rounds = (...pairs: readonly (readonly [ours: number, theirs: number])[]): readonly Round[] =>
  pairs.map(
    ([ours, theirs]) =>
      new Map([
        ['ours', measured(ours)],
        ['theirs', measured(theirs, 1)],
      ]),
  );
const names = { product: 'ours', peer: 'theirs' };

describe('summarise', () => {
  test('is the median of the rounds’ ratios with their range, not the ratio of medians', () => {
    const summary = summarise(rounds([1, 1], [10, 30], [1, 2]), names, { aim: 2 });
    expect(summary).toMatchObject({ ratio: 2, low: 1, high: 3, met: true });
    expect(summary.rounds).toEqual([
      { ratio: 1, product: 10_000, peer: 10_000 },
      { ratio: 3, product: 1_000, peer: 333 },
      { ratio: 2, product: 10_000, peer: 5_000 },
    ]);
    expect(summary.recordsPerSecond).toEqual({ product: 10_000, peer: 5_000 });
  });

  test('an aim is met when the ratio reaches it, before any rounding', () => {
    expect(summarise(rounds([1, 1.3]), names, { aim: 1.3 }).met).toBe(true);
    expect(summarise(rounds([1, 1.2999]), names, { aim: 1.3 })).toMatchObject({
      ratio: 1.3,
      met: false,
    });
  });

  test('of a figure less is better, and the ratio must not exceed the aim', () => {
    const figure = { what: 'seconds', of: (one: Measurement) => one.seconds };
    const some = rounds([1, 2], [1, 4], [3, 3]);
    const summary = summarise(some, names, { aim: 0.5, figure });
    expect(summary).toMatchObject({ ratio: 0.5, low: 0.25, high: 1, met: true });
    expect(summary.compared).toEqual({ what: 'seconds', product: 1, peer: 3 });
    expect(summarise(some, names, { aim: 0.49, figure }).met).toBe(false);
  });

  test('gives processor time for a thousand records, and null where it is not known', () => {
    expect(summarise(rounds([1, 2]), names, { aim: 1 }).cpuSecondsPer1000).toEqual({
      product: { client: 0.05, broker: null },
      peer: { client: 0.1, broker: 0.1 },
    });
  });

  test('refuses rounds without the contender', () => {
    expect(() => summarise(rounds([1, 1]), { ...names, peer: 'nobody' }, { aim: 1 })).toThrow(
      'name=nobody',
    );
  });
});

test('the median of an even number of values lies between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([3, 1, 2])).toBe(2);
  expect(() => median([])).toThrow(RangeError);
});

describe('summariseCost', () => {
  const cost = (aim: number) =>
    summariseCost(rounds([1, 9], [3, 9], [2, 9]), 'ours', {
      aim,
      costOfRecord: ({ records, seconds }) => (seconds * 1_000_000) / records,
    });

  test('is the median of the rounds with their range, of the product alone', () => {
    expect(cost(1)).toMatchObject({ ratio: null, value: 200, low: 100, high: 300 });
    expect(cost(1).rounds).toEqual([100, 300, 200]);
  });

  test('an aim is met when the cost does not exceed it', () => {
    expect([cost(200).met, cost(199.999).met]).toEqual([true, false]);
  });
});
