import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { daysOfIso, isoOfDays } from './days.ts';

describe('days', () => {
  test('agree with the calendar in both directions, over all years from 1 to 9999', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (days) => {
        const text = new Date(days * 86_400_000).toISOString().slice(0, 10);
        expect(isoOfDays(days)).toBe(text);
        expect(isoOfDays(days)).toBe(text); // the kept one
        expect(daysOfIso(text)).toBe(days);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    '2010-02-29',
    '1900-02-29',
    '2010-13-01',
    '2010-00-01',
    '2010-04-31',
    '2010-01-00',
    '0000-01-01',
    '2010-1-01',
    '2010-01-1x',
    '2010/01/01',
    '+2010-01-1',
    '2010-01-01T',
    '',
  ])('refuse %p', (text) => {
    expect(daysOfIso(text)).toBeUndefined();
  });

  test.each([2_932_897, -719_163, Number.NaN])('have no text for %p', (days) => {
    expect(isoOfDays(days)).toBeUndefined();
  });
});
