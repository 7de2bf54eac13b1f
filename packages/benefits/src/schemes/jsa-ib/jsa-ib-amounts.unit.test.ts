import { describe, expect, test } from '@jest/globals';
import { rangeOn } from '../../award.ts';
import type { BenefitCase, OtherAward } from '../../benefit-case.ts';
import type { Fact } from '../../facts.ts';
import rates201011 from '../../rates/jsa-ib-2010-11.json' with { type: 'json' };
import rates201112 from '../../rates/jsa-ib-2011-12.json' with { type: 'json' };
import {
  adult,
  askedOf,
  assess,
  child,
  DAY,
  other,
  partner,
  penceOf,
  wage,
} from './sample-jobseekers.ts';

// No source has confirmed the premiums of this benefit: what is held here is how they add up.
const { pence } = rates201011;
const disabled = pence.disabilityPremiumSingle.value;
const couple = pence.disabilityPremiumCouple.value;
const carer = pence.carerPremium.value;

describe('the applicable amount', () => {
  test.each<[string, Partial<BenefitCase>, number]>([
    ['single of 16', { claimant: { birthDate: '1994-01-01' } }, 5185],
    ['single of 24', { claimant: { birthDate: '1985-12-01' } }, 5185],
    ['single of 25', { claimant: { birthDate: '1985-05-01' } }, 6545],
    ['couple', { partner: partner() }, 10_275],
    ['lone parent of 20', { claimant: { birthDate: '1990-01-01' }, children: [child()] }, 6545],
    ['lone parent of 17', { claimant: { birthDate: '1993-01-01' }, children: [child()] }, 5185],
    [
      'parent of 20 whose child stays at school',
      {
        claimant: { birthDate: '1990-01-01' },
        children: [child({ birthDate: '1993-01-01', childBenefitInPayment: true })],
      },
      6545,
    ],
    [
      'parent of 20 whose child left school',
      {
        claimant: { birthDate: '1990-01-01' },
        children: [child({ birthDate: '1993-01-01', childBenefitInPayment: false })],
      },
      5185,
    ],
    ['disabled, single', { claimant: adult({ disabilityPremium: true }) }, 6545 + disabled],
    ['disabled partner', { partner: partner({ disabilityPremium: true }) }, 10_275 + couple],
    [
      'both disabled: one premium',
      {
        claimant: adult({ disabilityPremium: true }),
        partner: partner({ disabilityPremium: true }),
      },
      10_275 + couple,
    ],
    ['carer', { claimant: adult({ carerPremium: true }) }, 6545 + carer],
    [
      'two carers, one disabled: they add up',
      {
        claimant: adult({ carerPremium: true, disabilityPremium: true }),
        partner: partner({ carerPremium: true }),
      },
      10_275 + couple + 2 * carer,
    ],
  ])('%s', (_who, given, expected) => {
    expect(penceOf(given)).toBe(expected);
  });

  test('goes up with the year, in the person’s own week', () => {
    const { ranges } = assess({ claimant: adult({ disabilityPremium: true }) });
    expect(ranges.map(({ from, weeklyPence }) => [from, weeklyPence])).toEqual([
      ['2010-04-15', 6545 + disabled],
      ['2011-04-14', 6750 + rates201112.pence.disabilityPremiumSingle.value],
    ]);
    expect(penceOf({ partner: partner() }, '2011-06-01')).toBe(10_595);
    expect(penceOf({ claimant: { birthDate: '1990-01-01' } }, '2011-06-01')).toBe(5345);
  });

  test('is explained line by line', () => {
    const range = rangeOn(assess({ claimant: adult({ carerPremium: true }) }), DAY);
    expect(range?.lines.map(({ rule, amountPence }) => [rule, amountPence])).toEqual([
      ['personal-allowance', 6545],
      ['carer-premium', carer],
      ['applicable-amount', 6545 + carer],
      ['income', 0],
    ]);
  });
});

