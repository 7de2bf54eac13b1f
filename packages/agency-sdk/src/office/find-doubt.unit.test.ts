import { describe, expect, test } from '@jest/globals';
import { findScheme } from '@told/benefits';
import { sampleEntry, sampleFile, sampleRules } from '../../test/sample-file.ts';
import { sampleIncome } from '../../test/sample-release.ts';
import type { CaseEntry, CaseRules, ToldFact } from './case-file.ts';
import { takeFact } from './take-fact.ts';

const USED = '2010-04-20';
const SUPPLIED = '2010-05-17';

const earns = (told: Partial<ToldFact>, suppliedOn = SUPPLIED): CaseEntry => ({
  ...sampleEntry({
    ...{ changeId: 'bus', occurredOn: '2010-04-19', usedOn: USED, usedFor: 'jsa-ib' },
    body: sampleIncome({ startOn: '2010-04-19' }),
    ...told,
  }),
  moment: { businessDate: suppliedOn, nowMs: 0 },
});

const officer = (occurredOn: string, told: Partial<ToldFact> = {}): CaseEntry =>
  earns({
    ...{ changeId: 'local', origin: 'officer', sourceAgency: 'central-bedfordshire', occurredOn },
    ...{ usedOn: null, usedFor: null, body: sampleIncome({ startOn: occurredOn, netPence: 1 }) },
    ...told,
  });

/** What becomes of the last entry, after the others. */
function answer(rules: CaseRules, ...entries: readonly CaseEntry[]): string {
  let file = sampleFile;
  let last = '';
  for (const entry of entries) {
    const { step, result } = takeFact(rules, file, entry, null);
    file = step?.file ?? file;
    const state = step?.fact.state;
    last = state === 'counted' ? 'counted' : `${result.kind}: ${result.reason}`;
    if (state === 'to-verify') expect(step?.after).toBe(step?.before);
  }
  return last;
}

/** The table of SI 2007/2911 reg 2, row by row, with its edges. */
const REGULATION: readonly (readonly [string, string, ...CaseEntry[]])[] = [
  ['used, and supplied within twelve months', 'counted', earns({})],
  ['supplied twelve months after use to the day', 'counted', earns({}, '2011-04-20')],
  ['supplied a day later than that', 'to-verify: r2(3)(a)', earns({}, '2011-04-21')],
  ['used on no known day', 'to-verify: r2(3)(c)', earns({ usedOn: null, usedFor: null })],
  ['used after it was supplied', 'to-verify: r2(3)(c)', earns({ usedOn: '2010-05-18' })],
  ['local evidence of a day between', 'to-verify: r2(3)(b)', officer('2010-04-21'), earns({})],
  ['local evidence of the day of supply', 'to-verify: r2(3)(b)', officer(SUPPLIED), earns({})],
  ['local evidence of the day of use', 'counted', officer(USED), earns({})],
  ['local evidence of a day after supply', 'counted', officer('2010-05-18'), earns({})],
  [
    'local evidence about another person’s income',
    'counted',
    officer('2010-04-21', { body: sampleIncome({ who: 'partner' }) }),
    earns({}),
  ],
  [
    'the same day told over the bus, which is no local evidence',
    'counted',
    earns({ changeId: 'other', occurredOn: '2010-04-21' }),
    earns({}),
  ],
];

const OTHERS: readonly (readonly [string, string, Partial<ToldFact>])[] = [
  ['a council’s, seen', 'counted', { sourceAgency: 'luton', usedOn: null, usedFor: null }],
  ['a council’s, used for its own benefit', 'counted', { sourceAgency: 'luton', usedFor: 'ctb' }],
  [
    'a council’s, self-declared, though used',
    'to-verify: evidence-self-declared',
    { sourceAgency: 'luton', evidenceLevel: 'self-declared', usedFor: 'ctb' },
  ],
  [
    'a council’s, verified at source',
    'counted',
    { sourceAgency: 'luton', evidenceLevel: 'verified-at-source', usedOn: null },
  ],
  [
    'DWP’s, used for a benefit that it does not decide, self-declared',
    'to-verify: evidence-self-declared',
    { usedFor: 'hb', evidenceLevel: 'self-declared' },
  ],
  [
    'the office’s own officer’s, self-declared and used by nobody',
    'counted',
    { origin: 'officer', usedOn: null, usedFor: null, evidenceLevel: 'self-declared' },
  ],
];

describe('a fact that DWP supplied, at a council for council tax benefit', () => {
  test.each(REGULATION)('%s: %s', (_, expected, ...entries) => {
    expect(answer(sampleRules, ...(entries as CaseEntry[]))).toBe(expected);
  });

  test('self-declared is used all the same: the regulation asks for no evidence', () => {
    expect(answer(sampleRules, earns({ evidenceLevel: 'self-declared' }))).toBe('counted');
  });
});

describe('a fact that the regulation does not reach', () => {
  test.each(OTHERS)('%s: %s', (_, expected, told) => {
    expect(answer(sampleRules, earns(told))).toBe(expected);
  });

  const jobseekers: CaseRules = {
    ...sampleRules,
    agency: 'jobcentre',
    benefit: 'jsa-ib',
    schemeOf: () => findScheme('jsa-ib'),
    toBenefitCase: (claim, facts) => ({
      ...sampleRules.toBenefitCase(claim, facts),
      ...{ awards: [], home: null, jsaWeekEndsOn: 2 },
    }),
  };
  test.each([
    ['seen', 'counted'],
    ['self-declared', 'to-verify: evidence-self-declared'],
  ] as const)('any, at JobCentre Plus for its allowance, %s: %s', (evidenceLevel, expected) => {
    const told = { sourceAgency: 'luton', usedOn: null, usedFor: null, evidenceLevel };
    expect(answer(jobseekers, earns(told))).toBe(expected);
  });
});
