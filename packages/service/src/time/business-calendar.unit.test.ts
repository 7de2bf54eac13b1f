import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createBusinessCalendar, parseBusinessDate } from './business-calendar.ts';

const todayAt = (spec: string, instant: string) => {
  const parsed = parseBusinessDate(spec);
  if (parsed === undefined) throw new TypeError('the spec is not one');
  return createBusinessCalendar(parsed, { nowMs: () => Date.parse(instant) }).today();
};

describe('the business date', () => {
  const spec = '2010-04-05@2026-03-01T09:30:00Z';
  test.each([
    ['2026-03-01T09:30:00Z', '2010-04-05'],
    ['2026-03-02T09:29:59.999Z', '2010-04-05'],
    ['2026-03-02T09:30:00Z', '2010-04-06'],
    ['2027-03-01T09:30:00Z', '2011-04-05'],
    ['2026-03-01T09:29:59Z', '2010-04-04'],
  ])('started, at %s is %s', (instant, date) => {
    expect(todayAt(spec, instant)).toBe(date);
  });

  test('started, advances exactly one day in every 24 hours', () => {
    const ms = fc.integer({ min: 0, max: 4_000 * 86_400_000 });
    fc.assert(
      fc.property(ms, (elapsed) => {
        const at = (more: number) =>
          todayAt(
            spec,
            new Date(Date.parse('2026-03-01T09:30:00Z') + elapsed + more).toISOString(),
          );
        expect(Date.parse(at(86_400_000)) - Date.parse(at(0))).toBe(86_400_000);
      }),
    );
  });

  test.each([
    ['2026-06-30T23:30:00Z', '2026-07-01'],
    ['2026-01-31T23:30:00Z', '2026-01-31'],
  ])('of the system, is the day in London: %s is %s', (instant, date) => {
    expect(todayAt('system', instant)).toBe(date);
  });

  test.each([
    '',
    'today',
    '2010-04-05',
    '2010-02-30@2026-03-01T00:00:00Z',
    '2010-04-05@2026-02-30T00:00:00Z',
    '2010-04-05@2026-03-01T25:00:00Z',
    '2010-04-05@2026-03-01',
    '2010-04-05@2026-03-01T09:30:00',
    '10-4-5@2026-03-01T00:00:00Z',
  ])('is not made from "%s"', (bad) => {
    expect(parseBusinessDate(bad)).toBeUndefined();
  });
});
