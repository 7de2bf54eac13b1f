import { describe, expect, test } from '@jest/globals';
import { buildAgreement } from '../test/build-agreement.ts';
import type { Agreement } from './agreement.ts';
import { composeSet } from './agreement-set.ts';
import { type Deciding, decide, type InterestToDecide, REASONS } from './decide.ts';

const INTEREST: InterestToDecide<string> = {
  interestId: '00000000-0000-4000-8000-000000000001',
  agency: 'central-bedfordshire',
  capacity: 'ctb-claimant',
  caseReference: 'CTB-1',
  state: 'final',
  identityDigests: 'same',
  from: '2010-04-01',
  until: null,
};
const CHANGE: Deciding<string>['change'] = {
  source: { agency: 'jobcentre', caseReference: 'JSA-1' },
  fact: 'income',
  occurredOn: '2010-05-12',
  presentFields: ['income.who', 'income.netPence'],
  besideFields: [],
  identityDigests: 'same',
  protectedAddress: false,
};

interface Case {
  readonly change?: Partial<Deciding<string>['change']>;
  readonly interest?: Partial<InterestToDecide<string>>;
  readonly agreements?: readonly Agreement[];
  readonly businessDate?: string;
  readonly live?: boolean;
  readonly held?: boolean;
}

function setOf(agreements: readonly Agreement[]) {
  return composeSet(
    '2010',
    agreements.map((agreement, at) => ({ file: `${at}.yaml`, agreement })),
  );
}

function decideOne(one: Case) {
  const [decision] = decide({
    change: { ...CHANGE, ...one.change },
    interests: [{ ...INTEREST, ...one.interest }],
    agreements: setOf(one.agreements ?? [buildAgreement()]),
    businessDate: one.businessDate ?? '2010-05-13',
    conflicts: (a, b) => a !== b,
    isLive: () => one.live ?? true,
    isHeld: () => one.held ?? false,
  });
  return decision;
}

const consent = (change: Partial<Agreement> = {}): Agreement =>
  buildAgreement({
    id: 'by-consent',
    hash: 'c'.repeat(64),
    basis: { ...buildAgreement().basis, type: 'consent' },
    ...change,
  });

