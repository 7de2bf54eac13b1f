import { describe, expect, test } from '@jest/globals';
import { answer, CASE, say } from '../test/say-date.ts';
import type { BenefitCase } from './benefit-case.ts';
import type { IsoDate } from './calendar.ts';
import { CHANGE_KINDS, type ChangeKind } from './change-kinds.ts';
import type { AskedChange } from './date-of-change.ts';
import { BenefitsError } from './errors.ts';
import { SINGLE_CASE } from './sample-cases.ts';

const PENSIONER: BenefitCase = { ...CASE, claimant: { birthDate: '1940-01-01' } };

const day = (scheme: string, kind: ChangeKind, on: IsoDate, given = CASE): string =>
  say(answer(scheme, { kind, on }, given));

describe('one event, each scheme its day: Wednesday 12 May 2010', () => {
  test.each<[string, ChangeKind, string]>([
    ['ctb', 'income', '2010-05-17 next-benefit-week'],
    ['ctb-2010-11', 'income', '2010-05-17 next-benefit-week'],
    ['ctb', 'capital', '2010-05-17 next-benefit-week'],
    ['ctb', 'child-joins', '2010-05-17 next-benefit-week'],
    ['ctb', 'child-leaves', '2010-05-17 next-benefit-week'],
    ['ctb', 'household', '2010-05-17 next-benefit-week'],
    ['ctb', 'non-dependant-joins', '2010-05-17 next-benefit-week'],
    ['ctb', 'non-dependant-earns-more', '2010-05-17 next-benefit-week'],
    ['ctb', 'non-dependant-leaves', '2010-05-17 next-benefit-week'],
    ['ctb', 'benefitAward', '2010-05-17 next-benefit-week'],
    ['ctb', 'benefit-ends', '2010-05-17 benefit-ends'],
    ['ctb', 'entitlement-ends', '2010-05-17 next-benefit-week'],
    ['ctb', 'council-tax', '2010-05-12 council-tax-changes'],
    ['ctb', 'address', '2010-05-12 council-tax-changes'],
    ['ctb', 'move', '2010-05-12 council-tax-changes'],
    ['ctb', 'partner-joins', '2010-05-12 partner-day-itself'],
    ['ctb', 'partner-leaves', '2010-05-12 partner-day-itself'],
    ['ctb', 'death', '2010-05-12 death-day-itself'],
    ['ctb', 'new-claim', '2010-05-17 new-claim'],
    ['ctb', 'new-claim-newly-liable', '2010-05-10 new-claim-newly-liable'],
    ['ctb', 'identity', '2010-03-01 wrong-from-the-start'],
    ['ctb', 'pension-credit-rises', 'not-modelled:pension-credit'],
    ['jsa-ib', 'income', '2010-05-06 same-benefit-week'],
    ['jsa-ib-2010-11', 'partner-joins', '2010-05-06 same-benefit-week'],
    ['jsa-ib', 'entitlement-ends', '2010-05-12 ends-on-the-day'],
    ['jsa-ib', 'new-claim', 'not-modelled:new-claim'],
    ['esa', 'income', '2010-05-06 same-benefit-week'],
    ['esa', 'entitlement-ends', '2010-05-12 ends-on-the-day'],
    ['uc', 'income', '2010-05-05 assessment-period'],
    ['uc', 'entitlement-ends', '2010-05-05 assessment-period'],
    ['hb-2010-11', 'income', '2010-05-17 next-benefit-week'],
    ['hb-2010-11', 'move', '2010-05-12 move-day-itself'],
    ['hb-2010-11', 'rent', '2010-05-12 rent-day-itself'],
    ['hb-2010-11', 'entitlement-ends', '2010-05-17 ends-after-the-week'],
    ['hb-pension-age', 'rent', '2010-05-12 rent-day-itself'],
    ['hb-pension-age', 'income', '2010-05-17 next-benefit-week'],
    ['hb-pension-age', 'entitlement-ends', '2010-05-17 ends-after-the-week'],
    ['hb-pension-age', 'non-dependant-joins', '2010-11-15 non-dependant-deferred'],
    ['ctb-pension-age', 'income', '2010-05-17 next-benefit-week'],
    ['ctb-pension-age', 'council-tax', '2010-05-12 council-tax-changes'],
    ['ctb-pension-age', 'non-dependant-joins', '2010-11-15 non-dependant-deferred'],
    ['ctb-pension-age', 'non-dependant-earns-more', '2010-11-15 non-dependant-deferred'],
    ['ctb-pension-age', 'non-dependant-leaves', '2010-05-17 next-benefit-week'],
  ])('%s, %s: %s', (scheme, kind, expected) => {
    expect(day(scheme, kind, '2010-05-12', scheme.includes('pension') ? PENSIONER : CASE)).toBe(
      expected,
    );
  });

  test('the day instead, should it end entitlement, is said where it is another', () => {
    const end = (scheme: string, kind: ChangeKind): string | undefined => {
      const found = answer(scheme, { kind, on: '2010-05-12' });
      return found.kind === 'question' ? undefined : found.ifEntitlementEnds?.on;
    };
    expect(end('jsa-ib', 'income')).toBe('2010-05-12');
    expect(end('esa', 'income')).toBe('2010-05-12');
    expect(end('hb-2010-11', 'move')).toBe('2010-05-17');
    expect(end('hb-2010-11', 'income')).toBeUndefined();
    expect(end('ctb', 'income')).toBeUndefined();
    expect(end('uc', 'income')).toBeUndefined();
  });
});

