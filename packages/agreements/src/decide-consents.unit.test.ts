import { describe, expect, test } from '@jest/globals';
import { buildAgreement } from '../test/build-agreement.ts';
import {
  buildConsentAgreement,
  buildDeciding,
  CHANGE,
  CONSENT,
  INTEREST,
  setOf,
} from '../test/deciding.ts';
import { consentRecipients } from './consents.ts';
import { decide } from './decide.ts';
import type { Deciding } from './deciding.ts';
import { suspend } from './suspend.ts';

type Change = Parameters<typeof buildDeciding>[0];
const decideOne = (change: Change) => decide(buildDeciding(change))[0];
const BY_CONSENT = setOf([buildConsentAgreement()]);
const used = { consentId: CONSENT.consentId, version: CONSENT.version };

describe('what rests on consent', () => {
  test('is given under a live one, which the answer names with its version', () => {
    const decision = decideOne({ agreements: BY_CONSENT, consents: [CONSENT] });
    expect(decision).toMatchObject({ verdict: 'release', consents: [used] });
    expect(decision?.restsOnConsent).toEqual([
      { consentId: CONSENT.consentId, fields: ['income.who', 'income.netPence'] },
    ]);
  });

  const refusals: readonly (readonly [string, Partial<typeof CONSENT>, string])[] = [
    ['to another recipient', { recipient: 'luton' }, 'no-consent'],
    ['for another purpose', { purpose: 'referring-to-a-charity' }, 'no-consent'],
    ['from tomorrow', { on: '2010-05-14' }, 'no-consent'],
    ['until yesterday', { until: '2010-05-12' }, 'no-consent'],
    ['withdrawn', { action: 'withdrawn' }, 'consent-withdrawn'],
    ['withdrawn, dated tomorrow', { action: 'withdrawn', on: '2010-05-14' }, 'consent-withdrawn'],
  ];
  test.each(refusals)('is refused with a consent %s', (_, change, reason) => {
    const decision = decideOne({ agreements: BY_CONSENT, consents: [{ ...CONSENT, ...change }] });
    expect(decision).toMatchObject({ verdict: 'refused', reason, fields: [], restsOnConsent: [] });
    expect(decision?.withheld).toEqual(
      CHANGE.presentFields.map((field) => ({ field, reason: reason as 'no-consent' })),
    );
  });

  test('holds on the first and on the last day', () => {
    const consents = [{ ...CONSENT, on: '2010-05-13', until: '2010-05-13' }];
    expect(decideOne({ agreements: BY_CONSENT, consents })?.verdict).toBe('release');
  });

  test('names the consent that was looked at in a refusal too', () => {
    const consents = [{ ...CONSENT, action: 'withdrawn' as const }];
    expect(decideOne({ agreements: BY_CONSENT, consents })?.consents).toEqual([used]);
  });

  const both = (live: boolean): Change => ({
    change: { ...CHANGE, presentFields: ['income.who', 'income.kind'] },
    agreements: setOf([
      buildConsentAgreement({ id: 'a-first', facts: { income: ['who', 'kind'] } }),
      buildAgreement({ id: 'statute', facts: { income: ['who'] } }),
    ]),
    consents: [{ ...CONSENT, action: live ? 'given' : 'withdrawn' }],
  });
  test('is only what no other basis allows', () => {
    const decision = decideOne(both(true));
    expect(decision?.fields.map((one) => one.agreement)).toEqual(['statute', 'a-first']);
    expect(decision?.restsOnConsent).toEqual([
      { consentId: CONSENT.consentId, fields: ['income.kind'] },
    ]);
  });
  test('rests on every consent that allows it, each with an agreement of its own', () => {
    const other = { ...CONSENT, consentId: CONSENT.consentId.replace('c', 'd'), purpose: 'advice' };
    const agreements = setOf([
      buildConsentAgreement({ facts: { income: ['who', 'netPence'] } }),
      buildConsentAgreement({ id: 'same-purpose', hash: 'e'.repeat(64) }),
      buildConsentAgreement({
        ...{ id: 'for-advice', hash: 'd'.repeat(64), purpose: 'advice' },
        facts: { income: ['netPence'] },
      }),
    ]);
    const decision = decideOne({ agreements, consents: [CONSENT, other] });
    expect(decision?.restsOnConsent).toEqual([
      { consentId: CONSENT.consentId, fields: ['income.who', 'income.netPence'] },
      { consentId: other.consentId, fields: ['income.netPence'] },
    ]);
    expect(decision?.fields.map((one) => [one.field, one.agreement])).toEqual([
      ['income.who', 'by-consent'],
      ['income.netPence', 'by-consent'],
      ['income.netPence', 'for-advice'],
    ]);
    const alone = decideOne({
      agreements,
      consents: [{ ...CONSENT, action: 'withdrawn' }, other],
    });
    expect(alone?.restsOnConsent).toEqual([
      { consentId: other.consentId, fields: ['income.netPence'] },
    ]);
  });
  test('is kept back once withdrawn, and what rests on statute still goes', () => {
    const decision = decideOne(both(false));
    expect(decision).toMatchObject({
      verdict: 'trimmed',
      fields: [{ field: 'income.who' }],
      withheld: [{ field: 'income.kind', reason: 'consent-withdrawn' }],
      restsOnConsent: [],
    });
  });
});

