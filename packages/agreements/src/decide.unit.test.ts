import { describe, expect, test } from '@jest/globals';
import { buildAgreement } from '../test/build-agreement.ts';
import {
  buildConsentAgreement,
  buildDeciding,
  CHANGE,
  INTEREST,
  OTHER,
  setOf,
  type Who,
} from '../test/deciding.ts';
import type { Agreement } from './agreement.ts';
import { decide } from './decide.ts';
import type { AgencyStanding, Deciding, InterestToDecide } from './deciding.ts';
import { REASONS } from './reasons.ts';

interface Case {
  readonly change?: Partial<Deciding<Who>['change']>;
  readonly interest?: Partial<InterestToDecide<Who>>;
  readonly agreements?: readonly Agreement[];
  readonly businessDate?: string;
  readonly standing?: AgencyStanding;
  readonly held?: boolean;
}

function decideOne(one: Case) {
  const [decision] = decide(
    buildDeciding({
      change: { ...CHANGE, ...one.change },
      interests: [{ ...INTEREST, ...one.interest }],
      agreements: setOf(one.agreements ?? [buildAgreement()]),
      businessDate: one.businessDate ?? '2010-05-13',
      standingOfAgency: () => one.standing ?? 'live',
      isHeld: () => one.held ?? false,
    }),
  );
  return decision;
}

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
      'agreement-suspended',
    ],
    [
      'a suspended agreement that has run out anyway',
      { agreements: [buildAgreement({ state: 'suspended', validUntil: '2010-05-12' })] },
      'refused',
      'no-basis',
    ],
    [
      'a suspended agreement that was never signed',
      { agreements: [buildAgreement({ state: 'suspended', approvals: [] })] },
      'refused',
      'no-basis',
    ],
    ['a recipient that is not live yet', { standing: 'onboarding' }, 'refused', 'agency-not-live'],
    ['a recipient that nobody knows', { standing: 'unknown' }, 'refused', 'agency-not-live'],
    ['a suspended recipient', { standing: 'suspended' }, 'refused', 'agency-suspended'],
    ['a link found wrong', { interest: { state: 'refused' } }, 'refused', 'match-rejected'],
    [
      'a case that is no interest in this person any more',
      { interest: { isCurrent: false } },
      'refused',
      'no-interest',
    ],
    [
      'only consent, and none on record',
      { agreements: [buildConsentAgreement()] },
      'refused',
      'no-consent',
    ],
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
    ['the digests disagree', { interest: { identityDigests: OTHER } }, 'hold', 'match-unconfirmed'],
    ['a provisional interest', { interest: { state: 'provisional' } }, 'hold', 'match-unconfirmed'],
    ['a pending interest', { interest: { state: 'pending' } }, 'hold', 'match-unconfirmed'],
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
  ];
  test.each(cases)('%s', (_, one, verdict, reason) => {
    const decision = decideOne(one);
    expect([decision?.verdict, decision?.reason]).toEqual([verdict, reason]);
    const isGiven = verdict === 'release' || verdict === 'trimmed';
    if (!isGiven) expect([decision?.fields, decision?.basis]).toEqual([[], []]);
    if (reason !== null) expect(REASONS).toHaveProperty([reason]);
  });

  test('nobody with an interest: one refusal without a recipient', () => {
    const decisions = decide(buildDeciding({ interests: [], agreements: setOf([]) }));
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
        buildConsentAgreement({ facts: { income: ['kind'] } }),
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

  test('a hold also holds what the same case would get in another capacity', () => {
    const decisions = decide(
      buildDeciding({
        interests: [
          { ...INTEREST, identityDigests: OTHER },
          { ...INTEREST, capacity: 'partner' },
          { ...INTEREST, caseReference: 'CTB-2' },
        ],
        agreements: setOf([buildAgreement({ capacities: ['ctb-claimant', 'partner'] })]),
      }),
    );
    expect(decisions.map((one) => [one.verdict, one.reason])).toEqual([
      ['hold', 'match-unconfirmed'],
      ['hold', 'behind-hold'],
      ['release', null],
    ]);
  });
});
