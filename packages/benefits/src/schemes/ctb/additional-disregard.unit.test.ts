import { describe, expect, test } from '@jest/globals';
import type { BenefitCase } from '../../benefit-case.ts';
import {
  awardIn,
  CHILD,
  counted,
  DISABLED,
  earns,
  PARTNER,
  PLAIN,
  partnerEarns,
  pays,
} from './ctb-sample.ts';

describe('the further disregard of 17.10', () => {
  const at24 = { birthDate: '1987-01-01' };
  const tall = (hoursPerWeek: number | null) => [earns(20_000, { hoursPerWeek })];
  test.each<[string, Partial<BenefitCase>, number]>([
    ['30 hours at 25', { incomes: tall(30) }, 17_790],
    ['29 hours at 25', { incomes: tall(29) }, 19_500],
    ['30 hours at 24', { claimant: at24, incomes: tall(30) }, 19_500],
    [
      '30 hours of two jobs',
      {
        incomes: [earns(10_000, { hoursPerWeek: 14 }), earns(10_000, { employer: 'Example Ltd' })],
      },
      17_790,
    ],
    [
      '30 hours of the partner',
      { claimant: at24, partner: PARTNER, incomes: [partnerEarns(20_000, { hoursPerWeek: 30 })] },
      17_290,
    ],
    [
      '15 and 15 hours of a couple',
      {
        partner: PARTNER,
        incomes: [earns(10_000, { hoursPerWeek: 15 }), partnerEarns(10_000, { hoursPerWeek: 15 })],
      },
      19_000,
    ],
    ['lone parent 16 hours', { children: [CHILD], incomes: tall(16) }, 15_790],
    ['lone parent 15 hours', { children: [CHILD], incomes: tall(15) }, 17_500],
    [
      'couple with a child, the partner 16 hours',
      { partner: PARTNER, children: [CHILD], incomes: [partnerEarns(20_000)] },
      17_290,
    ],
    [
      'both meet it: once',
      { partner: PARTNER, children: [CHILD], incomes: [earns(10_000), partnerEarns(10_000)] },
      17_290,
    ],
    ['disabled, 16 hours', { claimant: DISABLED, incomes: tall(16) }, 16_290],
    ['disabled, 15 hours', { claimant: DISABLED, incomes: tall(15) }, 18_000],
    [
      'partner disabled, the claimant 16 hours',
      { partner: { ...PARTNER, disabilityPremium: true }, incomes: tall(16) },
      18_000,
    ],
    [
      'disabled partner works 16 hours',
      { partner: { ...PARTNER, disabilityPremium: true }, incomes: [partnerEarns(20_000)] },
      16_290,
    ],
    [
      'self-employed 30 hours',
      { incomes: [earns(20_000, { kind: 'self-employed', hoursPerWeek: 30 })] },
      17_790,
    ],
    ['earnings of less than all disregards', { incomes: [earns(1500, { hoursPerWeek: 30 })] }, 0],
    // 15.00 − 5.00 leaves 10.00 for 17.10; 7.10 comes off the credit.
    [
      'what earnings cannot take comes off working tax credit',
      { incomes: [earns(1500, { hoursPerWeek: 30 })], awards: [pays('wtc', 5000)] },
      4290,
    ],
    [
      'but not off child tax credit',
      { incomes: [earns(1500, { hoursPerWeek: 30 })], awards: [pays('ctc', 5000)] },
      5000,
    ],
    [
      'and no more than the credit',
      {
        incomes: [earns(1500, { hoursPerWeek: 30 })],
        awards: [pays('wtc', 300), pays('ctc', 5000)],
      },
      5000,
    ],
    ['not without the hours', { incomes: [earns(1500)], awards: [pays('wtc', 5000)] }, 6000],
  ])('%s', (_name, given, pence) => {
    expect(counted(given)).toBe(pence);
  });

  test.each<[string, Partial<BenefitCase>, string | number]>([
    ['at 25', { incomes: tall(null) }, 'missing-field:income.hoursPerWeek'],
    [
      'at 24, alone: no hours matter',
      { claimant: at24, incomes: [earns(5000, { hoursPerWeek: null })] },
      4000,
    ],
    [
      'of earnings that are disregarded anyway',
      { incomes: [earns(500, { hoursPerWeek: null })] },
      4000,
    ],
    [
      'of earnings disregarded anyway beside child tax credit',
      { incomes: [earns(500, { hoursPerWeek: null })], awards: [pays('ctc', 5000)] },
      4000,
    ],
    [
      'where the other’s hours are enough',
      {
        partner: PARTNER,
        incomes: [partnerEarns(5000, { hoursPerWeek: null }), earns(1000, { hoursPerWeek: 30 })],
      },
      4000,
    ],
  ])('hours not known %s', (_name, given, expected) => {
    expect(awardIn({ ...PLAIN, ...given })).toBe(expected);
  });
});
