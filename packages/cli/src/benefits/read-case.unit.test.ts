import { describe, expect, test } from '@jest/globals';
import { runTold } from '../../test/run-told.ts';
import type { ExplainedAward } from './explain-award.ts';

const HOUSEHOLD = { claimant: { age: 31 }, councilTax: { weeklyPence: 1800 } };
const PAY = { who: 'claimant', kind: 'employed', netPence: 9280, payPeriod: 'weekly' };
const told = (fact: object) => ({ occurredOn: '2010-05-12', ...fact });
const joins = (member: string) =>
  told({ fact: 'household', household: { member, relation: 'partner', joinedOn: '2010-05-12' } });

const assess = (given: unknown, scheme = 'ctb-2010-11') =>
  runTold(['benefits', 'assess', '--json', '--scheme', scheme, '--file', '-'], {
    input: JSON.stringify(given),
  });

interface Refusal {
  readonly code: string;
  readonly errors: readonly {
    readonly pointer: string;
    readonly code: string;
    readonly detail: string;
  }[];
}

describe('a case that cannot be is refused by field and rule', () => {
  test.each<[string, unknown, string, string]>([
    ['no object', [], '', 'type'],
    ['no claimant', {}, '/claimant', 'required'],
    ['an unknown field', { ...HOUSEHOLD, shoeSize: 43 }, '/shoeSize', 'unknown-field'],
    ['negative money', { ...HOUSEHOLD, capitalPence: -1 }, '/capitalPence', 'too-small'],
    ['huge money', { ...HOUSEHOLD, capitalPence: 1e15 }, '/capitalPence', 'too-large'],
    ['a part of a penny', { ...HOUSEHOLD, capitalPence: 0.5 }, '/capitalPence', 'type'],
    ['money as text', { ...HOUSEHOLD, capitalPence: '100' }, '/capitalPence', 'type'],
    ['two partners', { ...HOUSEHOLD, partner: [{ age: 30 }, { age: 32 }] }, '/partner', 'type'],
    [
      '29 February of a common year',
      { ...HOUSEHOLD, claimant: { birthDate: '1979-02-29' } },
      '/claimant/birthDate',
      'date',
    ],
    [
      'a day that no calendar here counts with',
      { ...HOUSEHOLD, from: '9999-12-31' },
      '/from',
      'pattern',
    ],
    [
      'an age beside a birth date',
      { ...HOUSEHOLD, claimant: { age: 31, birthDate: '1979-02-03' } },
      '/claimant',
      'shape',
    ],
    [
      'a birth after the first day',
      { ...HOUSEHOLD, from: '2010-06-07', children: [{ birthDate: '2010-06-08' }] },
      '/children/0/birthDate',
      'date-order',
    ],
    [
      'benefits that overlap',
      { ...HOUSEHOLD, benefits: [{ benefit: 'is' }, { benefit: 'jsa-ib' }] },
      '/benefits/1',
      'shape',
    ],
    [
      'a benefit twice',
      { ...HOUSEHOLD, benefits: [{ benefit: 'wtc' }, { benefit: 'wtc' }] },
      '/benefits/1',
      'repeated',
    ],
    [
      'a benefit in payment that starts later',
      { ...HOUSEHOLD, from: '2010-06-07', benefits: [{ benefit: 'is', from: '2010-06-08' }] },
      '/benefits/0/from',
      'date-order',
    ],
    [
      "a partner's income without a partner",
      { ...HOUSEHOLD, incomes: [{ ...PAY, who: 'partner' }] },
      '/incomes/0/who',
      'shape',
    ],
    [
      'tax without what it was taken off',
      { ...HOUSEHOLD, incomes: [{ who: 'claimant', kind: 'employed', taxPence: 1 }] },
      '/incomes/0/grossPence',
      'required',
    ],
    [
      'more taken off than there is',
      {
        ...HOUSEHOLD,
        incomes: [
          {
            who: 'claimant',
            kind: 'employed',
            grossPence: 1,
            taxPence: 1,
            nationalInsurancePence: 1,
          },
        ],
      },
      '/incomes/0/grossPence',
      'too-small',
    ],
    [
      'net pay that is not what is left of gross',
      {
        ...HOUSEHOLD,
        incomes: [{ ...PAY, grossPence: 10_000, taxPence: 0, nationalInsurancePence: 0 }],
      },
      '/incomes/0/netPence',
      'shape',
    ],
    [
      'childcare for nobody',
      { ...HOUSEHOLD, childcare: { weeklyPence: 100, children: 1 } },
      '/childcare/children',
      'too-large',
    ],
    ['no figure of the tax', { ...HOUSEHOLD, councilTax: {} }, '/councilTax', 'required'],
    [
      'two figures of the tax',
      { ...HOUSEHOLD, councilTax: { annualPence: 1, weeklyPence: 1 } },
      '/councilTax',
      'shape',
    ],
    [
      'a financial year that is none',
      { ...HOUSEHOLD, councilTax: { annualPenceByYear: { '2010/12': 1 } } },
      '/councilTax/annualPenceByYear',
      'shape',
    ],
    [
      'one home twice',
      {
        ...HOUSEHOLD,
        councilTax: { weeklyPence: 1, uprn: '17' },
        otherHomes: [{ weeklyPence: 1, uprn: '0017' }],
      },
      '/otherHomes/0/uprn',
      'repeated',
    ],
    [
      'two answers on when the week ends',
      { ...HOUSEHOLD, jobseeker: { weekEndsOn: 'friday', ninoLastTwoDigits: '56' } },
      '/jobseeker',
      'shape',
    ],
    [
      'a notice without its record',
      { ...HOUSEHOLD, facts: [told({ fact: 'income' })] },
      '/facts/0/income',
      'required',
    ],
    [
      'a correction of nothing',
      { ...HOUSEHOLD, facts: [told({ fact: 'income', changeType: 'corrected', income: PAY })] },
      '/facts/0/previousChangeId',
      'required',
    ],
    [
      'two notices under one label',
      {
        ...HOUSEHOLD,
        facts: [
          told({ changeId: 'a', fact: 'income', income: PAY }),
          told({ changeId: 'a', fact: 'income', income: { ...PAY, netPence: 1 } }),
        ],
      },
      '/facts/1/changeId',
      'repeated',
    ],
    [
      'a move before birth',
      {
        ...HOUSEHOLD,
        claimant: { birthDate: '1979-02-03' },
        facts: [{ fact: 'address', occurredOn: '1970-01-01', address: { role: 'moved-in' } }],
      },
      '/facts/0/occurredOn',
      'date-order',
    ],
    [
      'a moment that is no day in a notice',
      { ...HOUSEHOLD, facts: [told({ fact: 'income', occurredOn: '2011-02-29', income: PAY })] },
      '/facts/0/occurredOn',
      'date',
    ],
  ])('%s', async (_, given, pointer, code) => {
    const { code: exit, err, document } = await assess(given);
    expect([exit, err]).toEqual([1, '']);
    const refusal = document<Refusal>();
    expect(refusal.code).toBe('invalid-case');
    expect(refusal.errors).toContainEqual({ pointer, code, detail: expect.stringMatching(/./) });
  });

  test('with all faults at once, and no value', async () => {
    const given = {
      claimant: { age: 31, birthDate: '1979-02-03' },
      benefits: [{ benefit: 'is' }, { benefit: 'jsa-ib' }],
      councilTax: { annualPence: 777_777, weeklyPence: 888_888 },
      facts: [told({ fact: 'capital', capital: { totalPence: 999_999 } })],
    };
    const { code, out, err } = await runTold(
      ['benefits', 'assess', '--scheme', 'ctb-2010-11', '--file', '-'],
      { input: JSON.stringify(given) },
    );
    expect([code, out]).toEqual([1, '']);
    for (const pointer of [
      '/claimant:',
      '/benefits/1:',
      '/councilTax:',
      '/facts/0/capital/owner:',
    ]) {
      expect(err).toContain(`  ${pointer}`);
    }
    expect(err).not.toMatch(/1979|777|888|999/);
  });

  test.each([
    ['jsa-ib-2010-11', '/jobseeker'],
    ['uc', '/universalCredit'],
    ['council-tax', '/from'],
  ])('%s asks for %s', async (scheme, pointer) => {
    const { code, document } = await assess(HOUSEHOLD, scheme);
    expect(code).toBe(1);
    expect(document<Refusal>().errors).toEqual([expect.objectContaining({ pointer })]);
  });
});

