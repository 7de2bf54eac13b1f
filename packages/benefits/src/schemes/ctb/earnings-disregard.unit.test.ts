import { describe, expect, test } from '@jest/globals';
import type { BenefitCase } from '../../benefit-case.ts';
import {
  awardIn,
  CARER,
  CHILD,
  counted,
  DISABLED,
  earns,
  lineOf,
  PARTNER,
  PLAIN,
  partnerEarns,
  receives,
} from './ctb-sample.ts';

const fireman = { birthDate: '1979-02-03', specialOccupation: true } as const;

describe('one base disregard, by household', () => {
  test.each<[string, Partial<BenefitCase>, number]>([
    ['single 5', { incomes: [earns(9280)] }, 8780],
    ['couple 10', { partner: PARTNER, incomes: [earns(9280)] }, 8280],
    [
      'couple 10, of both together',
      { partner: PARTNER, incomes: [earns(700), partnerEarns(700)] },
      400,
    ],
    // 25 and 17.10 for 16 hours with a child.
    ['lone parent 25', { children: [CHILD], incomes: [earns(9280)] }, 5070],
    [
      'lone parent 25 also when disabled',
      { children: [CHILD], claimant: DISABLED, incomes: [earns(9280, { hoursPerWeek: 15 })] },
      6780,
    ],
    ['disabled 20', { claimant: DISABLED, incomes: [earns(9280, { hoursPerWeek: 15 })] }, 7280],
    [
      'disabled partner 20, of the claimant’s earnings',
      { partner: { ...PARTNER, disabilityPremium: true }, incomes: [earns(9280)] },
      7280,
    ],
    ['carer 20', { claimant: CARER, incomes: [earns(9280)] }, 7280],
    [
      'two carers 20 together',
      {
        claimant: CARER,
        partner: { ...PARTNER, carerPremium: true },
        incomes: [earns(1500), partnerEarns(1500)],
      },
      1000,
    ],
    [
      'one carer of a couple 20, of the earnings of both',
      { claimant: CARER, partner: PARTNER, incomes: [earns(1500), partnerEarns(3000)] },
      2500,
    ],
    [
      'one carer of a couple 20, of the other’s earnings too',
      {
        claimant: { birthDate: '1979-02-03' },
        partner: { ...PARTNER, carerPremium: true },
        incomes: [earns(3000)],
      },
      1000,
    ],
    ['special occupation 20', { claimant: fireman, incomes: [earns(9280)] }, 7280],
    [
      'special occupation of one not earning',
      {
        claimant: { birthDate: '1979-02-03' },
        partner: { ...PARTNER, specialOccupation: true },
        incomes: [earns(9280)],
      },
      8280,
    ],
    [
      'special occupation, 20 of one job beside another’s',
      { claimant: fireman, partner: PARTNER, incomes: [earns(2000), partnerEarns(5000)] },
      5000,
    ],
    [
      'special occupation of the only earner, who earns less than 20',
      { claimant: fireman, partner: PARTNER, incomes: [earns(1200), receives(100)] },
      100,
    ],
    ['never more than was earned', { claimant: CARER, incomes: [earns(1200)] }, 0],
  ])('%s', (_name, given, pence) => {
    expect(counted(given)).toBe(pence);
  });

  test.each<[string, Partial<BenefitCase>]>([
    [
      'another job too',
      { claimant: fireman, incomes: [earns(2000), earns(500, { employer: 'Example Ltd' })] },
    ],
    [
      'less than the disregard, and the partner earns',
      { claimant: fireman, partner: PARTNER, incomes: [earns(1999), partnerEarns(500)] },
    ],
  ])('special occupation with %s is asked about', (_name, given) => {
    expect(awardIn({ ...PLAIN, ...given })).toBe('not-modelled:special-occupation');
  });
});

test('without earnings nothing is disregarded, and nothing is said of it', () => {
  const given = { ...PLAIN, partner: PARTNER, incomes: [receives(100)] };
  expect(lineOf(given, 'earnings-disregard')).toBeUndefined();
  expect(lineOf({ ...given, incomes: [earns(100)] }, 'earnings-disregard')).toBe(1000);
});
