import { describe, expect, test } from '@jest/globals';
import { assessCase } from '../../assess-case.ts';
import { type Assessment, questionOn, rangeOn } from '../../award.ts';
import type { BenefitCase } from '../../benefit-case.ts';
import { BenefitsError } from '../../errors.ts';
import type { Fact } from '../../facts.ts';
import { findEntitlementEnd } from '../../find-entitlement-end.ts';
import {
  benefitStops,
  JOBSEEKER_CASE,
  movesHome,
  partnerJoins,
  SINGLE_CASE,
  startsWork,
} from '../../sample-cases.ts';
import { findScheme } from '../find-scheme.ts';
import { jsaWeekEndsOn } from './week-end.ts';

const jsaIb201011 = findScheme('jsa-ib-2010-11');

const assess = (facts: readonly Fact[], given: BenefitCase = JOBSEEKER_CASE): Assessment =>
  assessCase(jsaIb201011, given, facts);
const row = ({ ranges }: Assessment): unknown =>
  ranges.map(({ from, weeklyPence }) => [from, weeklyPence]);
const START = '2010-04-15';

describe('when a change counts (week Thursday to Wednesday)', () => {
  test('part-time earnings on Wednesday 12 May count from Thursday 6 May', () => {
    const work = startsWork({ factId: 'a' }, '2010-05-12', { netPence: 3000, hoursPerWeek: 6 });
    // 65.45 − (30 − 5)
    expect(row(assess([work]))).toEqual([
      [START, 6545],
      ['2010-05-06', 4045],
    ]);
  });

  test('earnings of 16 hours end it on the day itself', () => {
    const assessment = assess([startsWork({ factId: 'a' }, '2010-05-12')]);
    expect(row(assessment)).toEqual([
      [START, 6545],
      ['2010-05-12', 0],
    ]);
    expect(findEntitlementEnd(assessment)).toEqual({ lastDayOfEntitlement: '2010-05-11' });
  });

  test('earnings above the allowance end it on the day itself, hours or not', () => {
    const work = startsWork({ factId: 'a' }, '2010-05-12', { netPence: 7045, hoursPerWeek: 8 });
    expect(row(assess([work]))).toEqual([
      [START, 6545],
      ['2010-05-12', 0],
    ]);
  });

  test('what follows the end in the same week does not reach back before it', () => {
    const facts = [
      startsWork({ factId: 'a' }, '2010-05-10'),
      partnerJoins({ factId: 'b' }, '2010-05-12'),
    ];
    expect(row(assess(facts))).toEqual([
      [START, 6545],
      ['2010-05-10', 0],
    ]);
  });

  test('an end in the same week as an earlier change: each on its own day', () => {
    const facts = [
      startsWork({ factId: 'a' }, '2010-05-10', { netPence: 3000, hoursPerWeek: 6 }),
      startsWork({ factId: 'b' }, '2010-05-12'),
    ];
    expect(row(assess(facts))).toEqual([
      [START, 6545],
      ['2010-05-06', 4045],
      ['2010-05-12', 0],
    ]);
  });

  test('an award stopped by the office ends after its last day', () => {
    expect(findEntitlementEnd(assess([benefitStops({ factId: 'a' }, '2010-05-11')]))).toEqual({
      lastDayOfEntitlement: '2010-05-11',
    });
  });

  test('a 25th birthday counts for the week in which it falls', () => {
    const young = { ...JOBSEEKER_CASE, claimant: { birthDate: '1985-07-07' } };
    expect(row(assess([], young))).toEqual([
      [START, 5185],
      ['2010-07-01', 6545],
    ]);
  });
});

