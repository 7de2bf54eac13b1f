import { describe, expect, test } from '@jest/globals';
import { createKeys } from '@told/identity';
import fc from 'fast-check';
import {
  type Registration,
  registerInterest,
  type Standing,
  type StoredInterest,
} from './interest.ts';

const secret = 'an area secret for tests, of 32 bytes or more';
const keys = createKeys({ secret, version: 1 });
const ASHA = { surname: 'Sample', forename: 'Asha', birthDate: '1981-03-04', postcode: 'LU1 3AA' };
const BEN = { ...ASHA, forename: 'Ben', birthDate: '1990-05-06' };

const wanted = (more: Partial<Registration> = {}): Registration => ({
  ...{ agency: 'luton', capacity: 'ctb-claimant', caseReference: 'C-1', subjectKey: 'asha' },
  ...{ state: 'final', from: '2010-04-01', until: null, backFill: false },
  identityDigests: keys.digestsOf(ASHA),
  ...more,
});
const known = (more: Partial<StoredInterest> = {}): StoredInterest => ({
  ...{ agency: 'luton', capacity: 'ctb-claimant', caseReference: 'C-1', subjectKey: 'asha' },
  ...{ interestId: 'i', version: 3, state: 'final', matched: 'nino', asksBackFill: false },
  ...{ from: '2010-04-01', until: null, changedAt: 1, identityDigests: keys.digestsOf(ASHA) },
  ...more,
});
const standing = (more: Partial<Standing> = {}): Standing => ({
  ...{ known: undefined, onlyOne: undefined, isRejected: () => false, nowMicros: 2 },
  ...more,
});
const WITHOUT: Partial<Registration> = { state: 'pending', subjectKey: 'random' };
const REFUSED = known({ state: 'refused' });
const WAITING = known({ state: 'pending', matched: 'none', subjectKey: 'random' });
const LINKED = known({ state: 'provisional', matched: 'particulars' });
const CHOSEN = known({ matched: 'officer' });

describe('registering a case', () => {
  test.each<[string, Partial<Registration>, Partial<Standing>, object]>([
    ['new, by number', {}, {}, { state: 'final', matched: 'nino', version: 1 }],
    ['new, nobody known', WITHOUT, {}, { state: 'pending', matched: 'none', subjectKey: 'random' }],
    ['new, one known', WITHOUT, { onlyOne: 'asha' }, { state: 'provisional', subjectKey: 'asha' }],
    ['waiting, told the number', {}, { known: WAITING }, { state: 'final', subjectKey: 'asha' }],
    ['linked, told the number', {}, { known: LINKED }, { state: 'final', matched: 'nino' }],
    [
      'linked, told another’s number',
      { subjectKey: 'ben' },
      { known: LINKED },
      { subjectKey: 'ben' },
    ],
    [
      'linked, still the only one',
      { ...WITHOUT, until: '2010-12-31' },
      { known: LINKED },
      { state: 'provisional', subjectKey: 'asha' },
    ],
    [
      'linked, another is the only one',
      WITHOUT,
      { known: LINKED, onlyOne: 'ben' },
      { state: 'provisional', subjectKey: 'ben' },
    ],
    [
      'chosen by an officer, another period',
      { ...WITHOUT, until: '2010-12-31' },
      { known: CHOSEN },
      { state: 'final', matched: 'officer', subjectKey: 'asha' },
    ],
    ['chosen by an officer, told the number', {}, { known: CHOSEN }, { matched: 'nino' }],
    [
      'refused, for another',
      { subjectKey: 'ben' },
      { known: REFUSED },
      { state: 'final', subjectKey: 'ben' },
    ],
    [
      'refused, without a number',
      WITHOUT,
      { known: REFUSED },
      { state: 'pending', subjectKey: 'random' },
    ],
  ])('%s', (_, more, situation, expected) => {
    const answer = registerInterest(wanted(more), standing(situation));
    expect(answer).toMatchObject({ interest: expected });
  });

  test.each<[string, Partial<Registration>, Partial<Standing>, string]>([
    ['another’s number', { subjectKey: 'ben' }, { known: known() }, 'other-person'],
    [
      'particulars of another',
      { ...WITHOUT, identityDigests: keys.digestsOf(BEN) },
      { known: known() },
      'other-person',
    ],
    [
      'a person found wrong before',
      {},
      { known: REFUSED, isRejected: (key) => key === 'asha' },
      'match-rejected',
    ],
    ['the same', {}, { known: known() }, 'unchanged'],
    ['the same without a number', WITHOUT, { known: known() }, 'unchanged'],
    ['the same, waiting', WITHOUT, { known: WAITING }, 'unchanged'],
  ])('%s: %s', (_, more, situation, kind) => {
    expect(registerInterest(wanted(more), standing(situation)).kind).toBe(kind);
  });

  test('under another secret nothing can be compared: what was compared before stays', () => {
    const digests = createKeys({ secret, version: 2 }).digestsOf(BEN);
    const answer = registerInterest(
      wanted({ ...WITHOUT, identityDigests: digests, until: '2010-12-31' }),
      standing({ known: known() }),
    );
    expect(answer).toMatchObject({
      kind: 'changed',
      interest: { identityDigests: keys.digestsOf(ASHA) },
    });
  });

  test('a back-fill is owed as often as it is asked for, and is no other version of a certain interest', () => {
    const asked = wanted({ backFill: true });
    const owed = { interest: { asksBackFill: true } };
    expect(registerInterest(asked, standing())).toMatchObject(owed);
    const again = registerInterest(asked, standing({ known: known() }));
    expect(again).toMatchObject({
      kind: 'unchanged',
      interest: { ...known(), asksBackFill: true },
    });
    expect(registerInterest(asked, standing({ known: WAITING }))).toMatchObject(owed);
    const quiet = registerInterest(wanted(), standing({ known: known() }));
    expect(quiet).toEqual({ kind: 'unchanged', interest: known() });
  });

  test('who waits for its person waits for the back-fill too, once asked for', () => {
    const asked = wanted({ ...WITHOUT, backFill: true });
    const changed = registerInterest(asked, standing({ known: WAITING }));
    expect(changed).toMatchObject({ kind: 'changed', interest: { asksBackFill: true } });
    if (!('interest' in changed)) throw new TypeError('it is kept');
    const later = registerInterest(wanted(WITHOUT), standing({ known: changed.interest }));
    expect(later).toEqual({ kind: 'unchanged', interest: changed.interest });
  });

  test('twice is as good as once, whatever stands; and nothing but a number or an officer makes it certain', () => {
    const state = fc.constantFrom(undefined, known(), WAITING, LINKED, CHOSEN, REFUSED);
    const asked = fc.record({
      state: fc.constantFrom<Registration['state']>('final', 'pending'),
      subjectKey: fc.constantFrom('asha', 'ben', 'random'),
      until: fc.constantFrom(null, '2010-12-31'),
      backFill: fc.boolean(),
    });
    const onlyOne = fc.constantFrom(undefined, 'asha', 'ben');
    fc.assert(
      fc.property(state, asked, onlyOne, (before, more, found) => {
        const registration = wanted(more);
        const situation = standing({ known: before, onlyOne: found });
        const first = registerInterest(registration, situation);
        if (!('interest' in first)) return;
        const again = registerInterest(registration, { ...situation, known: first.interest });
        expect(again.kind).toBe('unchanged');
        const wasCertain = before?.state === 'final';
        if (more.state === 'pending' && !wasCertain) expect(first.interest.state).not.toBe('final');
        if (wasCertain) expect(first.interest.subjectKey).toBe(before.subjectKey);
      }),
    );
  });
});
