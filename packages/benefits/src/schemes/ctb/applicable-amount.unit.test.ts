import { describe, expect, test } from '@jest/globals';
import type { BenefitCase } from '../../benefit-case.ts';
import { awardIn, CHILD, lineOf, PARTNER, PLAIN, rangeIn } from './ctb-sample.ts';

const disabled = { birthDate: '1979-02-03', disabilityPremium: true } as const;
const carer = { birthDate: '1979-02-03', carerPremium: true } as const;

describe('what a household needs', () => {
  test.each<[string, Partial<BenefitCase>, number, number]>([
    ['single, 25 or over', {}, 6545, 6750],
    ['single, 24', { claimant: { birthDate: '1987-12-01' } }, 5185, 5345],
    ['couple', { partner: PARTNER }, 10_275, 10_595],
    ['lone parent', { children: [CHILD] }, 6545 + 5757 + 1740, 6750 + 6233 + 1740],
    [
      'lone parent of 20, two children',
      { claimant: { birthDate: '1990-12-01' }, children: [CHILD, CHILD] },
      6545 + 2 * 5757 + 1740,
      6750 + 2 * 6233 + 1740,
    ],
    ['single, disabled', { claimant: disabled }, 6545 + 2800, 6750 + 2885],
    [
      'couple, one disabled',
      { partner: { ...PARTNER, disabilityPremium: true } },
      10_275 + 3985,
      10_595 + 4110,
    ],
    [
      'couple, both disabled: one premium',
      { claimant: disabled, partner: { ...PARTNER, disabilityPremium: true } },
      10_275 + 3985,
      10_595 + 4110,
    ],
    ['carer', { claimant: carer }, 6545 + 3005, 6750 + 3100],
    [
      'couple, both carers: a premium each',
      { claimant: carer, partner: { ...PARTNER, carerPremium: true } },
      10_275 + 2 * 3005,
      10_595 + 2 * 3100,
    ],
    [
      'disabled and a carer: both premiums',
      { claimant: { ...disabled, carerPremium: true } },
      6545 + 2800 + 3005,
      6750 + 2885 + 3100,
    ],
    [
      'a young person with child benefit',
      { children: [{ birthDate: '1993-05-06', childBenefitInPayment: true }] },
      6545 + 5757 + 1740,
      6750 + 6233 + 1740,
    ],
    [
      'a young person of 16 without child benefit',
      { children: [{ birthDate: '1994-01-06', childBenefitInPayment: false }] },
      6545,
      6750,
    ],
  ])('%s: %#', (_name, given, pence2010, pence2011) => {
    const household = { ...PLAIN, ...given };
    expect(lineOf(household, 'applicable-amount', '2010/11')).toBe(pence2010);
    expect(lineOf(household, 'applicable-amount', '2011/12')).toBe(pence2011);
  });

  test('a child under one brings 10.50 in 2010/11, up to the Monday after the birthday', () => {
    const given = { ...PLAIN, children: [{ birthDate: '2009-06-09' }] };
    expect(lineOf(given, 'applicable-amount')).toBe(6545 + 5757 + 1740 + 1050);
    const turned = { ...PLAIN, children: [{ birthDate: '2009-06-06' }] };
    expect(lineOf(turned, 'applicable-amount')).toBe(6545 + 5757 + 1740);
  });

  test('every part has its own line, and they come to the total', () => {
    const given = { ...PLAIN, claimant: { ...disabled, carerPremium: true }, children: [CHILD] };
    const lines = rangeIn(given)?.lines ?? [];
    const parts = ['personal-allowance', 'child-allowance', 'family-premium'].concat([
      'disability-premium',
      'carer-premium',
    ]);
    const amounts = parts.map((part) => lines.find(({ rule }) => rule === part)?.amountPence ?? -1);
    expect(amounts).toEqual([6545, 5757, 1740, 2800, 3005]);
    expect(lineOf(given, 'applicable-amount')).toBe(amounts.reduce((sum, one) => sum + one));
  });
});

describe('a person on record as a child', () => {
  const passported = {
    ...PLAIN,
    awards: [{ benefit: 'is', weeklyAmountPence: 6545, from: '2009-01-01' }],
  } as const;

  test.each<[string, BenefitCase, number | string]>([
    ['of 15', { ...PLAIN, children: [{ birthDate: '1994-06-07' }] }, 4000],
    [
      'of 16, child benefit unknown',
      { ...PLAIN, children: [{ birthDate: '1994-06-06' }] },
      'missing-field:household.childBenefitInPayment',
    ],
    [
      'of 18 without child benefit',
      { ...PLAIN, children: [{ birthDate: '1992-06-06', childBenefitInPayment: false }] },
      'not-modelled:young-person',
    ],
    ['of 16, passported', { ...passported, children: [{ birthDate: '1994-05-06' }] }, 4000],
    [
      'of 18, passported',
      { ...passported, children: [{ birthDate: '1992-05-06', childBenefitInPayment: false }] },
      'not-modelled:young-person',
    ],
    [
      'of 18, passported, with child benefit',
      { ...passported, children: [{ birthDate: '1992-05-06', childBenefitInPayment: true }] },
      4000,
    ],
  ])('%s', (_name, given, expected) => {
    expect(awardIn(given)).toBe(expected);
  });
});
