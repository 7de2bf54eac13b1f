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
  rangeIn,
  receives,
} from './ctb-sample.ts';

describe('childcare', () => {
  const parent = { children: [CHILD], incomes: [earns(30_000)] };
  const two = [CHILD, { birthDate: '2006-05-06' }];
  test.each<[string, Partial<BenefitCase>, number]>([
    // 300 − 25 − 17.10 = 257.90.
    ['none', parent, 25_790],
    ['off earnings', { ...parent, childcare: { weeklyPence: 10_000, children: 1 } }, 15_790],
    ['at the limit for one', { ...parent, childcare: { weeklyPence: 17_500, children: 1 } }, 8290],
    [
      'a penny above the limit for one',
      { ...parent, childcare: { weeklyPence: 17_501, children: 1 } },
      8290,
    ],
    [
      'for two, above the limit for one',
      { ...parent, children: two, childcare: { weeklyPence: 17_501, children: 2 } },
      8289,
    ],
    [
      'for two, at their limit',
      {
        ...parent,
        children: two,
        incomes: [earns(40_000)],
        childcare: { weeklyPence: 30_001, children: 2 },
      },
      5790,
    ],
    [
      'for one of two children: the limit for one',
      { ...parent, children: two, childcare: { weeklyPence: 20_000, children: 1 } },
      8290,
    ],
    [
      'lone parent with 15 hours',
      {
        ...parent,
        incomes: [earns(30_000, { hoursPerWeek: 15 })],
        childcare: { weeklyPence: 10_000, children: 1 },
      },
      27_500,
    ],
    [
      'a couple of which one works',
      { partner: PARTNER, ...parent, childcare: { weeklyPence: 10_000, children: 1 } },
      27_290,
    ],
    [
      'a couple of which both work',
      {
        partner: PARTNER,
        children: [CHILD],
        incomes: [earns(20_000), partnerEarns(10_000)],
        childcare: { weeklyPence: 10_000, children: 1 },
      },
      17_290,
    ],
    [
      'one works, the other is disabled',
      {
        partner: { ...PARTNER, disabilityPremium: true },
        ...parent,
        childcare: { weeklyPence: 10_000, children: 1 },
      },
      16_290,
    ],
    [
      'the disabled one works, the other is able',
      {
        claimant: DISABLED,
        partner: PARTNER,
        ...parent,
        childcare: { weeklyPence: 10_000, children: 1 },
      },
      26_290,
    ],
    // 100 − 25 = 75 takes 75 of 120; no credit takes the rest, nor 17.10.
    [
      'more than earnings, without credits',
      { ...parent, incomes: [earns(10_000)], childcare: { weeklyPence: 12_000, children: 1 } },
      0,
    ],
    // 45 off 90 of credits.
    [
      'more than earnings, the rest off child tax credit',
      {
        ...parent,
        incomes: [earns(10_000)],
        childcare: { weeklyPence: 12_000, children: 1 },
        awards: [pays('ctc', 9000)],
      },
      4500,
    ],
    // 45 and 17.10 off 150 of credits.
    [
      'more than earnings, the rest and 17.10 off working tax credit',
      {
        ...parent,
        incomes: [earns(10_000)],
        childcare: { weeklyPence: 12_000, children: 1 },
        awards: [pays('wtc', 9000), pays('ctc', 6000)],
      },
      8790,
    ],
    [
      'never more than earnings and credits',
      {
        ...parent,
        incomes: [earns(10_000)],
        childcare: { weeklyPence: 17_500, children: 1 },
        awards: [pays('wtc', 2000)],
      },
      0,
    ],
    // 100 − 25 = 75, and 100 of 105 of credits; of the 5 left the 17.10 takes no more.
    [
      'the further disregard takes no more than charges left of the credits',
      {
        ...parent,
        incomes: [earns(10_000)],
        childcare: { weeklyPence: 17_500, children: 1 },
        awards: [pays('wtc', 10_500)],
      },
      0,
    ],
    [
      'nothing to take charges off: they need no sense',
      { childcare: { weeklyPence: 1, children: 2 } },
      0,
    ],
    // Other income is not touched by what is left of the charges.
    [
      'never off other income',
      {
        ...parent,
        incomes: [earns(10_000), receives(5000)],
        childcare: { weeklyPence: 17_500, children: 1 },
      },
      5000,
    ],
  ])('%s', (_name, given, pence) => {
    expect(counted(given)).toBe(pence);
  });

  test.each<[string, Partial<BenefitCase>, string]>([
    [
      'hours not known',
      {
        ...parent,
        incomes: [earns(30_000, { hoursPerWeek: null })],
        childcare: { weeklyPence: 1, children: 1 },
      },
      'missing-field:income.hoursPerWeek',
    ],
    [
      'for more children than there are',
      { ...parent, childcare: { weeklyPence: 1, children: 2 } },
      'contradiction:childcare.children',
    ],
    [
      'for no child',
      { ...parent, childcare: { weeklyPence: 1, children: 0 } },
      'contradiction:childcare.children',
    ],
    [
      'for a child of 15 after September',
      {
        ...parent,
        children: [{ birthDate: '1994-09-05' }],
        childcare: { weeklyPence: 1, children: 1 },
      },
      'contradiction:childcare.children',
    ],
  ])('%s is asked about', (_name, given, expected) => {
    const day = _name.includes('15') ? '2011/12' : '2010/11';
    const child = {
      ...given,
      children: given.children?.map((one) => ({ ...one, childBenefitInPayment: true })) ?? [],
    };
    expect(awardIn({ ...PLAIN, ...child }, day)).toBe(expected);
  });

  test.each<[string, Partial<BenefitCase>, string]>([
    [
      'of the only worker: asked about, though earnings are all disregarded',
      { children: [CHILD], incomes: [earns(2000, { hoursPerWeek: null })] },
      'missing-field:income.hoursPerWeek',
    ],
    [
      'of one, where the other surely does not work: not enough',
      { children: [CHILD], partner: PARTNER, incomes: [partnerEarns(500, { hoursPerWeek: null })] },
      '9000',
    ],
  ])('hours not known %s', (_name, given, expected) => {
    const household = {
      ...PLAIN,
      ...given,
      awards: [pays('ctc', 9000)],
      childcare: { weeklyPence: 5000, children: 1 },
    };
    const found = awardIn(household);
    expect(String(typeof found === 'string' ? found : counted(household))).toBe(expected);
  });

  test('up to the week after the first Monday in September after the 15th birthday', () => {
    const given: BenefitCase = {
      ...PLAIN,
      children: [{ birthDate: '1995-09-05' }],
      incomes: [earns(30_000)],
      childcare: { weeklyPence: 10_000, children: 1 },
    };
    // 15 on Sunday 5 September 2010; the first Monday in September is the 6th, and counts from the 13th.
    expect(rangeIn(given)?.to).toBe('2010-09-12');
    const later = { ...given, children: [{ birthDate: '1995-09-06' }] };
    expect(rangeIn(later)?.to).not.toBe('2010-09-12');
  });
});
