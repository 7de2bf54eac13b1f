import { describe, expect, test } from '@jest/globals';
import { assessCase } from './assess-case.ts';
import type { Assessment } from './award.ts';
import { weeksOf } from './award-weeks.ts';
import { compareAwards } from './compare-awards.ts';
import { BenefitsError } from './errors.ts';
import type { Fact } from './facts.ts';
import {
  benefitStops,
  movesHome,
  PASSPORTED_CASE,
  SINGLE_CASE,
  startsWork,
} from './sample-cases.ts';
import { findScheme } from './schemes/find-scheme.ts';

const ctb201011 = findScheme('ctb-2010-11');

const assess = (facts: readonly Fact[]): Assessment => assessCase(ctb201011, SINGLE_CASE, facts);

describe('compareAwards', () => {
  test('three weeks at 18.00 that should have been 13.53 overpay 13.41', () => {
    const work = startsWork({ factId: 'a' }, '2010-05-12');
    const comparison = compareAwards(assess([]), assess([work]), { until: '2010-06-06' });
    expect(comparison).toEqual({
      changed: true,
      firstDifferenceOn: '2010-05-17',
      weeksAffected: 3,
      byFinancialYear: [{ financialYear: '2010/11', overpaymentPence: 1341, underpaymentPence: 0 }],
      toVerify: [],
      sentence:
        'From Monday 17 May 2010 the award is £13.53 a week; it was £18.00 a week; 3 weeks affected; overpaid £13.41 in 2010/11.',
    });
  });

  test('part of a week is one week affected, and is counted by its days', () => {
    const move = movesHome({ factId: 'a' }, '2010-05-13');
    const comparison = compareAwards(assess([]), assess([move]), { until: '2010-05-16' });
    // Four days of £3.00003 a week more.
    expect(comparison.byFinancialYear).toEqual([
      { financialYear: '2010/11', overpaymentPence: 0, underpaymentPence: 171 },
    ]);
    expect(comparison.weeksAffected).toBe(1);
  });

  test('two differences inside one week are one week', () => {
    const facts = [
      movesHome({ factId: 'a' }, '2010-05-11'),
      movesHome({ factId: 'b' }, '2010-05-14', { toUprn: '999900000017', fromUprn: null }),
      movesHome({ factId: 'c' }, '2010-05-16', { fromUprn: null }),
    ];
    expect(compareAwards(assess([]), assess(facts), { until: '2010-05-16' }).weeksAffected).toBe(1);
  });

  test('a difference that lies after the last day paid costs nothing yet', () => {
    const work = startsWork({ factId: 'a' }, '2010-05-12');
    const comparison = compareAwards(assess([]), assess([work]), { until: '2010-05-16' });
    expect(comparison).toMatchObject({ changed: true, weeksAffected: 0, byFinancialYear: [] });
  });

  test('the same award is the same', () => {
    expect(compareAwards(assess([]), assess([]))).toMatchObject({
      changed: false,
      firstDifferenceOn: null,
      sentence: 'The award is the same.',
    });
  });

  test('days to verify differ but are in no amount', () => {
    const unpaid = startsWork({ factId: 'a' }, '2010-05-12', { netPence: null });
    const comparison = compareAwards(assess([]), assess([unpaid]), { until: '2010-06-06' });
    expect(comparison).toMatchObject({ firstDifferenceOn: '2010-05-17', byFinancialYear: [] });
    expect(comparison.toVerify).toHaveLength(1);
    expect(comparison.sentence).toContain('the award is to be verified');
  });

  test('amounts are split at 1 April', () => {
    // Assessments of a scheme whose dates span two years: the ranges are what counts.
    const spanning = (weeklyExact: string): Assessment => ({
      schemeId: 'spanning',
      weekEndsOn: 6,
      from: '2011-03-28',
      coversTo: '2011-04-10',
      ranges: [
        { from: '2011-03-28', to: null, weeklyPence: 0, weeklyExact, entitled: true, lines: [] },
      ],
      toVerify: [],
      effects: [],
    });
    expect(compareAwards(spanning('700'), spanning('350')).byFinancialYear).toEqual([
      { financialYear: '2010/11', overpaymentPence: 200, underpaymentPence: 0 },
      { financialYear: '2011/12', overpaymentPence: 500, underpaymentPence: 0 },
    ]);
  });
});

describe('weeksOf', () => {
  test('shows whole benefit weeks; the first days of a scheme are counted by their days', () => {
    // Thursday 1 April to Sunday 4 April are four days.
    expect(weeksOf(assess([]), '2010-04-01', '2010-04-11')).toEqual([
      { from: '2010-04-01', to: '2010-04-04', pence: 1029, toVerify: null },
      { from: '2010-04-05', to: '2010-04-11', pence: 1800, toVerify: null },
    ]);
  });

  test('a week with a day to verify has no number', () => {
    const facts = [
      startsWork({ factId: 'a' }, '2010-05-12'),
      benefitStops({ factId: 'b' }, '2010-05-11'),
    ];
    const held = {
      ...PASSPORTED_CASE,
      awards: [{ benefit: 'is', weeklyAmountPence: null, from: null }],
    } as const;
    const stopped = facts.map((fact) =>
      fact.fact === 'benefitAward' && fact.body !== null
        ? { ...fact, body: { ...fact.body, benefit: 'is' as const } }
        : fact,
    );
    const weeks = weeksOf(assessCase(ctb201011, held, stopped), '2010-05-10', '2010-06-14');
    expect(weeks.map(({ pence }) => pence)).toEqual([1800, null, null, null, null, 1353]);
    expect(weeks[1]?.toVerify).toMatchObject({ reason: 'missing-field' });
  });

  test('refuses a view without bound', () => {
    expect(() => weeksOf(assess([]), '2010-04-01', '2099-01-01')).toThrow(BenefitsError);
  });
});
