import { describe, expect, test } from '@jest/globals';
import { buildAgreement } from '../../test/build-agreement.ts';
import { setOf } from '../../test/deciding.ts';
import type { Agreement } from '../agreement.ts';
import { LINT_RULES } from './finding.ts';
import { lintAgreements } from './lint-agreements.ts';
import type { Linting } from './linting.ts';

const ALL = { income: ['who', 'netPence', 'employer', 'healthNote'] };
const LINTING: Linting = {
  on: '2010-05-13',
  facts: ALL,
  agencies: [
    { id: 'jobcentre', capacities: ['jsa-claimant'], reads: {} },
    {
      id: 'central-bedfordshire',
      capacities: ['ctb-claimant', 'form-prefill'],
      reads: { 'ctb-claimant': { income: ['who', 'netPence'] }, 'form-prefill': {} },
    },
  ],
};
const lint = (agreements: readonly Agreement[], more: Partial<Linting> = {}) =>
  lintAgreements(setOf(agreements), { ...LINTING, ...more });

type Case = readonly [string, readonly Agreement[], readonly string[]];
const PLACE = 'central-bedfordshire ctb-claimant';
const CASES: readonly Case[] = [
  ['nothing in a sound set', [buildAgreement()], []],
  [
    'a field that no change can carry',
    [buildAgreement({ facts: { income: ['who', 'netPence', 'shoeSize'] } })],
    [
      'error unknown-field example 1 facts.income[2]',
      `warning unused-field example 1 ${PLACE} income.shoeSize`,
    ],
  ],
  [
    'a field of a special category',
    [buildAgreement({ facts: { income: ['who', 'netPence', 'healthNote'] } })],
    [
      'error special-category example 1 facts.income[2]',
      `warning unused-field example 1 ${PLACE} income.healthNote`,
    ],
  ],
  [
    'an agency that has no file',
    [buildAgreement({ from: ['jobcentre', 'hmrc'] })],
    ['error unknown-party example 1 hmrc'],
  ],
  [
    'a capacity in which the recipient holds no case',
    [buildAgreement({ capacities: ['ctb-claimant', 'hb-claimant'] })],
    ['error unknown-capacity example 1 central-bedfordshire hb-claimant'],
  ],
  [
    'a party that has not signed',
    [buildAgreement({ approvals: buildAgreement().approvals.slice(1) })],
    ['error unsigned example 1 approvals of jobcentre'],
  ],
  [
    'a party that signed other terms',
    [buildAgreement({ approvals: buildAgreement({ termsHash: 'c'.repeat(64) }).approvals })],
    [
      'error unsigned example 1 approvals of jobcentre',
      'error unsigned example 1 approvals of central-bedfordshire',
    ],
  ],
  [
    'an approved one that was never signed',
    [buildAgreement({ state: 'approved', approvals: [] })],
    [
      'error unsigned example 1 approvals of jobcentre',
      'error unsigned example 1 approvals of central-bedfordshire',
    ],
  ],
  ['no signatures on a draft', [buildAgreement({ state: 'draft', approvals: [] })], []],
  ['nothing in what has ended', [buildAgreement({ state: 'ended', approvals: [], to: ['x'] })], []],
  [
    'one that has run out',
    [buildAgreement({ validUntil: '2010-05-12' })],
    ['error expired example 1 validUntil'],
  ],
  [
    'one past its review',
    [buildAgreement({ reviewBy: '2010-05-12' })],
    ['warning past-review example 1 reviewBy'],
  ],
  [
    'two versions in force at once',
    [buildAgreement(), buildAgreement({ version: 2, hash: 'b'.repeat(64) })],
    ['error contradiction example 1 state'],
  ],
  [
    'two versions in force at once, one of them suspended',
    [buildAgreement(), buildAgreement({ version: 2, state: 'suspended', hash: 'b'.repeat(64) })],
    ['error contradiction example 1 state'],
  ],
  [
    'no two versions, of which one has ended',
    [buildAgreement({ state: 'ended' }), buildAgreement({ version: 2 })],
    [],
  ],
  [
    'a field given twice',
    [buildAgreement(), buildAgreement({ id: 'other', facts: { income: ['who'] } })],
    [`warning overlap other 1 jobcentre → ${PLACE} income.who`],
  ],
  [
    'a field that the recipient does not use',
    [buildAgreement({ facts: { income: ['who', 'netPence', 'employer'] } })],
    [`warning unused-field example 1 ${PLACE} income.employer`],
  ],
  [
    'a field that it uses, and nobody gives',
    [buildAgreement({ facts: { income: ['who'] } })],
    [`warning unallowed-field  ${PLACE} income.netPence`],
  ],
  [
    'a field in a capacity of which it uses none',
    [buildAgreement({ capacities: ['form-prefill'] })],
    ['who', 'netPence'].map(
      (name) => `warning unused-field example 1 central-bedfordshire form-prefill income.${name}`,
    ),
  ],
  [
    'a retention class that is not defined',
    [buildAgreement({ retentionClass: 'for-ever' })],
    ['error unknown-retention example 1 retentionClass'],
  ],
  [
    'a look-back longer than its retention',
    [buildAgreement({ retentionClass: 'optional-service', lookBackDays: 366 })],
    ['warning long-look-back example 1 lookBackDays'],
  ],
];

describe('lintAgreements finds', () => {
  test.each(CASES)('%s', (_, agreements, expected) => {
    const found = lint(agreements).map(
      ({ severity, rule, agreement, path }) => `${severity} ${rule} ${agreement} ${path}`,
    );
    expect(found).toEqual(expected);
  });

  test('each of its rules at least once in these examples, and says what to do', () => {
    const found = CASES.flatMap(([, agreements]) => lint(agreements));
    expect(new Set(found.map((one) => one.rule))).toEqual(new Set(Object.keys(LINT_RULES)));
    expect(found.filter((one) => one.fix === '')).toEqual([]);
  });

  test('since which day an agreement has run out, or should have been reviewed', () => {
    expect(lint([buildAgreement({ validUntil: '2010-05-12' })])).toMatchObject([
      { rule: 'expired', fix: expect.stringMatching(/^its last day was 2010-05-12: /) },
    ]);
    expect(lint([buildAgreement({ reviewBy: '2010-05-11' })])).toMatchObject([
      { rule: 'past-review', fix: expect.stringMatching(/^its review was due by 2010-05-11: /) },
    ]);
  });

  test('nothing of use in a set that does not know the capacity', () => {
    expect(lint([])).toEqual([]);
  });

  test('whoever has not signed an agreement that is yet to begin, but no other fault', () => {
    const on = '2010-02-01';
    expect(lint([buildAgreement({ reviewBy: '2010-01-01' })], { on })).toEqual([]);
    const found = lint([buildAgreement({ approvals: [] })], { on });
    expect(found.map((one) => one.rule)).toEqual(['unsigned', 'unsigned']);
  });
});
