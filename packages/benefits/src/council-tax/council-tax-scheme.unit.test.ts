import { describe, expect, test } from '@jest/globals';
import { assessCase } from '../assess-case.ts';
import { type Assessment, questionOn, rangeOn } from '../award.ts';
import { totalBetween } from '../award-weeks.ts';
import type { BenefitCase } from '../benefit-case.ts';
import type { Fact } from '../facts.ts';
import { roundHalfUp } from '../money.ts';
import {
  DEARER_HOME,
  HOME,
  movesHome,
  partnerJoins,
  SINGLE_CASE,
  startsWork,
} from '../sample-cases.ts';
import { findScheme } from '../schemes/find-scheme.ts';

const ALONE: BenefitCase = {
  ...SINGLE_CASE,
  claimStartOn: '2010-04-01',
  home: { uprn: HOME, liablePersons: 1, singlePersonDiscount: true },
  taxByUprn: {
    [HOME]: { '2010/11': 73_000, '2011/12': 73_200 },
    [DEARER_HOME]: { '2010/11': 109_500 },
  },
};
const SHARED: BenefitCase = {
  ...ALONE,
  partner: { birthDate: '1981-03-04', worksSixteenHoursOrMore: false },
};
const assess = (given: BenefitCase, facts: readonly Fact[] = []): Assessment =>
  assessCase(findScheme('council-tax'), given, facts);
const due = (assessment: Assessment, from: string, to: string): number | null => {
  const total = totalBetween(assessment, from, to);
  return total === null ? null : roundHalfUp(total);
};

describe('what is due for a period, by exact days', () => {
  test.each<[string, BenefitCase, string, string, number]>([
    ['a whole year of 365 days', SHARED, '2010-04-01', '2011-03-31', 73_000],
    ['a whole year of 366 days', SHARED, '2011-04-01', '2012-03-31', 73_200],
    ['a day', SHARED, '2010-04-01', '2010-04-01', 200],
    ['a day of the longer year', SHARED, '2012-02-29', '2012-02-29', 200],
    ['a year alone, less a quarter', ALONE, '2010-04-01', '2011-03-31', 54_750],
    [
      'a share of two',
      { ...SHARED, home: { uprn: HOME, liablePersons: 2, singlePersonDiscount: false } },
      '2010-04-01',
      '2011-03-31',
      36_500,
    ],
    [
      'half, while all are disregarded',
      { ...ALONE, claimant: { birthDate: '1979-02-03', disregardedForDiscount: true } },
      '2010-04-01',
      '2011-03-31',
      36_500,
    ],
  ])('%s', (_name, given, from, to, pence) => {
    expect(due(assess(given), from, to)).toBe(pence);
  });

  test('the day on which a second adult moves in is charged whole already', () => {
    const joined = assess(ALONE, [partnerJoins({ factId: 'a' }, '2010-05-12')]);
    expect(due(joined, '2010-05-11', '2010-05-11')).toBe(150);
    expect(due(joined, '2010-05-12', '2010-05-12')).toBe(200);
  });

  test('a child’s 18th birthday ends the discount that day, unless child benefit is paid', () => {
    const child = { birthDate: '1992-05-12' };
    const turned = assess({ ...ALONE, children: [child] });
    expect(due(turned, '2010-05-11', '2010-05-11')).toBe(150);
    expect(due(turned, '2010-05-12', '2010-05-12')).toBe(200);
    const student = { ...child, childBenefitInPayment: true };
    expect(due(assess({ ...ALONE, children: [student] }), '2010-05-12', '2010-05-12')).toBe(150);
  });

  test('a day of moving in is charged at the new home', () => {
    const moved = assess(SHARED, [movesHome({ factId: 'a' }, '2010-05-12')]);
    expect(due(moved, '2010-05-11', '2010-05-12')).toBe(200 + 300);
  });

  test('no notice is late, whoever gains', () => {
    const move = { factId: 'a', receivedOn: '2011-02-01', notifiedOn: '2011-02-01' };
    const told = assess(SHARED, [movesHome(move, '2010-05-12')]);
    expect(due(told, '2010-05-12', '2010-05-12')).toBe(300);
    const gain = assess(
      {
        ...SHARED,
        home: { uprn: DEARER_HOME, liablePersons: 1, singlePersonDiscount: false },
      },
      [movesHome(move, '2010-05-12', { fromUprn: DEARER_HOME, toUprn: HOME })],
    );
    expect(due(gain, '2010-05-12', '2010-05-12')).toBe(200);
  });

  test('nothing is due from the day of moving out of the area', () => {
    const gone = assess(SHARED, [
      movesHome({ factId: 'a' }, '2010-05-12', { isOutsideArea: true }),
    ]);
    expect(due(gone, '2010-05-11', '2010-06-30')).toBe(200);
    expect(rangeOn(gone, '2010-05-12')?.lines[0]?.rule).toBe('liability-over');
  });
});

describe('never a number', () => {
  test('for a year of which this home’s tax is not known', () => {
    const moved = assess(SHARED, [movesHome({ factId: 'a' }, '2010-05-12')]);
    expect(questionOn(moved, '2011-04-01')).toMatchObject({ detail: 'councilTax.2011/12' });
    expect(due(moved, '2011-03-01', '2011-04-30')).toBeNull();
  });

  test('for a year between two that are known', () => {
    const taxByUprn = { [HOME]: { '2010/11': 73_000, '2012/13': 73_000 } };
    const gap = assess({ ...SHARED, taxByUprn });
    expect(due(gap, '2011-03-31', '2011-03-31')).toBe(200);
    expect(questionOn(gap, '2011-04-01')).toMatchObject({ to: '2012-03-31' });
    expect(due(gap, '2012-04-01', '2012-04-01')).toBe(200);
  });

  test('once somebody else is liable too, but whatever is told of incomes', () => {
    const tenant = { relation: 'joint-tenant', member: 'Sample Person' } as const;
    const joined = assess(SHARED, [partnerJoins({ factId: 'a' }, '2010-05-12', tenant)]);
    expect(questionOn(joined, '2010-05-12')).toMatchObject({ detail: 'address.liablePersons' });
    const work = assess(SHARED, [startsWork({ factId: 'a' }, '2010-05-12', { who: null })]);
    expect(due(work, '2010-05-12', '2010-05-12')).toBe(200);
  });

  test('between two homes, and after the last year known', () => {
    const between = movesHome({ factId: 'a' }, '2010-05-13', { movedOutOn: '2010-05-10' });
    expect(questionOn(assess(SHARED, [between]), '2010-05-10')).not.toBeNull();
    expect(assess(SHARED).coversTo).toBe('2012-03-31');
    expect(rangeOn(assess(SHARED), '2012-04-01')).toBeNull();
  });

  test('without any tax', () => {
    const none = assess({ ...SHARED, taxByUprn: { [HOME]: { 'no year': 1, '2010/12': 1 } } });
    expect(none).toMatchObject({ ranges: [], toVerify: [{ reason: 'no-scheme' }] });
  });

  test('without a home, for any day', () => {
    expect(assess({ ...SHARED, home: null, taxByUprn: {} })).toMatchObject({
      ranges: [],
      toVerify: [{ reason: 'missing-field', detail: 'address.toUprn', to: null }],
    });
  });
});
