import { describe, expect, test } from '@jest/globals';
import { assessCase } from '../../assess-case.ts';
import { rangeOn } from '../../award.ts';
import type { BenefitCase } from '../../benefit-case.ts';
import type { Fact } from '../../facts.ts';
import rates from '../../rates/ctr-central-bedfordshire.json' with { type: 'json' };
import { startsWork } from '../../sample-cases.ts';
import { findScheme } from '../find-scheme.ts';
import { createCtrCentralBedfordshire } from './create-ctr-central-bedfordshire.ts';
import {
  CTR_CASE,
  householdOf,
  JSA,
  pensionOf,
  percentOf as percentIn,
} from './sample-ctr-cases.ts';

const scheme = findScheme('ctr-central-bedfordshire');
const percentOf = (given: BenefitCase, facts: readonly Fact[] = []): number | string =>
  percentIn(scheme, given, facts);

describe('income and capital', () => {
  const award = (
    benefit: 'hb' | 'ctb' | 'ctc' | 'pc-guarantee' | 'pc-savings',
    weeklyAmountPence: number | null,
  ) => ({
    ...CTR_CASE,
    awards: [{ benefit, weeklyAmountPence, from: null }],
  });
  const earning = (fields: object): BenefitCase => ({
    ...CTR_CASE,
    incomes: [{ ...pensionOf(20_000), kind: 'employed', ...fields }],
  });

  test.each<[string, BenefitCase, number | string]>([
    ['earnings count without a disregard', earning({ netPence: 11_982 }), 75],
    [
      'half the pension contribution does not',
      earning({ netPence: 11_983, pensionContributionPence: 4 }),
      100,
    ],
    [
      'an unknown amount is asked for',
      earning({ netPence: null }),
      'missing-field:income.netPence',
    ],
    ['profit is asked about', earning({ kind: 'self-employed' }), 'not-modelled:self-employed'],
    [
      'income of no named kind is asked about',
      earning({ kind: 'other' }),
      'not-modelled:income.other',
    ],
    ['but not where it cannot matter', earning({ kind: 'other', netPence: 100 }), 100],
    ['housing benefit is no income', award('hb', 50_000), 100],
    ['tax credits are', award('ctc', 20_000), 50],
    [
      'an unknown benefit is asked for',
      award('ctc', null),
      'missing-field:benefitAward.weeklyAmountPence',
    ],
    ['help with council tax is none either', award('ctb', 50_000), 100],
    ['pension credit is not modelled', award('pc-savings', 100), 'not-modelled:pension-credit'],
    ['neither is its guarantee', award('pc-guarantee', 100), 'not-modelled:pension-credit'],
    ['capital at the lower limit is ignored', { ...CTR_CASE, capitalPence: 600_000 }, 100],
    [
      'capital above it is asked about',
      { ...CTR_CASE, capitalPence: 600_001 },
      'not-modelled:capital',
    ],
    ['also at the upper limit', { ...CTR_CASE, capitalPence: 1_600_000 }, 'not-modelled:capital'],
    ['above the upper limit nothing is taken off', { ...CTR_CASE, capitalPence: 1_600_001 }, 0],
  ])('%s', (_name, given, expected) => {
    expect(percentOf(given)).toBe(expected);
  });

  test('what an officer knows to be disregarded comes from the rates, and off earnings alone', () => {
    const known = createCtrCentralBedfordshire({
      ...rates,
      pence: { ...rates.pence, earningsDisregard: { value: 500, source: 'made up' } },
    });
    expect(percentIn(known, earning({ netPence: 12_481 }))).toBe(100);
    expect(percentIn(known, earning({ netPence: 12_482 }))).toBe(75);
    expect(percentIn(known, earning({ netPence: 12_481, kind: 'occupational-pension' }))).toBe(75);
    const lines = rangeOn(assessCase(known, earning({}), []), '2020-06-03')?.lines;
    expect(lines?.[1]?.text).toBe(
      'Net earnings £200.00 less £5.00, with other income: £195.00 a week counts.',
    );
  });

  test('a partner who works with untold earnings is asked about', () => {
    const couple = {
      ...CTR_CASE,
      partner: { birthDate: '1986-03-04', worksSixteenHoursOrMore: true },
    };
    expect(percentOf(couple)).toBe('missing-field:income.partner');
  });
});

