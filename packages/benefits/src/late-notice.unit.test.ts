import { describe, expect, test } from '@jest/globals';
import { assessCase } from './assess-case.ts';
import { movesHome, SINGLE_CASE, startsWork } from './sample-cases.ts';
import { findScheme } from './schemes/find-scheme.ts';

const ctb201011 = findScheme('ctb-2010-11');

describe('a late notice', () => {
  const late = { notifiedOn: '2010-08-04', receivedOn: '2010-08-04' };
  const [pay, less] = [{ netPence: 11_534 }, { netPence: 9280 }] as const;

  test('of a loss counts from the true date', () => {
    const { ranges } = assessCase(ctb201011, SINGLE_CASE, [
      startsWork({ factId: 'a', ...late }, '2010-05-12'),
    ]);
    expect(ranges[1]?.from).toBe('2010-05-17');
  });

  test('of a gain counts from the notice, as if it had happened that day', () => {
    const { ranges, effects } = assessCase(ctb201011, SINGLE_CASE, [
      startsWork({ factId: 'a' }, '2010-04-07', pay),
      startsWork({ factId: 'b', ...late }, '2010-05-12', less),
    ]);
    expect(ranges.map(({ from, weeklyPence }) => [from, weeklyPence])).toEqual([
      ['2010-04-01', 1800],
      ['2010-04-12', 902],
      ['2010-08-09', 1353],
    ]);
    expect(effects.find(({ factId }) => factId === 'b')).toMatchObject({ fromNotice: true });
  });

  test.each([
    ['2010-06-12', '2010-05-17'],
    ['2010-06-13', '2010-06-14'],
  ])('is one of more than a calendar month: 12 May told on %s counts from %s', (toldOn, from) => {
    const header = { factId: 'b', notifiedOn: toldOn, receivedOn: toldOn };
    const { ranges } = assessCase(ctb201011, SINGLE_CASE, [
      startsWork({ factId: 'a' }, '2010-04-07', pay),
      startsWork(header, '2010-05-12', less),
    ]);
    expect(ranges[2]?.from).toBe(from);
  });

  test('to another office is notice here only where the law says so', () => {
    const withChannel = (channel: 'bus' | 'own-office'): string | undefined =>
      assessCase(ctb201011, SINGLE_CASE, [
        startsWork({ factId: 'a' }, '2010-04-07', pay),
        startsWork({ factId: 'b', receivedOn: '2010-08-04', channel }, '2010-05-12', less),
      ]).ranges[2]?.from;
    expect(withChannel('own-office')).toBe('2010-05-17');
    expect(withChannel('bus')).toBe('2010-08-09');
  });

  test.each([
    ['in time, counts from its own day', '2010-07-09', '2010-06-14'],
    ['late too, is judged with the start', '2010-07-10', '2010-07-12'],
  ])('of the start of a job that was told with its end: the end, when %s', (_, toldOn, from) => {
    const header = { factId: 'b', notifiedOn: toldOn, receivedOn: toldOn };
    const { ranges, effects } = assessCase(ctb201011, SINGLE_CASE, [
      startsWork({ factId: 'a' }, '2010-04-07', pay),
      startsWork(header, '2010-05-12', { ...less, endOn: '2010-06-08' }),
    ]);
    expect([ranges[1]?.weeklyPence, ranges[2]?.from, ranges[2]?.weeklyPence]).toEqual([
      902,
      from,
      1800,
    ]);
    expect(effects[1]).toMatchObject({ changedOn: toldOn, fromNotice: true });
  });

  test('does not overrule what truly happened after it', () => {
    const { ranges } = assessCase(ctb201011, SINGLE_CASE, [
      startsWork({ factId: 'a' }, '2010-04-07', pay),
      startsWork({ factId: 'b', ...late }, '2010-05-12', less),
      startsWork({ factId: 'c' }, '2010-06-09', { netPence: 10_000 }),
    ]);
    expect(ranges.at(-1)?.weeklyPence).toBe(1209);
    expect(ranges.at(-1)?.from).toBe('2010-06-14');
  });

  test('of a gain counts from the true date where the claim was over before it', () => {
    const { effects } = assessCase(ctb201011, SINGLE_CASE, [
      startsWork({ factId: 'a' }, '2010-04-07', { netPence: 50_000 }),
      startsWork({ factId: 'b', ...late }, '2010-05-12', less),
    ]);
    expect(effects.find(({ factId }) => factId === 'b')).toMatchObject({ fromNotice: false });
  });

  test('is judged by the days up to the end of the claim, whatever is asked after it', () => {
    const { effects, toVerify } = assessCase(ctb201011, SINGLE_CASE, [
      startsWork({ factId: 'a' }, '2010-04-07', pay),
      startsWork({ factId: 'b', ...late }, '2010-05-12', less),
      startsWork({ factId: 'c' }, '2010-05-26', { netPence: 50_000 }),
      startsWork({ factId: 'd' }, '2010-06-09', { netPence: null }),
    ]);
    expect(toVerify).toEqual([]);
    expect(effects.find(({ factId }) => factId === 'b')).toMatchObject({ fromNotice: true });
  });

  test('is a question where nobody can say who gains', () => {
    const { toVerify } = assessCase(ctb201011, SINGLE_CASE, [
      startsWork({ factId: 'a' }, '2010-05-05', { netPence: null }),
      movesHome({ factId: 'b', ...late }, '2010-05-12'),
    ]);
    expect(toVerify.map(({ reason }) => reason)).toContain('late-notice');
  });
});
