import { describe, expect, test } from '@jest/globals';
import { type Assessment, addDays } from '@told/benefits';
import { findTransitions, planNotices, type StandingNotice } from './plan-notices.ts';

type Piece = readonly [from: string, weeklyPence: number | null];

/** An award from its pieces, each up to the next; null: to be verified. */
function award(...pieces: readonly Piece[]): Assessment {
  const spans = pieces.map(([from, weeklyPence], index) => {
    const next = pieces[index + 1]?.[0];
    return { from, to: next === undefined ? null : addDays(next, -1), weeklyPence };
  });
  return {
    ...{ schemeId: 'jsa-ib-2010-11', weekEndsOn: 2, from: '2010-04-12', coversTo: '2011-04-10' },
    ranges: spans.flatMap(({ from, to, weeklyPence }) =>
      weeklyPence === null
        ? []
        : [
            {
              ...{ from, to, weeklyPence, weeklyExact: String(weeklyPence) },
              ...{ entitled: weeklyPence > 0, lines: [] },
            },
          ],
    ),
    toVerify: [],
    effects: [],
  };
}

const first: Piece = ['2010-04-12', 6545];
const open = award(first);
const stopped = award(first, ['2010-05-12', 0]);
const lowered = award(first, ['2010-05-06', 5000]);
const stop: StandingNotice = { changeId: 'a', action: 'stop', on: '2010-05-12', weeklyPence: null };
const lower: StandingNotice = {
  changeId: 'b',
  action: 'change',
  on: '2010-05-06',
  weeklyPence: 5000,
};

describe('what the bus is told of an award', () => {
  test('that stops: its stop', () => {
    expect(planNotices([], open, stopped)).toEqual([
      {
        changeType: 'created',
        replaces: null,
        transition: { action: 'stop', on: '2010-05-12', weeklyPence: null },
      },
    ]);
  });

  test('that changes: its new amount', () => {
    expect(planNotices([], open, lowered)).toMatchObject([
      { changeType: 'created', transition: { action: 'change', weeklyPence: 5000 } },
    ]);
  });

  test('that stays as told: nothing', () => {
    expect(planNotices([stop], stopped, stopped)).toEqual([]);
  });

  test('that stops on another day: the correction of its stop', () => {
    expect(planNotices([stop], stopped, award(first, ['2010-05-19', 0]))).toMatchObject([
      { changeType: 'corrected', replaces: stop, transition: { action: 'stop', on: '2010-05-19' } },
    ]);
  });

  test('that goes on after all: the annulment of its stop', () => {
    expect(planNotices([stop], stopped, open)).toEqual([
      { changeType: 'annulled', replaces: stop, transition: null },
    ]);
  });

  test('that never was: a stop before its first day; and its annulment when it was after all', () => {
    const never = award(['2010-04-12', 0]);
    const planned = planNotices([], open, never);
    expect(planned).toMatchObject([{ transition: { action: 'stop', on: '2010-04-12' } }]);
    const told = { changeId: 'c', ...(planned[0]?.transition as object) } as StandingNotice;
    expect(planNotices([told], never, open)).toMatchObject([{ changeType: 'annulled' }]);
  });

  test('whose told amount was another: the correction of that amount', () => {
    expect(planNotices([lower], lowered, award(first, ['2010-05-06', 4000]))).toMatchObject([
      { changeType: 'corrected', replaces: lower, transition: { weeklyPence: 4000 } },
    ]);
  });

  test('that changed and then stops: a second notice, the first stands', () => {
    const both = award(first, ['2010-05-06', 5000], ['2010-06-01', 0]);
    expect(planNotices([lower], lowered, both)).toMatchObject([
      { changeType: 'created', transition: { action: 'stop', on: '2010-06-01' } },
    ]);
  });

  test('that stops before it was told to change: the change is corrected into the stop', () => {
    expect(planNotices([lower], lowered, award(first, ['2010-05-01', 0]))).toMatchObject([
      {
        changeType: 'corrected',
        replaces: lower,
        transition: { action: 'stop', on: '2010-05-01' },
      },
    ]);
  });

  test('that nobody can say any more: nothing, until there is a number', () => {
    const unknown = award(first, ['2010-05-12', null]);
    expect(planNotices([stop], stopped, unknown)).toEqual([]);
    expect(planNotices([stop], unknown, open)).toMatchObject([{ changeType: 'annulled' }]);
    expect(findTransitions(award(first, ['2010-05-12', null], ['2010-06-01', 0]))).toHaveLength(1);
  });

  test('that goes on after all, over a day of new rates: the annulment alone', () => {
    const uprated = award(first, ['2011-04-11', 6750]);
    const isRoutine = (day: string) => day === '2011-04-11';
    expect(planNotices([stop], stopped, uprated, isRoutine)).toEqual([
      { changeType: 'annulled', replaces: stop, transition: null },
    ]);
    expect(planNotices([stop], stopped, uprated)).toMatchObject([{ changeType: 'corrected' }]);
  });

  test('that starts: its start, and what was told to have stopped is corrected when it starts again', () => {
    const none = award(['2010-04-12', 0]);
    const started = award(['2010-04-12', 0], ['2010-05-06', 6545]);
    const start = { action: 'start', on: '2010-05-06', weeklyPence: 6545 } as const;
    expect(planNotices([], none, started)).toEqual([
      { changeType: 'created', replaces: null, transition: start },
    ]);
    const told = { ...start, changeId: 's' };
    expect(planNotices([told], started, none)).toEqual([
      { changeType: 'annulled', replaces: told, transition: null },
    ]);
    const later = award(['2010-04-12', 0], ['2010-05-13', 6545]);
    expect(planNotices([told], started, later)).toMatchObject([
      {
        changeType: 'corrected',
        replaces: told,
        transition: { action: 'start', on: '2010-05-13' },
      },
    ]);
    const again = award(first, ['2010-05-12', 0], ['2010-06-03', 6545]);
    expect(planNotices([stop], stopped, again)).toMatchObject([
      { changeType: 'created', transition: { action: 'start', on: '2010-06-03' } },
    ]);
  });

  test('that changes by age alone: nothing', () => {
    const birthday = award(first, ['2010-09-01', 7000]);
    expect(planNotices([], birthday, award(['2010-04-12', 6000], ['2010-09-01', 6500]))).toEqual(
      [],
    );
  });
});
