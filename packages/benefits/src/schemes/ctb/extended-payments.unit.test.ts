import { describe, expect, test } from '@jest/globals';
import { assessCase } from '../../assess-case.ts';
import { type Assessment, rangeOn } from '../../award.ts';
import type { BenefitCase } from '../../benefit-case.ts';
import type { Benefit, Fact } from '../../facts.ts';
import {
  benefitStops,
  DEARER_HOME,
  EMPTY_INCOME,
  HOME,
  movesHome,
  PASSPORTED_CASE,
  partnerJoins,
  startsWork,
} from '../../sample-cases.ts';
import { findScheme } from '../find-scheme.ts';

const assess = (facts: readonly Fact[], given: BenefitCase): Assessment =>
  assessCase(findScheme('ctb'), given, facts);
const rate = (assessment: Assessment, day: string): number | undefined =>
  rangeOn(assessment, day)?.weeklyPence;

const EARNINGS = {
  ...EMPTY_INCOME,
  who: 'claimant',
  kind: 'employed',
  hoursPerWeek: 16,
} as const;

/** 11 November 2009 to 11 May 2010, both included, are 26 weeks. */
const HELD_26_WEEKS = '2009-11-11';

const heldFrom = (from: string | null, claimStartOn = '2010-03-01'): BenefitCase => ({
  ...PASSPORTED_CASE,
  claimStartOn,
  awards: [{ benefit: 'jsa-ib', weeklyAmountPence: 6545, from }],
});
const ending = (
  lasts: boolean | null,
  lastDay = '2010-05-11',
  workFrom = '2010-05-12',
): readonly Fact[] => [
  startsWork({ factId: 'a' }, workFrom, { expectedToLastFiveWeeks: lasts }),
  benefitStops({ factId: 'b' }, lastDay),
];
const starts = (benefit: Benefit, from: string): Fact =>
  benefitStops({ factId: `start-${benefit}` }, from, {
    benefit,
    action: 'start',
    weeklyAmountPence: 6545,
    from,
    lastDayOfEntitlement: null,
  });

