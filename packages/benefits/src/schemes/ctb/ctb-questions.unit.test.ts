import { describe, expect, test } from '@jest/globals';
import { assessCase } from '../../assess-case.ts';
import { type Assessment, questionOn, rangeOn } from '../../award.ts';
import type { Fact } from '../../facts.ts';
import {
  benefitStops,
  movesHome,
  PASSPORTED_CASE,
  partnerJoins,
  SINGLE_CASE,
  startsWork,
} from '../../sample-cases.ts';
import { findScheme } from '../find-scheme.ts';

const ctb201011 = findScheme('ctb-2010-11');

const assess = (facts: readonly Fact[], given = SINGLE_CASE): Assessment =>
  assessCase(ctb201011, given, facts);

describe('never a number', () => {
  const from17 = (facts: readonly Fact[], given = SINGLE_CASE): unknown => {
    const assessment = assess(facts, given);
    expect(rangeOn(assessment, '2010-05-17')).toBeNull();
    const { reason, detail } = questionOn(assessment, '2010-05-17') ?? {};
    return `${reason}:${detail}`;
  };

  test.each([
    [{ netPence: null }, 'missing-field:income.netPence'],
    [{ payPeriod: null }, 'missing-field:income.payPeriod'],
    [{ hoursPerWeek: null }, 'missing-field:income.hoursPerWeek'],
    [{ who: null }, 'missing-field:income.who'],
    [{ kind: null }, 'missing-field:income.kind'],
    [{ who: 'non-dependant' }, 'missing-field:income.member'],
  ] as const)('income %j', (body, expected) => {
    expect(from17([startsWork({ factId: 'a' }, '2010-05-12', body)])).toBe(expected);
  });

  test('an employer withheld beside an employer known cannot be told apart', () => {
    const facts = [
      startsWork({ factId: 'a' }, '2010-05-05', { employer: 'Sample Stores Ltd' }),
      startsWork({ factId: 'b' }, '2010-05-12', { employer: null }),
    ];
    expect(from17(facts)).toBe('missing-field:income.employer');
  });

  test.each([
    [{ toUprn: null }, 'missing-field:address.toUprn'],
    [{ toUprn: '999999999999' }, 'unknown-property:address.toUprn'],
    [{ toUprn: 'hasOwnProperty' }, 'unknown-property:address.toUprn'],
    [{ role: null }, 'missing-field:address.role'],
  ] as const)('address %j', (body, expected) => {
    expect(from17([movesHome({ factId: 'a' }, '2010-05-12', body)])).toBe(expected);
  });

  test.each([
    [
      { relation: 'child', birthDate: '1994-05-16' },
      'missing-field:household.childBenefitInPayment',
    ],
    [
      { relation: 'child', birthDate: '1992-05-16', childBenefitInPayment: false },
      'not-modelled:young-person',
    ],
    [
      { relation: 'child', birthDate: '1990-05-16', childBenefitInPayment: true },
      'not-modelled:young-person',
    ],
    [{ relation: 'child', birthDate: '1970-01-01' }, 'contradiction:child-older-than-claimant'],
    [{ relation: 'non-dependant' }, 'missing-field:household.benefits'],
    [{ relation: null }, 'missing-field:household.relation'],
    [{ birthDate: null }, 'missing-field:household.birthDate'],
    [{ worksSixteenHoursOrMore: true }, 'missing-field:income.partner'],
    [{ birthDate: '1945-01-01' }, 'not-modelled:pension-age'],
  ] as const)('household %j', (body, expected) => {
    expect(from17([partnerJoins({ factId: 'a' }, '2010-05-12', body)])).toBe(expected);
  });

  test.each([
    [{ ...SINGLE_CASE, unmodelled: ['disability'] }, 'not-modelled:disability'],
    [{ ...SINGLE_CASE, claimant: { birthDate: null } }, 'missing-field:claimant.birthDate'],
    [{ ...SINGLE_CASE, claimant: { birthDate: '1992-05-16' } }, 'none'],
    [{ ...SINGLE_CASE, claimant: { birthDate: '1992-05-17' } }, 'not-modelled:claimant-under-18'],
    [{ ...SINGLE_CASE, claimant: { birthDate: '1950-05-17' } }, 'none'],
    [{ ...SINGLE_CASE, claimant: { birthDate: '1950-05-16' } }, 'not-modelled:pension-age'],
  ])('case %#', (given, expected) => {
    const question = questionOn(assess([], given), '2010-05-17');
    expect(question === null ? 'none' : `${question.reason}:${question.detail}`).toBe(expected);
  });

  test('an income or capital that nobody can read, unless passported', () => {
    const unclear = [
      startsWork({ factId: 'a' }, '2010-05-12', { who: null }),
      {
        ...startsWork({ factId: 'b' }, '2010-05-12'),
        fact: 'capital',
        body: { totalPence: 100, owner: null, asOf: null },
      } as const,
    ];
    for (const fact of unclear) {
      expect(rangeOn(assess([fact]), '2010-05-17')).toBeNull();
      expect(rangeOn(assess([fact], PASSPORTED_CASE), '2010-05-17')?.weeklyPence).toBe(1800);
    }
    const stranger = partnerJoins({ factId: 'c' }, '2010-05-12', { relation: null });
    expect(rangeOn(assess([stranger], PASSPORTED_CASE), '2010-05-17')).toBeNull();
  });

  test('the end of a benefit without its last day', () => {
    const stop = benefitStops({ factId: 'a' }, '2010-05-14', { lastDayOfEntitlement: null });
    expect(from17([stop], PASSPORTED_CASE)).toBe('missing-field:benefitAward.lastDayOfEntitlement');
  });

  test('days after the scheme, and a change that counts only then', () => {
    const assessment = assess([startsWork({ factId: 'a' }, '2011-03-30')]);
    expect(assessment.coversTo).toBe('2011-03-31');
    expect(rangeOn(assessment, '2011-04-04')).toBeNull();
    expect(questionOn(assessment, '2011-04-04')).toMatchObject({ reason: 'no-scheme' });
    const later = assess([], { ...SINGLE_CASE, claimStartOn: '2011-04-04' });
    expect(later.ranges).toEqual([]);
    expect(later.toVerify).toMatchObject([{ reason: 'no-scheme', from: '2011-04-04' }]);
  });
});