describe('consentRecipients', () => {
  const set = setOf([
    buildAgreement({ purpose: 'statute' }),
    buildConsentAgreement(),
    buildConsentAgreement({ version: 2, purpose: 'ended', state: 'ended' }),
    buildConsentAgreement({ version: 3, purpose: 'unsigned', approvals: [] }),
    buildConsentAgreement({ version: 4, purpose: 'also', state: 'suspended' }),
    buildConsentAgreement({ version: 5, purpose: 'past', validUntil: '2010-05-12' }),
  ]);
  const listOn = (on: string) =>
    [...consentRecipients(set, on)].map(([purpose, to]) => [purpose, ...to]).sort();

  test('names those of agreements by consent in force, suspended ones too', () => {
    expect(listOn('2010-05-13')).toEqual([
      ['also', 'central-bedfordshire'],
      ['pre-filling-forms', 'central-bedfordshire'],
    ]);
  });

  test('names those of agreements that are yet to begin', () => {
    expect(listOn('2010-03-31').map(([purpose]) => purpose)).toEqual([
      ...['also', 'past', 'pre-filling-forms'],
    ]);
  });
});

describe('suspend', () => {
  const set = setOf([
    buildAgreement(),
    buildAgreement({ id: 'other', hash: 'd'.repeat(64), facts: { income: ['who'] } }),
  ]);
  const decideWith = (ids: readonly string[], change: Partial<Deciding<never>> = {}) =>
    decideOne({ agreements: suspend(set, new Set(ids)), ...(change as Change) });

  test('keeps the hash, and the set itself when nothing in it is meant', () => {
    expect(suspend(set, new Set(['example'])).hash).toBe(set.hash);
    expect(suspend(set, new Set(['unknown']))).toBe(set);
  });
  test('refuses what only suspended agreements would allow', () => {
    const decision = decideWith(['example', 'other']);
    expect(decision).toMatchObject({ verdict: 'refused', reason: 'agreement-suspended' });
    expect(decision?.withheld.map((one) => one.reason)).toEqual([
      'agreement-suspended',
      'agreement-suspended',
    ]);
  });
  test('keeps back the fields that only it names', () => {
    expect(decideWith(['example'])).toMatchObject({
      verdict: 'trimmed',
      fields: [{ field: 'income.who', agreement: 'other' }],
      withheld: [{ field: 'income.netPence', reason: 'agreement-suspended' }],
    });
  });
  test('leaves what is a draft or ended as it is', () => {
    const drafts = setOf([buildAgreement({ state: 'draft' })]);
    expect(suspend(drafts, new Set(['example'])).agreements[0]?.state).toBe('draft');
  });
  test('changes nothing that was decided by the set before', () => {
    decideWith(['example', 'other']);
    expect(decideOne({ agreements: set, interests: [INTEREST] })?.verdict).toBe('release');
  });
});