describe('the disregard of earnings', () => {
  test.each<[string, Partial<BenefitCase>, number]>([
    ['single: 5', {}, 6545 - 2500],
    ['couple: 10', { partner: partner() }, 10_275 - 2000],
    ['lone parent: 20', { children: [child()] }, 6545 - 1000],
    ['couple with children: 10', { partner: partner(), children: [child()] }, 10_275 - 2000],
    ['disabled: 20', { claimant: adult({ disabilityPremium: true }) }, 6545 + disabled - 1000],
    ['carer: 20', { claimant: adult({ carerPremium: true }) }, 6545 + carer - 1000],
    ['special occupation: 20', { claimant: adult({ specialOccupation: true }) }, 6545 - 1000],
    [
      'special occupation of a partner without earnings: 10',
      { partner: partner({ specialOccupation: true }) },
      10_275 - 2000,
    ],
  ])('%s', (_who, given, expected) => {
    expect(penceOf({ incomes: [wage(3000)], ...given })).toBe(expected);
  });

  test('a special occupation’s is never less than everybody’s', () => {
    const incomes = [wage(3000), wage(700, { who: 'partner' })];
    expect(penceOf({ partner: partner({ specialOccupation: true }), incomes })).toBe(10_275 - 2700);
  });

  test('takes earnings away and no more', () => {
    expect(penceOf({ incomes: [wage(300)] })).toBe(6545);
    const incomes = [wage(300), wage(2000, { kind: 'occupational-pension', hoursPerWeek: null })];
    expect(penceOf({ incomes })).toBe(6545 - 2000);
  });

  test('asks for no child’s age where nobody earns', () => {
    expect(penceOf({ children: [child({ birthDate: null })] })).toBe(6545);
  });

  test('no earnings, none: an occupational pension counts in full', () => {
    const incomes = [wage(2000, { kind: 'occupational-pension', hoursPerWeek: null })];
    expect(penceOf({ incomes, children: [child()] })).toBe(6545 - 2000);
  });
});

describe('capital', () => {
  test.each([
    [600_000, 6545],
    [600_001, 6445],
    [625_000, 6445],
    [625_001, 6345],
    [1_600_000, 6545 - 4000],
    [1_600_001, 0],
  ])('of %i pence leaves %i', (capitalPence, expected) => {
    expect(penceOf({ capitalPence })).toBe(expected);
  });

  test('over the limit ends the award on the day itself', () => {
    const told: Fact = {
      ...{ factId: 'a', fact: 'capital', changeType: 'created', occurredOn: '2010-05-12' },
      ...{ notifiedOn: '2010-05-12', receivedOn: '2010-05-12' },
      body: { totalPence: 1_600_001, owner: 'couple', asOf: '2010-05-12' },
    };
    const { ranges } = assess({}, [told]);
    expect(ranges.slice(0, 2).map(({ from, entitled }) => [from, entitled])).toEqual([
      ['2010-04-15', true],
      ['2010-05-12', false],
    ]);
    expect(ranges[1]?.lines.map(({ rule }) => rule)).toEqual(['capital-over-limit', 'claim-ended']);
  });
});

describe('other benefits', () => {
  test.each<[OtherAward['benefit'], number]>([
    ['hb', 6545],
    ['ctb', 6545],
    ['ctc', 6545],
    ['jsa-ib', 6545],
    ['jsa-c', 6545 - 3000],
    ['esa-c', 6545 - 3000],
    ['wtc', 6545 - 3000],
  ])('%s of £30 leaves %i', (benefit, expected) => {
    expect(penceOf({ awards: [other(benefit, 3000)] })).toBe(expected);
  });

  test.each(['is', 'esa-ir', 'pc-guarantee', 'pc-savings'] as const)(
    '%s beside it cannot be so',
    (benefit) => {
      expect(askedOf({ awards: [other(benefit, 3000)] })).toBe(
        'contradiction:benefit-awards-overlap',
      );
    },
  );

  test('without an amount it is asked for', () => {
    expect(askedOf({ awards: [other('jsa-c', null)] })).toBe(
      'missing-field:benefitAward.weeklyAmountPence',
    );
  });
});
