import { describe, expect, test } from '@jest/globals';
import type { BenefitCase, NonDependant } from '../../benefit-case.ts';
import { HOME } from '../../sample-cases.ts';
import { adult, awardIn, lineOf, PARTNER, PLAIN, pays, type SampleYear } from './ctb-sample.ts';

/** A couple, so that no second adult rebate comes in between. */
const COUPLE: BenefitCase = { ...PLAIN, partner: PARTNER };
const living = (...nonDependants: readonly NonDependant[]): BenefitCase => ({
  ...COUPLE,
  nonDependants,
});
const deducted = (given: BenefitCase, year?: SampleYear): number | string => {
  const award = awardIn(given, year);
  return typeof award === 'number' ? 4000 - award : award;
};

describe('what a non-dependant takes off', () => {
  test.each<[SampleYear, number, number]>([
    ['2010/11', 0, 230],
    ['2010/11', 17_799, 230],
    ['2010/11', 17_800, 460],
    ['2010/11', 30_599, 460],
    ['2010/11', 30_600, 580],
    ['2010/11', 38_199, 580],
    ['2010/11', 38_200, 695],
    ['2010/11', 99_999, 695],
    ['2011/12', 17_999, 285],
    ['2011/12', 18_000, 570],
    ['2011/12', 30_999, 570],
    ['2011/12', 31_000, 720],
    ['2011/12', 38_699, 720],
    ['2011/12', 38_700, 860],
  ])('%s, in work, gross %i: %i', (year, grossWeeklyIncomePence, pence) => {
    expect(deducted(living(adult({ grossWeeklyIncomePence })), year)).toBe(pence);
  });

  test.each<[string, Partial<NonDependant>, number]>([
    [
      'not in work, whatever the income',
      { worksSixteenHoursOrMore: false, grossWeeklyIncomePence: 99_999 },
      230,
    ],
    [
      'not in work, income not known',
      { worksSixteenHoursOrMore: false, grossWeeklyIncomePence: null },
      230,
    ],
    ['17', { birthDate: '1992-06-07' }, 0],
    ['18 on the Sunday before', { birthDate: '1992-06-06' }, 460],
    [
      '17, nothing else known',
      { birthDate: '1993-01-01', benefits: null, worksSixteenHoursOrMore: null },
      0,
    ],
    ['on income support', { benefits: ['is'] }, 0],
    ['on income-based jobseeker’s allowance', { benefits: ['jsa-ib'] }, 0],
    ['on income-related employment and support allowance', { benefits: ['esa-ir'] }, 0],
    ['on pension credit', { benefits: ['pc-guarantee'] }, 0],
    ['on savings credit alone', { benefits: ['pc-savings'] }, 0],
    ['on contribution-based jobseeker’s allowance', { benefits: ['jsa-c'] }, 460],
    ['on tax credits', { benefits: ['wtc', 'ctc'] }, 460],
    [
      'disregarded for discounts, nothing else known',
      { disregardedForDiscount: true, birthDate: null, benefits: null },
      0,
    ],
  ])('%s: %#', (_name, person, pence) => {
    expect(deducted(living(adult(person)))).toBe(pence);
  });

  test('nothing for anybody where claimant or partner is exempt', () => {
    const unknown = adult({ benefits: null });
    const claimant = { ...PLAIN.claimant, exemptsNonDependants: true };
    expect(deducted({ ...living(unknown), claimant })).toBe(0);
    const partner = { ...PARTNER, exemptsNonDependants: true };
    expect(deducted({ ...living(unknown), partner })).toBe(0);
  });

  test('counts while the claimant is passported', () => {
    const given = { ...living(adult()), awards: [pays('jsa-ib', 10_275)] };
    expect(deducted(given)).toBe(460);
  });

  test('takes no more off than there is', () => {
    const small = { [HOME]: { '2010/11': { weeklyPence: 400 } } };
    expect(awardIn({ ...living(adult()), taxByUprn: small })).toBe(0);
  });
});

describe('several non-dependants', () => {
  const pair = (a: Partial<NonDependant>, b: Partial<NonDependant>) =>
    living(adult({ member: 'A', couple: 'x', ...a }), adult({ member: 'B', couple: 'x', ...b }));
  test.each<[string, BenefitCase, number | string]>([
    ['each takes off', living(adult({ member: 'A' }), adult({ member: 'B' })), 920],
    [
      'a couple takes off once, by joint gross',
      pair({ grossWeeklyIncomePence: 10_000 }, { grossWeeklyIncomePence: 7800 }),
      460,
    ],
    [
      'a couple a penny below the joint limit',
      pair({ grossWeeklyIncomePence: 10_000 }, { grossWeeklyIncomePence: 7799 }),
      230,
    ],
    [
      'a couple of which one works: the higher',
      pair(
        { grossWeeklyIncomePence: 30_600 },
        { worksSixteenHoursOrMore: false, grossWeeklyIncomePence: 0 },
      ),
      580,
    ],
    [
      'a couple of which one is 17',
      pair({}, { birthDate: '1993-01-01', grossWeeklyIncomePence: 0 }),
      460,
    ],
    ['a couple both on income support', pair({ benefits: ['is'] }, { benefits: ['is'] }), 0],
    [
      'one couple and one alone',
      {
        ...pair({}, {}),
        nonDependants: [...(pair({}, {}).nonDependants ?? []), adult({ member: 'C' })],
      },
      695 + 460,
    ],
    [
      'three in one couple',
      { ...COUPLE, nonDependants: ['A', 'B', 'C'].map((member) => adult({ member, couple: 'x' })) },
      'contradiction:nonDependant.couple',
    ],
    [
      'a couple, one income not known',
      pair({}, { worksSixteenHoursOrMore: false, grossWeeklyIncomePence: null }),
      'missing-field:household.grossWeeklyIncomePence',
    ],
  ])('%s', (_name, given, expected) => {
    expect(deducted(given)).toBe(expected);
  });

  test.each([
    [1, 4000 - 460],
    [2, 2000 - 230],
    [4, 1000 - 115],
  ])('of %i liable persons each bears a share', (liablePersons, pence) => {
    const home = { uprn: HOME, liablePersons, singlePersonDiscount: false };
    const given = { ...living(adult()), home };
    expect(awardIn(given)).toBe(pence);
    expect(lineOf(given, 'non-dependant')).toBe(460);
  });
});

describe('never a guess', () => {
  test.each<[Partial<NonDependant>, string]>([
    [{ birthDate: null }, 'missing-field:household.birthDate'],
    [{ benefits: null }, 'missing-field:household.benefits'],
    [{ benefits: ['wtc', 'income-support'] }, 'missing-field:household.benefits'],
    [{ worksSixteenHoursOrMore: null }, 'missing-field:household.worksSixteenHoursOrMore'],
    [{ grossWeeklyIncomePence: null }, 'missing-field:household.grossWeeklyIncomePence'],
  ])('%j', (person, expected) => {
    expect(deducted(living(adult(person)))).toBe(expected);
  });
});
