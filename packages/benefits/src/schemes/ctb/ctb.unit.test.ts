import { describe, expect, test } from '@jest/globals';
import { assessCase } from '../../assess-case.ts';
import { type Assessment, questionOn, rangeOn } from '../../award.ts';
import { weeksOf } from '../../award-weeks.ts';
import type { Fact } from '../../facts.ts';
import {
  benefitStops,
  EMPTY_INCOME,
  HOME,
  movesHome,
  PASSPORTED_CASE,
  partnerJoins,
  SINGLE_CASE,
  startsWork,
} from '../../sample-cases.ts';
import { findScheme } from '../find-scheme.ts';
import { ctbAwardStart } from './date-ctb-change.ts';

const ctb201011 = findScheme('ctb-2010-11');

const assess = (facts: readonly Fact[], given = SINGLE_CASE): Assessment =>
  assessCase(ctb201011, given, facts);
const rate = (assessment: Assessment, day: string): number | undefined =>
  rangeOn(assessment, day)?.weeklyPence;

describe('the published examples, single, 25 or over, council tax £18 a week', () => {
  test('jobseeker’s allowance in payment: 18.00', () => {
    expect(rate(assess([], PASSPORTED_CASE), '2010-05-03')).toBe(1800);
  });
  test('16 hours at £5.80, net 92.80: 13.53', () => {
    expect(rate(assess([startsWork({ factId: 'a' }, '2010-05-12')]), '2010-05-17')).toBe(1353);
  });
  test('20 hours, net 115.34: 9.02', () => {
    const work = startsWork({ factId: 'a' }, '2010-05-12', { netPence: 11_534, hoursPerWeek: 20 });
    expect(rate(assess([work]), '2010-05-17')).toBe(902);
  });
});

describe('when a change counts', () => {
  test.each([
    ['2010-05-12', '2010-05-17'],
    ['2010-05-16', '2010-05-17'],
    ['2010-05-17', '2010-05-24'],
  ])('earnings that start on %s count from Monday %s', (occurredOn, monday) => {
    const { ranges } = assess([startsWork({ factId: 'a' }, occurredOn)]);
    expect(ranges.map(({ from, weeklyPence }) => [from, weeklyPence])).toEqual([
      ['2010-04-01', 1800],
      [monday, 1353],
    ]);
    expect(ranges.at(-1)?.to).toBeNull();
  });

  test.each([
    ['2010-05-15', '2010-05-17'],
    ['2010-05-16', '2010-05-24'],
  ])('a passport whose last day is %s ends the day after, and counts from %s', (last, monday) => {
    const work = startsWork({ factId: 'a' }, '2010-05-10');
    const { ranges, toVerify } = assess(
      [work, benefitStops({ factId: 'b' }, last)],
      PASSPORTED_CASE,
    );
    expect(toVerify).toEqual([]);
    expect(ranges.map(({ from, weeklyPence }) => [from, weeklyPence])).toEqual([
      ['2010-04-01', 1800],
      [monday, 1353],
    ]);
  });

  test('a move counts from the day itself, and the week is counted by its days', () => {
    const assessment = assess([movesHome({ factId: 'a' }, '2010-05-13')]);
    expect(rate(assessment, '2010-05-12')).toBe(1800);
    expect(rate(assessment, '2010-05-13')).toBe(2100);
    // Three days of £18.00 (less 0.003p) and four of £21.00: 7.714 + 12.00.
    expect(weeksOf(assessment, '2010-05-03', '2010-05-23').map(({ pence }) => pence)).toEqual([
      1800, 1971, 2100,
    ]);
  });

  test('days between two homes are asked about, never counted', () => {
    const move = movesHome({ factId: 'a' }, '2010-05-13', { movedOutOn: '2010-05-10' });
    const assessment = assess([move]);
    expect(questionOn(assessment, '2010-05-10')).toMatchObject({ to: '2010-05-12' });
    expect(rangeOn(assessment, '2010-05-11')).toBeNull();
    expect(rate(assessment, '2010-05-13')).toBe(2100);
  });

  test('keys handed back after moving in change nothing', () => {
    const moves = [
      movesHome({ factId: 'a' }, '2010-05-13', { movedOutOn: null }),
      movesHome({ factId: 'b' }, '2010-05-14', {
        role: 'moved-out',
        toUprn: null,
        movedInOn: null,
      }),
    ];
    const assessment = assess(moves);
    expect(assessment.toVerify).toEqual([]);
    expect(rate(assessment, '2010-05-20')).toBe(2100);
  });

  test('a new claim counts from the week after, or from its week when newly liable', () => {
    const claimedOn = '2010-05-12';
    expect(ctbAwardStart({ claimedOn, newlyLiableInThatWeek: false })).toBe('2010-05-17');
    expect(ctbAwardStart({ claimedOn, newlyLiableInThatWeek: true })).toBe('2010-05-10');
  });

  test('a 25th birthday counts from the Monday after it', () => {
    const work = startsWork({ factId: 'a' }, '2010-05-12');
    const young = { ...SINGLE_CASE, claimant: { birthDate: '1985-07-07' } };
    const { ranges } = assess([work], young);
    // Excess 92.80 − 5 − 51.85 = 35.95 takes 7.19; at 25 it is 22.35 and takes 4.47.
    expect(ranges.map(({ from, weeklyPence }) => [from, weeklyPence])).toEqual([
      ['2010-04-01', 1800],
      ['2010-05-17', 1081],
      ['2010-07-12', 1353],
    ]);
  });

  test('a birthday does not count in its own week, even when the award changes within it', () => {
    const facts = [
      startsWork({ factId: 'a' }, '2010-05-12'),
      movesHome({ factId: 'b' }, '2010-07-07'),
    ];
    const young = { ...SINGLE_CASE, claimant: { birthDate: '1985-07-06' } };
    const assessment = assess(facts, young);
    expect(rate(assessment, '2010-07-07')).toBe(1381);
    expect(rate(assessment, '2010-07-12')).toBe(1653);
  });

  test('an award that reached nil does not come back without a claim', () => {
    const facts = [
      startsWork({ factId: 'a' }, '2010-05-12', { netPence: 50_000 }),
      startsWork({ factId: 'b' }, '2010-06-09', { netPence: 1000 }),
    ];
    const { ranges } = assess(facts);
    expect(ranges.map(({ from, weeklyPence, entitled }) => [from, weeklyPence, entitled])).toEqual([
      ['2010-04-01', 1800, true],
      ['2010-05-17', 0, false],
    ]);
  });
});

