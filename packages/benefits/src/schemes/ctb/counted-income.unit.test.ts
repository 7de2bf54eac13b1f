import { describe, expect, test } from '@jest/globals';
import type { BenefitCase } from '../../benefit-case.ts';
import { awardIn, counted, earns, PARTNER, PLAIN, pays, receives } from './ctb-sample.ts';

describe('other income', () => {
  test.each<[string, Partial<BenefitCase>, number | string]>([
    [
      'a pension in full, whatever was paid in',
      { incomes: [earns(5000, { kind: 'occupational-pension', pensionContributionPence: 400 })] },
      5000,
    ],
    ['other income in full', { incomes: [receives(5000)] }, 5000],
    [
      'half a pension contribution off earnings',
      { incomes: [earns(9280, { pensionContributionPence: 401 })] },
      8580,
    ],
    [
      'one job’s loss is not set against another',
      {
        incomes: [
          earns(0, { kind: 'self-employed', hoursPerWeek: 8, pensionContributionPence: 2000 }),
          earns(9280, { hoursPerWeek: 8 }),
        ],
      },
      8780,
    ],
    ['contributory benefits in full', { awards: [pays('jsa-c', 6545)] }, 6545],
    [
      'employment and support allowance without a component',
      { awards: [pays('esa-c', 6545)] },
      6545,
    ],
    [
      'housing benefit and this one not at all',
      { awards: [pays('hb', 5000), pays('ctb', 1000)] },
      0,
    ],
    ['tax credits whole', { awards: [pays('wtc', 1000), pays('ctc', 2000)] }, 3000],
  ])('%s', (_name, given, pence) => {
    expect(counted(given)).toBe(pence);
  });

  test.each<[string, Partial<BenefitCase>, string]>([
    ['pension credit', { awards: [pays('pc-savings', 100)] }, 'not-modelled:pension-credit'],
    ['a component', { awards: [pays('esa-c', 6546)] }, 'not-modelled:esa-component'],
    [
      'a benefit without its amount',
      { awards: [{ ...pays('ctc', 0), weeklyAmountPence: null }] },
      'missing-field:benefitAward.weeklyAmountPence',
    ],
    [
      'a partner’s work of which nothing was told',
      { partner: { ...PARTNER, worksSixteenHoursOrMore: true } },
      'missing-field:income.partner',
    ],
    [
      'an opening income of a non-dependant',
      { incomes: [earns(100, { who: 'non-dependant' })] },
      'missing-field:income.member',
    ],
  ])('%s is asked about', (_name, given, expected) => {
    expect(awardIn({ ...PLAIN, ...given })).toBe(expected);
  });

  test.each([
    ['two-weekly', 20_000, 10_000],
    ['four-weekly', 40_000, 10_000],
    ['monthly', 52_000, 12_000],
    ['yearly', 365_000, 7000],
  ] as const)('%s %i is %i a week', (payPeriod, netPence, pence) => {
    expect(counted({ incomes: [{ ...receives(netPence), payPeriod }] })).toBe(pence);
  });
});