describe('what counts', () => {
  test('a partner: 102.75, from the first day of the week', () => {
    expect(row(assess([partnerJoins({ factId: 'a' }, '2010-05-12')]))).toEqual([
      [START, 6545],
      ['2010-05-06', 10_275],
    ]);
  });

  test.each([
    [23, 10_275 - (2000 - 1000)],
    [24, 0],
  ])('a partner’s work of %i hours', (hoursPerWeek, expected) => {
    const partner = { birthDate: '1981-03-04', worksSixteenHoursOrMore: null };
    const work = startsWork({ factId: 'a' }, '2010-05-12', {
      who: 'partner',
      netPence: 2000,
      hoursPerWeek,
    });
    const assessment = assess([work], { ...JOBSEEKER_CASE, partner });
    expect(rangeOn(assessment, '2010-05-13')?.weeklyPence).toBe(expected);
  });

  test('hours of two jobs add up', () => {
    const facts = [
      startsWork({ factId: 'a' }, '2010-05-12', { employer: 'A', netPence: 500, hoursPerWeek: 8 }),
      startsWork({ factId: 'b' }, '2010-05-20', { employer: 'B', netPence: 500, hoursPerWeek: 8 }),
    ];
    expect(findEntitlementEnd(assess(facts))).toEqual({ lastDayOfEntitlement: '2010-05-19' });
  });

  test('children bring no allowance, a move and council tax benefit no change', () => {
    const parent = { ...JOBSEEKER_CASE, children: [{ birthDate: '2004-01-01' }] };
    expect(row(assess([movesHome({ factId: 'a' }, '2010-05-12')], parent))).toEqual([
      [START, 6545],
    ]);
  });
});

describe('never a number', () => {
  test.each([
    [{ hoursPerWeek: null }, 'missing-field:income.hoursPerWeek'],
    [{ hoursPerWeek: 8, netPence: null }, 'missing-field:income.netPence'],
  ] as const)('income %j', (body, expected) => {
    const assessment = assess([startsWork({ factId: 'a' }, '2010-05-12', body)]);
    const { reason, detail } = questionOn(assessment, '2010-05-12') ?? {};
    expect(`${reason}:${detail}`).toBe(expected);
    expect(rangeOn(assessment, '2010-05-12')).toBeNull();
  });

  test.each([
    [{ birthDate: null }, 'missing-field'],
    [{ birthDate: '1993-01-01' }, 'not-modelled'],
  ])('partner %j', (body, reason) => {
    const assessment = assess([partnerJoins({ factId: 'a' }, '2010-05-12', body)]);
    expect(questionOn(assessment, '2010-05-12')).toMatchObject({ reason });
  });

  test('rates hold from the person’s first week on or after 12 April 2010 to that of 11 April 2011', () => {
    const monday = assess([], { ...JOBSEEKER_CASE, jsaWeekEndsOn: 6 });
    expect([monday.from, monday.coversTo]).toEqual(['2010-04-12', '2011-04-10']);
    const thursday = assess([]);
    expect([thursday.from, thursday.coversTo]).toEqual(['2010-04-15', '2011-04-13']);
  });

  test('a change that counts before the rates hold is asked about for those days, and counts after', () => {
    const work = startsWork({ factId: 'a' }, '2010-04-09', { netPence: 3000, hoursPerWeek: 6 });
    const assessment = assess([work]);
    expect(assessment.toVerify).toEqual([
      { reason: 'no-scheme', detail: 'before-first-day', from: '2010-04-08', to: '2010-04-14' },
    ]);
    expect(row(assessment)).toEqual([[START, 4045]]);
  });
});

test.each([
  [0, 0],
  [19, 0],
  [20, 1],
  [59, 2],
  [60, 3],
  [80, 4],
  [99, 4],
])('NINO digits %i: week ends on weekday %i', (digits, weekday) => {
  expect(jsaWeekEndsOn(digits)).toBe(weekday);
});

test('a case without its week end is refused', () => {
  expect(() => assessCase(jsaIb201011, SINGLE_CASE, [])).toThrow(BenefitsError);
  for (const digits of [100, -1, 1.5]) expect(() => jsaWeekEndsOn(digits)).toThrow(BenefitsError);
});