describe('what the page does not say', () => {
  const earns = householdOf('single', 0, 20_000);
  const withClaimant = (given: BenefitCase, fields: object): BenefitCase => ({
    ...given,
    claimant: { ...given.claimant, ...fields },
  });
  const lodger = {
    birthDate: '1990-01-01',
    worksSixteenHoursOrMore: null,
    grossWeeklyIncomePence: null,
    benefits: null,
  };

  test.each<[string, BenefitCase, number | string]>([
    [
      'what is disregarded with a disability',
      withClaimant(earns, { disabilityPremium: true }),
      'not-modelled:disability-disregard',
    ],
    [
      'also by a benefit for care',
      withClaimant(earns, { exemptsNonDependants: true }),
      'not-modelled:disability-disregard',
    ],
    [
      'which cannot matter in the highest band',
      withClaimant(CTR_CASE, { disabilityPremium: true }),
      100,
    ],
    [
      'also beyond the table',
      withClaimant(householdOf('couple', 0, 40_000), { disabilityPremium: true }),
      'not-modelled:disability-disregard',
    ],
    [
      'what is disregarded for childcare',
      { ...earns, childcare: { weeklyPence: 1000, children: 1 } },
      'not-modelled:childcare',
    ],
    [
      'what other adults take off',
      { ...CTR_CASE, nonDependants: [lodger] },
      'not-modelled:non-dependant',
    ],
    [
      'also under a passport',
      { ...CTR_CASE, awards: [JSA], nonDependants: [lodger] },
      'not-modelled:non-dependant',
    ],
    [
      'claimants under 18',
      withClaimant(CTR_CASE, { birthDate: '2003-01-01' }),
      'not-modelled:claimant-under-18',
    ],
    [
      'claimants of 65',
      withClaimant(CTR_CASE, { birthDate: '1955-01-01' }),
      'not-modelled:pension-age',
    ],
    [
      'claimants of unknown age',
      withClaimant(CTR_CASE, { birthDate: null }),
      'missing-field:claimant.birthDate',
    ],
    [
      'partners of 65',
      { ...CTR_CASE, partner: { birthDate: '1955-01-01', worksSixteenHoursOrMore: false } },
      'not-modelled:pension-age',
    ],
    [
      'partners of unknown age',
      { ...CTR_CASE, partner: { birthDate: null, worksSixteenHoursOrMore: false } },
      'missing-field:household.birthDate',
    ],
    [
      'children of 16',
      { ...CTR_CASE, children: [{ birthDate: '2004-01-01' }] },
      'not-modelled:young-person',
    ],
    [
      'children of unknown age',
      { ...CTR_CASE, children: [{ birthDate: null }] },
      'missing-field:child.birthDate',
    ],
    ['a home elsewhere', { ...CTR_CASE, taxByUprn: {} }, 'unknown-property:address.toUprn'],
    ['what the case cannot hold', { ...CTR_CASE, unmodelled: ['student'] }, 'not-modelled:student'],
  ])('%s', (_name, given, expected) => {
    expect(percentOf(given)).toBe(expected);
  });

  test('turns into a question on the Monday after a 65th birthday', () => {
    const given = withClaimant(CTR_CASE, { birthDate: '1955-06-03' });
    const { toVerify } = assessCase(scheme, given, []);
    expect(toVerify).toMatchObject([{ detail: 'pension-age', from: '2020-06-08', to: null }]);
  });

  test('is no question about income under a passport', () => {
    const unpaid = startsWork({ factId: 'a' }, '2020-05-13', { netPence: null, who: null });
    expect(percentOf({ ...CTR_CASE, awards: [JSA] }, [unpaid])).toBe(100);
    expect(percentOf(CTR_CASE, [unpaid])).toBe('missing-field:income.who');
  });

  test('is no question about capital under a passport', () => {
    const unowned: Fact = {
      factId: 'a',
      fact: 'capital',
      changeType: 'created',
      occurredOn: '2020-05-13',
      notifiedOn: '2020-05-13',
      receivedOn: '2020-05-13',
      body: { totalPence: 900_000, owner: null, asOf: '2020-05-13' },
    };
    expect(percentOf({ ...CTR_CASE, awards: [JSA] }, [unowned])).toBe(100);
    expect(percentOf(CTR_CASE, [unowned])).toBe('missing-field:capital.owner');
  });
});