describe('what no rule can judge is to verify, never a number', () => {
  test.each<[string, object, string, string]>([
    [
      'an income without pay period',
      { incomes: [{ who: 'claimant', kind: 'employed', netPence: 9280, hoursPerWeek: 16 }] },
      'missing-field',
      'income.payPeriod',
    ],
    [
      'a child older than the claimant',
      { children: [{ age: 40 }] },
      'contradiction',
      'child-older-than-claimant',
    ],
    [
      'two partners at once',
      { partner: { age: 30, member: 'Kim' }, facts: [joins('Alex')] },
      'contradiction',
      'two-partners',
    ],
    [
      'benefits that come to overlap',
      {
        benefits: [{ benefit: 'is', weeklyAmountPence: 6545, from: '2010-03-01' }],
        facts: [
          told({
            fact: 'benefitAward',
            benefitAward: { benefit: 'jsa-ib', action: 'start', weeklyAmountPence: 6545 },
          }),
        ],
      },
      'contradiction',
      'benefit-awards-overlap',
    ],
    [
      'a correction of something never told',
      {
        facts: [
          told({ fact: 'income', changeType: 'corrected', previousChangeId: 'x', income: PAY }),
        ],
      },
      'predecessor-unknown',
      'income',
    ],
    [
      'an award that begins in a year without rates',
      { from: '2015-04-06' },
      'no-scheme',
      'ctb-2010-11',
    ],
    [
      'a fact of a year without rates',
      { facts: [told({ fact: 'income', occurredOn: '2012-05-12', income: PAY })] },
      'no-scheme',
      'after-last-day',
    ],
    [
      'nothing but a claimant of unknown age',
      { claimant: {} },
      'missing-field',
      'claimant.birthDate',
    ],
  ])('%s', async (_, given, reason, detail) => {
    const { code, document } = await assess({ ...HOUSEHOLD, ...given });
    expect(code).toBe(0);
    const { toVerify } = document<ExplainedAward>();
    expect(toVerify).toContainEqual(expect.objectContaining({ reason, detail }));
  });
});