describe('the edges of weeks, months and years', () => {
  test.each<[string, ChangeKind, IsoDate, IsoDate]>([
    // A Monday counts from the next; a Sunday from the day after.
    ['ctb', 'income', '2010-05-10', '2010-05-17'],
    ['ctb', 'income', '2010-05-16', '2010-05-17'],
    ['ctb', 'income', '2011-03-31', '2011-04-04'],
    ['ctb', 'income', '2010-04-01', '2010-04-05'],
    ['ctb', 'council-tax', '2010-04-01', '2010-04-01'],
    ['ctb', 'income', '2010-12-31', '2011-01-03'],
    ['ctb-pension-age', 'income', '2012-02-29', '2012-03-05'],
    ['ctb-pension-age', 'income', '2012-02-26', '2012-02-27'],
    ['ctb', 'new-claim', '2010-05-10', '2010-05-17'],
    ['ctb', 'new-claim', '2010-05-16', '2010-05-17'],
    ['ctb', 'new-claim-newly-liable', '2010-05-16', '2010-05-10'],
    // Another benefit's last day: on a Sunday the day of change is the Monday, which counts a week later.
    ['ctb', 'benefit-ends', '2010-05-11', '2010-05-17'],
    ['ctb', 'benefit-ends', '2010-05-15', '2010-05-17'],
    ['ctb', 'benefit-ends', '2010-05-16', '2010-05-24'],
    // Thursday to Wednesday.
    ['jsa-ib', 'income', '2010-05-06', '2010-05-06'],
    ['jsa-ib', 'income', '2010-05-05', '2010-04-29'],
    ['jsa-ib', 'benefit-ends', '2010-05-05', '2010-05-06'],
    ['esa', 'income', '2012-03-01', '2012-03-01'],
    ['esa', 'income', '2012-02-29', '2012-02-23'],
    ['hb-2010-11', 'entitlement-ends', '2010-05-10', '2010-05-17'],
    ['hb-2010-11', 'entitlement-ends', '2010-05-16', '2010-05-17'],
    // 26 weeks after a Monday is a Monday; after a Tuesday the next week begins.
    ['ctb-pension-age', 'non-dependant-joins', '2010-05-10', '2010-11-08'],
    ['ctb-pension-age', 'non-dependant-joins', '2010-05-11', '2010-11-15'],
    ['ctb-pension-age', 'non-dependant-joins', '2010-05-16', '2010-11-15'],
  ])('%s, %s on %s: %s', (scheme, kind, on, expected) => {
    const given = scheme.includes('pension') ? PENSIONER : CASE;
    expect(day(scheme, kind, on, given).slice(0, 10)).toBe(expected);
  });

  test.each<[number, IsoDate, IsoDate, IsoDate]>([
    [5, '2010-05-04', '2010-04-05', '2010-05-04'],
    [5, '2010-05-05', '2010-05-05', '2010-06-04'],
    [1, '2014-01-01', '2014-01-01', '2014-01-31'],
    [5, '2014-01-01', '2013-12-05', '2014-01-04'],
    [31, '2014-01-31', '2014-01-31', '2014-02-27'],
    [31, '2014-01-30', '2013-12-31', '2014-01-30'],
    [31, '2014-02-28', '2014-02-28', '2014-03-30'],
    [31, '2014-04-30', '2014-04-30', '2014-05-30'],
    [31, '2016-02-28', '2016-01-31', '2016-02-28'],
    [31, '2016-02-29', '2016-02-29', '2016-03-30'],
    [30, '2014-02-26', '2014-01-30', '2014-02-26'],
    [30, '2014-02-27', '2014-02-27', '2014-03-29'],
    [29, '2014-02-27', '2014-02-27', '2014-03-28'],
    [29, '2016-02-28', '2016-02-28', '2016-03-28'],
    [28, '2014-02-28', '2014-02-28', '2014-03-27'],
    [30, '2014-04-30', '2014-04-30', '2014-05-29'],
  ])('universal credit from the %i: %s lies in %s to %s', (fromDay, on, from, to) => {
    const given = { ...CASE, assessmentPeriodFromDay: fromDay };
    expect(day('uc', 'income', on, given)).toBe(`${from} assessment-period`);
    expect(answer('uc', { kind: 'income', on, notifiedOn: on }, given)).toMatchObject({
      notice: { lastDay: to },
    });
  });
});