describe('a passport of 26 weeks that ends through lasting work', () => {
  const assessment = assess(ending(true), heldFrom(HELD_26_WEEKS));

  test.each([
    ['2010-05-16', 1800],
    ['2010-05-17', 1800],
    ['2010-06-13', 1800],
    ['2010-06-14', 1353],
  ])('on %s the award is %i', (day, pence) => {
    expect(assessment.toVerify.filter(({ reason }) => reason !== 'unknown-property')).toEqual([]);
    expect(rate(assessment, day)).toBe(pence);
  });

  test('four weeks are explained by their own rule, the week before is not', () => {
    const rules = (day: string) => rangeOn(assessment, day)?.lines.map(({ rule }) => rule);
    expect(rules('2010-06-13')).toContain('extended-payment');
    expect(rules('2010-05-16')).not.toContain('extended-payment');
    expect(rules('2010-06-14')).not.toContain('extended-payment');
  });

  test('whose last day is a Sunday: from the Monday a week later', () => {
    const sunday = assess(ending(true, '2010-05-16', '2010-05-17'), heldFrom(HELD_26_WEEKS));
    expect(rate(sunday, '2010-06-20')).toBe(1800);
    expect(rate(sunday, '2010-06-21')).toBe(1353);
  });

  test('counts the last benefit week before the one in which it ceased', () => {
    const given = { ...heldFrom(HELD_26_WEEKS), nonDependants: [] };
    const joins = partnerJoins({ factId: 'n' }, '2010-05-03', {
      relation: 'non-dependant',
      member: 'Sample Person',
      birthDate: '1988-01-01',
      grossWeeklyIncomePence: 0,
      benefits: [],
    });
    // The deduction of 2.30 counts from Monday 10 May, the week in which the passport ceases.
    const facts = [joins, ...ending(true)];
    expect(rate(assess(facts, given), '2010-05-10')).toBe(1570);
    expect(rate(assess(facts, given), '2010-05-17')).toBe(1800);
  });

  test.each([
    ['a day short of 26 weeks', ending(true), heldFrom('2009-11-12')],
    ['work that will not last', ending(false), heldFrom(HELD_26_WEEKS)],
    ['no work', [benefitStops({ factId: 'b' }, '2010-05-11')], heldFrom(HELD_26_WEEKS)],
    ['work of weeks before', ending(true, '2010-05-11', '2010-05-03'), heldFrom(HELD_26_WEEKS)],
    ['no award before it', ending(true), heldFrom(HELD_26_WEEKS, '2010-05-10')],
  ])('%s: nothing extended, nothing asked', (_name, facts, given) => {
    const found = assess(facts, given);
    expect(found.toVerify.filter(({ reason }) => reason === 'missing-field')).toEqual([]);
    const lines = found.ranges.flatMap((range) => range.lines);
    expect(lines.some(({ rule }) => rule === 'extended-payment')).toBe(false);
  });

  test.each([
    ['not told whether it lasts', ending(null), heldFrom(HELD_26_WEEKS), 'expectedToLastFiveWeeks'],
    ['not known since when', ending(true), heldFrom(null), 'benefitAward.from'],
  ])('%s: four weeks are asked about', (_name, facts, given, detail) => {
    const open = assess(facts, given).toVerify.find(({ reason }) => reason === 'missing-field');
    expect(open).toMatchObject({ from: '2010-05-17', to: '2010-06-13' });
    expect(open?.detail).toContain(detail);
  });

  test('held from before the claim, and the claim is old enough: nothing need be asked', () => {
    const found = assess(ending(true), heldFrom(null, '2009-11-11'));
    expect(rate(found, '2010-06-13')).toBe(1800);
  });

  test.each<[Benefit, string, number]>([
    ['jsa-c', '2010-01-10', 1800],
    ['is', '2010-01-10', 1800],
    ['is', '2010-01-09', 1353],
    ['ctc', '2010-01-10', 1353],
  ])('%s up to %s before it: %i in the fourth week', (before, until, pence) => {
    const given: BenefitCase = {
      ...heldFrom(null, '2009-04-06'),
      awards: [{ benefit: before, weeklyAmountPence: 100, from: '2009-01-01' }],
    };
    const facts = [
      benefitStops({ factId: 'c' }, until, { benefit: before }),
      starts('jsa-ib', '2010-01-11'),
      ...ending(true),
    ];
    expect(rate(assess(facts, given), '2010-06-13')).toBe(pence);
  });

  test('work of a non-dependant, and the end of a benefit that is no passport, extend nothing', () => {
    const at = { birthDate: '1988-01-01', worksSixteenHoursOrMore: false, benefits: [] };
    const son = { ...at, member: 'Sample Person', grossWeeklyIncomePence: 0 };
    const given: BenefitCase = {
      ...heldFrom(HELD_26_WEEKS),
      claimant: { birthDate: '1979-02-03', exemptsNonDependants: true },
      nonDependants: [son],
      incomes: [{ ...EARNINGS, netPence: 9280 }],
    };
    const theirs = startsWork({ factId: 'a' }, '2010-05-12', { who: 'non-dependant' });
    const ended = assess([theirs, benefitStops({ factId: 'b' }, '2010-05-11')], given);
    expect(rate(ended, '2010-05-17')).toBe(1353);
    const contributory: BenefitCase = {
      ...heldFrom(null),
      awards: [{ benefit: 'jsa-c', weeklyAmountPence: 6545, from: '2009-01-01' }],
    };
    const stop = benefitStops({ factId: 'b' }, '2010-05-11', { benefit: 'jsa-c' });
    const work = startsWork({ factId: 'a' }, '2010-05-12');
    expect(rate(assess([work, stop], contributory), '2010-05-17')).toBe(1353);
  });

  test('a changed amount does not begin the 26 weeks anew', () => {
    const facts = [starts('jsa-ib', '2010-04-12'), ...ending(true)];
    expect(rate(assess(facts, heldFrom(HELD_26_WEEKS)), '2010-06-13')).toBe(1800);
  });

  test('a home of before does not matter, and its tax is what is kept', () => {
    const moved = [movesHome({ factId: 'm' }, '2010-04-20'), ...ending(true)];
    expect(rate(assess(moved, heldFrom(HELD_26_WEEKS)), '2010-06-13')).toBe(2100);
  });

  test('where another change of the week makes all count earlier, so does this', () => {
    const facts = [
      startsWork({ factId: 'a' }, '2010-05-12', { netPence: 20_000 }),
      benefitStops({ factId: 'b' }, '2010-05-11'),
      partnerJoins({ factId: 'p' }, '2010-05-13'),
    ];
    const found = assess(facts, heldFrom(HELD_26_WEEKS));
    expect(['2010-05-13', '2010-05-16', '2010-06-13'].map((day) => rate(found, day))).toEqual([
      1800, 1800, 1800,
    ]);
    // 200.00 − 10.00 − 102.75 = 87.25 of excess takes 17.45.
    expect(rate(found, '2010-06-14')).toBe(55);
  });

  test('a new home in those weeks is asked about, and counted after them', () => {
    const moved = assess(
      [...ending(true), movesHome({ factId: 'm' }, '2010-05-26')],
      heldFrom(HELD_26_WEEKS),
    );
    expect(rate(moved, '2010-05-25')).toBe(1800);
    expect(moved.toVerify).toContainEqual({
      reason: 'not-modelled',
      detail: 'extended-payment-mover',
      from: '2010-05-26',
      to: '2010-06-13',
    });
    expect(rate(moved, '2010-06-14')).toBe(1653);
  });

  test('a claim that ends ends it', () => {
    const gone = movesHome({ factId: 'm' }, '2010-05-26', { isOutsideArea: true });
    const ended = assess([...ending(true), gone], heldFrom(HELD_26_WEEKS));
    expect(rate(ended, '2010-05-25')).toBe(1800);
    expect(rate(ended, '2010-05-26')).toBe(0);
  });

  test('it runs on over 1 April by the award of the year before, and never above the tax', () => {
    const given: BenefitCase = {
      ...heldFrom('2010-01-01'),
      taxByUprn: {
        [HOME]: { '2010/11': 93_857, '2011/12': 73_200 },
        [DEARER_HOME]: { '2010/11': 109_500 },
      },
    };
    const extended = assess(ending(true, '2011-03-22', '2011-03-23'), given);
    expect(rate(extended, '2011-03-31')).toBe(1800);
    // £732.00 ÷ 366 × 7 = £14.00.
    expect(rate(extended, '2011-04-01')).toBe(1400);
    expect(rate(extended, '2011-04-24')).toBe(1400);
    // 87.80 − 67.50 = 20.30 of excess takes 4.06.
    expect(rate(extended, '2011-04-25')).toBe(994);
  });
});
