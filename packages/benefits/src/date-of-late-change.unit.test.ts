import { describe, expect, test } from '@jest/globals';
import { answer, say } from '../test/say-date.ts';
import type { IsoDate } from './calendar.ts';
import type { AskedChange, DateAnswer } from './date-of-change.ts';
import { findScheme } from './schemes/find-scheme.ts';

describe('a late notice', () => {
  const told = (
    scheme: string,
    on: IsoDate,
    notifiedOn: IsoDate,
    given: Partial<AskedChange> = {},
  ): DateAnswer => answer(scheme, { kind: 'income', on, notifiedOn, ...given });

  test.each<[IsoDate, IsoDate]>([
    ['2010-05-12', '2010-06-12'],
    ['2010-05-31', '2010-06-30'],
    ['2011-01-31', '2011-02-28'],
    ['2011-01-28', '2011-02-28'],
    ['2011-02-28', '2011-03-28'],
    ['2010-12-31', '2011-01-31'],
    ['2012-01-31', '2012-02-29'],
    ['2012-02-29', '2012-03-29'],
  ])('of %s is in time to %s', (on, lastDay) => {
    const scheme = on < '2011-04-01' ? 'ctb' : 'esa';
    expect(told(scheme, on, lastDay)).toMatchObject({
      kind: 'date',
      notice: { lastDay, isLate: false, rule: { name: 'told-in-time' } },
    });
    const next = findScheme(scheme).id === 'esa' ? '2012-06-30' : '2011-03-30';
    expect(told(scheme, on, next)).toMatchObject({ notice: { lastDay, isLate: next > lastDay } });
  });

  test.each<[string, IsoDate, string]>([
    ['ctb', '2010-06-12', '2010-05-17 next-benefit-week'],
    ['ctb', '2010-06-13', 'gains 2010-06-14 late-gain, loses 2010-05-17 late-loss'],
    ['ctb', '2010-08-04', 'gains 2010-08-09 late-gain, loses 2010-05-17 late-loss'],
    ['jsa-ib', '2010-08-04', 'gains 2010-07-29 late-gain, loses 2010-05-06 late-loss'],
    ['esa', '2010-08-04', 'gains 2010-07-29 late-gain, loses 2010-05-06 late-loss'],
    ['uc', '2010-06-04', '2010-05-05 assessment-period'],
    ['uc', '2010-06-05', 'gains 2010-06-05 period-of-notification, loses 2010-05-05 late-loss'],
    ['uc', '2010-08-04', 'gains 2010-07-05 period-of-notification, loses 2010-05-05 late-loss'],
  ])('%s, 12 May told on %s: %s', (scheme, notifiedOn, expected) => {
    expect(say(told(scheme, '2010-05-12', notifiedOn))).toBe(expected);
  });

  test('gives one day where it is said who gains', () => {
    const late = (gains: boolean): string =>
      say(told('ctb', '2010-05-12', '2010-08-04', { gains }));
    expect(late(true)).toBe('2010-08-09 late-gain');
    expect(late(false)).toBe('2010-05-17 late-loss');
  });

  test('is no later than thirteen months where an officer extended it', () => {
    const extended = (scheme: string, on: IsoDate, notifiedOn: IsoDate): string =>
      say(told(scheme, on, notifiedOn, { noticeExtended: true, gains: true }));
    expect(extended('ctb', '2010-05-12', '2011-06-12')).toBe('2010-05-17 next-benefit-week');
    expect(extended('ctb', '2010-05-12', '2011-06-13')).toBe('2011-06-20 late-gain');
    expect(extended('ctb', '2011-01-31', '2012-02-29')).toBe('2011-02-07 next-benefit-week');
    expect(extended('uc', '2010-05-12', '2011-06-12')).toBe('2010-05-05 assessment-period');
    expect(extended('uc', '2010-05-12', '2011-06-13')).toBe('2011-06-05 period-of-notification');
  });

  test('told before it happens is in time', () => {
    expect(say(told('ctb', '2010-05-12', '2010-04-20'))).toBe('2010-05-17 next-benefit-week');
  });

  test('of another benefit’s end is counted from the day after its last day', () => {
    const found = told('ctb', '2010-05-11', '2010-06-12', { kind: 'benefit-ends' });
    expect(found).toMatchObject({ changedOn: '2010-05-12', notice: { isLate: false } });
  });

  test('of the end of entitlement moves nothing', () => {
    const asked = { kind: 'entitlement-ends', gains: true } as const;
    expect(told('jsa-ib', '2010-05-12', '2010-08-04', asked)).toMatchObject({
      effectiveOn: '2010-05-12',
      notice: { isLate: true },
    });
  });
});