describe('non-dependants of pension age', () => {
  const joins = (given: BenefitCase): string =>
    day('ctb-pension-age', 'non-dependant-joins', '2010-05-12', given).slice(0, 10);
  const [of64, of65] = ['1945-05-13', '1945-05-12'];

  test('count 26 weeks later only once claimant or partner is 65', () => {
    const claimant = { birthDate: of64 };
    const partner = { birthDate: of65, worksSixteenHoursOrMore: false };
    expect(joins({ ...CASE, claimant })).toBe('2010-05-17');
    expect(joins({ ...CASE, claimant: { birthDate: of65 } })).toBe('2010-11-15');
    expect(joins({ ...CASE, claimant, partner })).toBe('2010-11-15');
    expect(joins({ ...CASE, claimant: { birthDate: null } })).toBe('2010-11-15');
    expect(joins({ ...CASE, claimant, partner: { ...partner, birthDate: null } })).toBe(
      '2010-11-15',
    );
  });
});

describe('pension credit', () => {
  const credit = (asked: Omit<AskedChange, 'on'>): string =>
    say(answer('ctb-pension-age', { ...asked, on: '2010-05-12' }, PENSIONER));
  const rises = 'pension-credit-rises';

  test.each([
    // The later of told and risen, then the next week.
    ['2010-05-03', '2010-05-17'],
    ['2010-05-12', '2010-05-17'],
    ['2010-05-17', '2010-05-24'],
    ['2010-06-01', '2010-06-07'],
  ])('up and the award down, told on %s: %s', (notifiedOn, expected) => {
    expect(credit({ kind: rises, notifiedOn, gains: false })).toBe(
      `${expected} credit-up-award-down`,
    );
  });

  test('up and the award up: the week in which it is payable', () => {
    const notifiedOn = '2010-06-01';
    expect(credit({ kind: rises, notifiedOn, gains: true })).toBe('2010-05-10 credit-up-award-up');
    expect(credit({ kind: rises, notifiedOn })).toBe(
      'gains 2010-05-10 credit-up-award-up, loses 2010-06-07 credit-up-award-down',
    );
  });

  test('down: the week after the later of both', () => {
    expect(credit({ kind: 'pension-credit-falls', notifiedOn: '2010-06-01' })).toBe(
      '2010-06-07 credit-down',
    );
  });

  test('without the day the council was told it is asked for', () => {
    expect(credit({ kind: rises, gains: false })).toBe('missing-field:notifiedOn');
  });
});

describe('no guess', () => {
  test.each<[string, IsoDate, string]>([
    ['ctb-2010-11', '2010-03-31', 'no-scheme:before-first-day'],
    ['hb-2010-11', '2011-04-01', 'no-scheme:after-last-day'],
    ['ctb-pension-age', '2013-04-01', 'no-scheme:after-last-day'],
    ['esa', '2008-10-26', 'no-scheme:before-first-day'],
  ])('%s on %s: %s', (scheme, on, expected) => {
    expect(day(scheme, 'income', on)).toBe(expected);
  });

  test('a change before the claimant’s birth cannot be', () => {
    const given = { ...CASE, claimant: { birthDate: '2010-05-13' } };
    expect(day('ctb', 'move', '2010-05-12', given)).toBe('contradiction:change-before-birth');
    expect(day('ctb', 'move', '2010-05-13', given)).toMatch(/^2010-05-13/);
  });

  test.each([null, 0, 32, 1.5])('universal credit from day %p is refused', (fromDay) => {
    const given = { ...CASE, assessmentPeriodFromDay: fromDay };
    expect(() => day('uc', 'income', '2010-05-12', given)).toThrow(
      expect.objectContaining({ code: 'invalid-case' }),
    );
  });

  test('a case without its week end, and a day that is none, are refused', () => {
    expect(() => day('esa', 'income', '2010-05-12', SINGLE_CASE)).toThrow(BenefitsError);
    expect(() => day('ctb', 'income', '2010-02-29')).toThrow(BenefitsError);
    expect(() =>
      answer('ctb', { kind: 'income', on: '2010-05-12', notifiedOn: '2010-02-29' }),
    ).toThrow(BenefitsError);
  });
});

test('every word has an answer or a question in every scheme', () => {
  for (const scheme of ['ctb', 'jsa-ib', 'uc', 'esa', 'hb-2010-11', 'ctb-pension-age']) {
    for (const kind of Object.keys(CHANGE_KINDS) as ChangeKind[]) {
      expect(day(scheme, kind, '2010-05-12')).toMatch(/^(2010-|not-modelled:|missing-field:)/);
    }
  }
});