describe('what counts', () => {
  test('a partner makes the applicable amount a couple’s and ends the discount the same day', () => {
    const alone = {
      ...SINGLE_CASE,
      home: { uprn: HOME, liablePersons: 1, singlePersonDiscount: true },
      incomes: [
        {
          ...EMPTY_INCOME,
          who: 'claimant',
          kind: 'employed',
          netPence: 9280,
          hoursPerWeek: 16,
        } as const,
      ],
    };
    const assessment = assess([partnerJoins({ factId: 'a' }, '2010-05-12')], alone);
    // 13.50 − 4.47, then 18.00 with 92.80 − 10 under 102.75.
    expect(rate(assessment, '2010-05-11')).toBe(903);
    expect(rate(assessment, '2010-05-12')).toBe(1800);
  });

  test('two liable persons halve the tax', () => {
    const shared = { uprn: HOME, liablePersons: 2, singlePersonDiscount: false };
    expect(rate(assess([], { ...SINGLE_CASE, home: shared }), '2010-05-03')).toBe(900);
  });

  test('30 hours at 25 or over brings the additional disregard of 17.10', () => {
    const work = startsWork({ factId: 'a' }, '2010-05-12', { netPence: 10_000, hoursPerWeek: 30 });
    // 100 − 22.10 − 65.45 = 12.45, of which 20 % is 2.49.
    expect(rate(assess([work]), '2010-05-17')).toBe(1551);
  });

  test('a lone parent: 65.45 + 17.40 + 57.57, disregard 25 + 17.10', () => {
    const parent = { ...SINGLE_CASE, children: [{ birthDate: '2004-01-01' }] };
    const work = startsWork({ factId: 'a' }, '2010-05-12', { netPence: 20_000, hoursPerWeek: 16 });
    // 200 − 42.10 − 140.42 = 17.48, of which 20 % is 3.496.
    expect(rate(assess([work], parent), '2010-05-17')).toBe(1450);
  });

  test('pay periods become weeks exactly, half the pension contribution comes off', () => {
    const yearly = {
      payPeriod: 'four-weekly',
      netPence: 37_320,
      pensionContributionPence: 400,
    } as const;
    expect(rate(assess([startsWork({ factId: 'a' }, '2010-05-12', yearly)]), '2010-05-17')).toBe(
      1353,
    );
  });

  test('two jobs at two employers add up; the end of one leaves the other', () => {
    const facts = [
      startsWork({ factId: 'a' }, '2010-05-12', { employer: 'Sample Stores Ltd', netPence: 9280 }),
      startsWork({ factId: 'b' }, '2010-05-12', {
        employer: 'Example Ltd',
        netPence: 2254,
        hoursPerWeek: 4,
      }),
      {
        ...startsWork({ factId: 'c', changeType: 'ended', previousFactId: 'b' }, '2010-06-09'),
        body: { ...EMPTY_INCOME, who: null, kind: null, endOn: '2010-06-08' },
      },
    ] as const;
    const assessment = assess(facts);
    expect(rate(assessment, '2010-05-17')).toBe(902);
    expect(rate(assessment, '2010-06-14')).toBe(1353);
  });

  test('with 20p of every further pound gone, exactly', () => {
    const rates = [10_000, 10_100].map((netPence) =>
      rate(assess([startsWork({ factId: 'a' }, '2010-05-12', { netPence })]), '2010-05-17'),
    );
    expect((rates[0] ?? 0) - (rates[1] ?? 0)).toBe(20);
  });
});

describe('two changes in one benefit week (unverified parameter)', () => {
  test('both count from the earlier day', () => {
    const facts = [
      movesHome({ factId: 'a' }, '2010-05-12'),
      startsWork({ factId: 'b' }, '2010-05-13'),
    ];
    const { ranges } = assess(facts);
    expect(ranges.map(({ from, weeklyPence }) => [from, weeklyPence])).toEqual([
      ['2010-04-01', 1800],
      ['2010-05-12', 1653],
    ]);
  });
});

test('a UPRN is compared after padding', () => {
  const table = { '000000199356': { '2010/11': 109_500 } };
  const move = movesHome({ factId: 'a' }, '2010-05-12', { toUprn: '199356' });
  const given = {
    ...SINGLE_CASE,
    taxByUprn: { ...SINGLE_CASE.taxByUprn, ...table },
  };
  expect(rate(assess([move], given), '2010-05-12')).toBe(2100);
});
