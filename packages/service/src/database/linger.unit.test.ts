import { describe, expect, test } from '@jest/globals';
import { chooseLingerMs, type LingerOptions, type Round } from './linger.ts';

const spare = (round: Round, options: LingerOptions = {}) =>
  chooseLingerMs(round, options, () => false);
const short = (round: Round, options: LingerOptions = {}) =>
  chooseLingerMs(round, options, () => true);

describe('while a processor is to spare', () => {
  test('a small round is followed by a wait as long as itself, and no longer than allowed', () => {
    expect(spare({ records: 1, ms: 4 })).toBe(4);
    expect(spare({ records: 199, ms: 80 })).toBe(25);
  });

  test('where a round costs others more, the wait is a multiple of it', () => {
    const kafka = { factor: 3, maxMs: 60 };
    expect(spare({ records: 20, ms: 4 }, kafka)).toBe(12);
    expect(spare({ records: 20, ms: 80 }, kafka)).toBe(60);
  });

  test('a worthwhile round is followed by the next', () => {
    expect(spare({ records: 200, ms: 80 })).toBeUndefined();
  });

  test('whom nobody waits for says from how many records on a round is worthwhile', () => {
    const patient = { factor: Number.POSITIVE_INFINITY, maxMs: 250, worthwhileRecords: 2_000 };
    expect(spare({ records: 1_999, ms: 80 }, patient)).toBe(250);
    expect(spare({ records: 2_000, ms: 80 }, patient)).toBeUndefined();
  });
});

describe('while none is', () => {
  test('a stream gathers for longer', () => {
    expect(short({ records: 10, ms: 8 })).toBe(50);
    expect(short({ records: 10, ms: 80 })).toBe(50);
  });

  test('where a round costs others more, no shorter than ever', () => {
    expect(short({ records: 10, ms: 80 }, { factor: 3, maxMs: 60 })).toBe(60);
  });

  test('a worthwhile round is followed by the next all the same', () => {
    expect(short({ records: 200, ms: 80 })).toBeUndefined();
  });

  test('who gives way rests after it', () => {
    const patient = { maxMs: 250, worthwhileRecords: 1_000, restMs: 1_500 };
    expect(short({ records: 1_000, ms: 80 }, patient)).toBe(1_500);
    expect(spare({ records: 1_000, ms: 80 }, patient)).toBeUndefined();
    expect(short({ records: 9, ms: 80 }, patient)).toBe(80);
  });

  test('those who tell one thing after another wait as ever', () => {
    expect(short({ records: 9, ms: 80 })).toBe(25);
  });

  test('what was ready and had to stay behind waits as ever', () => {
    expect(short({ records: 50, ms: 80, tookAll: false })).toBe(25);
  });

  test('who may not wait does not', () => {
    expect(short({ records: 50, ms: 80 }, { maxMs: 0 })).toBe(0);
  });
});