describe('decide', () => {
  const cases: readonly (readonly [string, Case, string, string | null])[] = [
    ['everything told is allowed', {}, 'release', null],
    [
      'a field that no agreement names is kept back',
      { change: { presentFields: ['income.who', 'income.employer'] } },
      'trimmed',
      null,
    ],
    [
      'the very case that told',
      { interest: { agency: 'jobcentre', caseReference: 'JSA-1' } },
      'own',
      'own-case',
    ],
    [
      'another case of the agency that told needs a basis like anybody',
      { interest: { agency: 'jobcentre', caseReference: 'JSA-2' } },
      'refused',
      'no-basis',
    ],
    [
      'the same case reference at another agency is not the same case',
      { interest: { caseReference: 'JSA-1' } },
      'release',
      null,
    ],
    ['no agreement at all', { agreements: [] }, 'refused', 'no-basis'],
    ['another recipient', { interest: { agency: 'luton' } }, 'refused', 'no-basis'],
    ['another capacity', { interest: { capacity: 'council-tax-liable' } }, 'refused', 'no-basis'],
    [
      'another source',
      { change: { source: { agency: 'luton', caseReference: null } } },
      'refused',
      'no-basis',
    ],
    ['another fact', { change: { fact: 'household' } }, 'refused', 'no-basis'],
    [
      'a fact named like an inherited property',
      { change: { fact: 'constructor' } },
      'refused',
      'no-basis',
    ],
    [
      'only fields that no agreement names',
      { change: { presentFields: ['income.employer'] } },
      'refused',
      'no-field',
    ],
    ['an agreement not valid yet', { businessDate: '2010-03-31' }, 'refused', 'no-basis'],
    [
      'an agreement that has run out',
      { agreements: [buildAgreement({ validUntil: '2010-05-12' })] },
      'refused',
      'no-basis',
    ],
    [
      'an unsigned agreement',
      { agreements: [buildAgreement({ approvals: [] })] },
      'refused',
      'no-basis',
    ],
    [
      'a suspended agreement',
      { agreements: [buildAgreement({ state: 'suspended' })] },
      'refused',
      'no-basis',
    ],
    ['a recipient that is not live', { live: false }, 'refused', 'agency-not-live'],
    ['only consent, and none on record', { agreements: [consent()] }, 'refused', 'no-consent'],
    [
      'it occurred after the interest ended',
      { interest: { until: '2010-05-11' } },
      'refused',
      'outside-period',
    ],
    [
      'it occurred on the last day of the interest, and is told late',
      { interest: { until: '2010-05-12' }, businessDate: '2010-09-01' },
      'release',
      null,
    ],
    [
      'it occurred before the interest began',
      { interest: { from: '2010-05-13' } },
      'refused',
      'outside-period',
    ],
    [
      'it occurred before the interest began, within the look-back',
      { interest: { from: '2010-05-13' }, agreements: [buildAgreement({ lookBackDays: 1 })] },
      'release',
      null,
    ],
    [
      'the digests disagree',
      { interest: { identityDigests: 'other' } },
      'hold',
      'match-unconfirmed',
    ],
    ['a provisional interest', { interest: { state: 'provisional' } }, 'hold', 'match-unconfirmed'],
    ['a case with a hold', { held: true }, 'hold', 'behind-hold'],
    [
      'a case with a hold, but nothing may be given anyway',
      { held: true, agreements: [] },
      'refused',
      'no-basis',
    ],
    ['an annulment that tells no field', { change: { presentFields: [] } }, 'release', null],
    [
      'an annulment with something beside it that no agreement names',
      { change: { presentFields: [], besideFields: ['income.beside'] } },
      'trimmed',
      null,
    ],
    [
      'only fields that no agreement names, and as little beside them',
      { change: { presentFields: ['income.employer'], besideFields: ['income.beside'] } },
      'refused',
      'no-field',
    ],
    [
      'only what is beside the fields is allowed',
      {
        change: { presentFields: ['income.who'], besideFields: ['income.beside'] },
        agreements: [buildAgreement({ facts: { income: ['beside'] } })],
      },
      'trimmed',
      null,
    ],
    [
      'a protected address',
      {
        change: { fact: 'address', presentFields: ['address.toLines'], protectedAddress: true },
        agreements: [buildAgreement({ facts: { address: ['toLines'] } })],
      },
      'refused',
      'no-field',
    ],
  ];
  test.each(cases)('%s', (_, one, verdict, reason) => {
    const decision = decideOne(one);
    expect([decision?.verdict, decision?.reason]).toEqual([verdict, reason]);
    const isGiven = verdict === 'release' || verdict === 'trimmed';
    if (!isGiven) expect([decision?.fields, decision?.basis]).toEqual([[], []]);
    if (reason !== null) expect(REASONS).toHaveProperty([reason]);
  });

  test('nobody with an interest: one refusal without a recipient', () => {
    const decisions = decide({
      change: CHANGE,
      interests: [],
      agreements: setOf([]),
      businessDate: '2010-05-13',
      conflicts: () => false,
      isLive: () => true,
      isHeld: () => false,
    });
    expect(decisions).toHaveLength(1);
    expect(decisions[0]).toMatchObject({ agency: null, verdict: 'refused', reason: 'no-interest' });
  });

  test('tells which agreement gave each field, and why the others were kept back', () => {
    const decision = decideOne({
      change: {
        presentFields: ['income.who', 'income.netPence', 'income.employer', 'income.kind'],
      },
      agreements: [
        buildAgreement({ id: 'one', hash: '1'.repeat(64), facts: { income: ['who'] } }),
        buildAgreement({
          id: 'two',
          version: 3,
          hash: '2'.repeat(64),
          facts: { income: ['netPence'] },
        }),
        consent({ facts: { income: ['kind'] } }),
      ],
    });
    expect(decision?.fields).toEqual([
      { field: 'income.who', agreement: 'one', version: 1, hash: '1'.repeat(64) },
      { field: 'income.netPence', agreement: 'two', version: 3, hash: '2'.repeat(64) },
    ]);
    expect(decision?.withheld).toEqual([
      { field: 'income.employer', reason: 'not-in-agreement' },
      { field: 'income.kind', reason: 'no-consent' },
    ]);
    expect(decision?.basis).toEqual([
      { agreement: 'one', version: 1, hash: '1'.repeat(64) },
      { agreement: 'two', version: 3, hash: '2'.repeat(64) },
    ]);
  });

  test('an annulment without fields still names the agreement it rests on', () => {
    expect(decideOne({ change: { presentFields: [] } })?.basis).toEqual([
      { agreement: 'example', version: 1, hash: 'a'.repeat(64) },
    ]);
  });

  test('what is beside the fields is given, or kept back, like them', () => {
    const besideFields = ['income.beside', 'income.another'];
    const agreements = [buildAgreement({ facts: { income: ['who', 'netPence', 'beside'] } })];
    const decision = decideOne({ change: { besideFields }, agreements });
    expect(decision?.fields.map(({ field }) => field)).toEqual([
      ...['income.who', 'income.netPence', 'income.beside'],
    ]);
    expect(decision?.withheld).toEqual([{ field: 'income.another', reason: 'not-in-agreement' }]);
  });

  test('a protected address gives nothing and says that it is protected', () => {
    const decision = decideOne({
      change: { fact: 'address', presentFields: ['address.toLines'], protectedAddress: true },
      agreements: [buildAgreement({ facts: { address: ['toLines'] } })],
    });
    expect(decision?.withheld).toEqual([{ field: 'address.toLines', reason: 'protected' }]);
  });

  test('a hold also holds what the same case would get in another capacity', () => {
    const decisions = decide({
      change: CHANGE,
      interests: [
        { ...INTEREST, identityDigests: 'other' },
        { ...INTEREST, capacity: 'partner' },
        { ...INTEREST, caseReference: 'CTB-2' },
      ],
      agreements: setOf([buildAgreement({ capacities: ['ctb-claimant', 'partner'] })]),
      businessDate: '2010-05-13',
      conflicts: (a, b) => a !== b,
      isLive: () => true,
      isHeld: () => false,
    });
    expect(decisions.map((one) => [one.verdict, one.reason])).toEqual([
      ['hold', 'match-unconfirmed'],
      ['hold', 'behind-hold'],
      ['release', null],
    ]);
  });
});
