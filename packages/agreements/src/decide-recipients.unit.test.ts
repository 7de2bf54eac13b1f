import { describe, expect, test } from '@jest/globals';
import { buildAgreement } from '../test/build-agreement.ts';
import { buildDeciding, CHANGE, INTEREST, OTHER, SAME, setOf } from '../test/deciding.ts';
import { decide } from './decide.ts';
import { isThirdParty } from './protect.ts';

type Change = Parameters<typeof buildDeciding>[0];
const decideOne = (change: Change) => decide(buildDeciding(change))[0];
const NOTHING = setOf([]);

describe('whoever waits for an ancestor', () => {
  const waiting = { ...INTEREST, isChainWaiting: true, until: '2010-05-01' };
  const cases: readonly (readonly [string, Change, string, string])[] = [
    ['waits for its refusal too', { isHeld: () => true }, 'hold', 'behind-hold'],
    ['is refused when the case flows', { isHeld: () => false }, 'refused', 'outside-period'],
    [
      'is refused as a past recipient, whose case is somebody else’s',
      { isHeld: () => true, interests: [{ ...waiting, isCurrent: false }] },
      ...(['refused', 'no-interest'] as const),
    ],
  ];
  test.each(cases)('%s', (_, more, verdict, reason) => {
    for (const changeType of ['corrected', 'annulled']) {
      const change = { ...CHANGE, changeType };
      const decision = decideOne({ change, interests: [waiting], ...more });
      expect(decision).toMatchObject({ verdict, reason, takesBack: false, fields: [] });
    }
  });
  test.each(['created', 'ended'])('does not wait for the refusal of what is %s', (changeType) => {
    const change = { ...CHANGE, changeType };
    const decision = decideOne({ change, interests: [waiting], isHeld: () => true });
    expect(decision).toMatchObject({ verdict: 'refused', reason: 'outside-period' });
  });
});

describe('whoever was given an ancestor', () => {
  const given = { ...INTEREST, wasGiven: true };

  test.each(['corrected', 'annulled'])(
    'is told not to rely on it when %s and refused',
    (changeType) => {
      const change = { ...CHANGE, changeType };
      const decision = decideOne({ change, interests: [given], agreements: NOTHING });
      expect(decision).toMatchObject({ verdict: 'refused', takesBack: true, fields: [] });
    },
  );
  test.each(['created', 'ended'])('is told nothing of it when the change is %s', (changeType) => {
    const change = { ...CHANGE, changeType };
    const decision = decideOne({ change, interests: [given], agreements: NOTHING });
    expect(decision?.takesBack).toBe(false);
  });

  const corrected = { ...CHANGE, changeType: 'corrected' };
  const cases: readonly (readonly [string, Change, string, boolean])[] = [
    ['a value when it may have one', {}, 'release', false],
    ['nothing while its case is held', { isHeld: () => true }, 'hold', false],
    [
      'do-not-rely when its link was wrong',
      { interests: [{ ...given, state: 'refused' }] },
      'refused',
      true,
    ],
    [
      'do-not-rely when its case moved',
      { interests: [{ ...given, isCurrent: false }] },
      'refused',
      true,
    ],
    ['do-not-rely while suspended', { standingOfAgency: () => 'suspended' }, 'refused', true],
    [
      'nothing when the bus knows it no more',
      { standingOfAgency: () => 'unknown' },
      'refused',
      false,
    ],
    [
      'do-not-rely when its case had ended by then',
      { interests: [{ ...given, until: '2010-05-01' }] },
      'refused',
      true,
    ],
  ];
  test.each(cases)('gets %s', (_, more, verdict, takesBack) => {
    const decision = decideOne({ change: corrected, interests: [given], ...more });
    expect(decision).toMatchObject({ verdict, takesBack });
  });

  test('and nobody else is told not to rely on anything', () => {
    expect(decideOne({ change: corrected, agreements: NOTHING })?.takesBack).toBe(false);
  });
});

describe('a difference between the two offices', () => {
  const hold = { verdict: 'hold', reason: 'match-unconfirmed' };
  const interests = [{ ...INTEREST, identityDigests: OTHER }];

  test('holds until a person has confirmed this very one', () => {
    expect(decideOne({ interests })).toMatchObject(hold);
    const isConfirmed = (id: string) => id === INTEREST.interestId;
    expect(decideOne({ interests, isConfirmed })?.verdict).toBe('release');
  });
  test('confirming it does not make a provisional interest final', () => {
    const provisional = [{ ...INTEREST, state: 'provisional' as const }];
    expect(decideOne({ interests: provisional, isConfirmed: () => true })).toMatchObject(hold);
  });
  test('is judged by the digests under the secret of the interest, now or before', () => {
    const change = {
      ...CHANGE,
      identityDigests: { secretVersion: 2, who: 'other' },
      identityDigestsBefore: SAME,
    };
    expect(decideOne({ change })?.verdict).toBe('release');
    expect(decideOne({ change, interests })).toMatchObject(hold);
  });
  test('nothing to compare with is a difference', () => {
    const change = { ...CHANGE, identityDigests: { ...SAME, secretVersion: 3 } };
    expect(decideOne({ change, conflicts: () => false })).toMatchObject(hold);
  });
});

describe('a protected address', () => {
  const NAMES = ['role', 'toUprn', 'toLines', 'toPostcode', 'movedInOn', 'tenure', 'liablePersons'];
  const PRESENT = [...NAMES, 'protected', 'aNewField'];
  const change = {
    ...CHANGE,
    fact: 'address',
    presentFields: PRESENT.map((name) => `address.${name}`),
    protectedAddress: true,
  };
  const capacities = ['ctb-claimant', 'partner-of-claimant'];
  const agreements = setOf([
    buildAgreement({ capacities, facts: { address: PRESENT, income: ['who', 'netPence'] } }),
  ]);
  const GIVEN = ['address.role', 'address.movedInOn', 'address.protected'];

  test.each([
    ['told as such', { change }],
    ['known to be so', { change: { ...change, protectedAddress: false }, protectedSince: 4 }],
  ])('%s: the own case learns that there was a move, and when', (_, more) => {
    const decision = decideOne({ agreements, ...more });
    expect(decision?.verdict).toBe('trimmed');
    expect(decision?.fields.map((one) => one.field)).toEqual(GIVEN);
    expect(decision?.withheld).toEqual(
      change.presentFields
        .filter((field) => !GIVEN.includes(field))
        .map((field) => ({ field, reason: 'protected' })),
    );
  });
  test('gives nothing when all that was told tells where', () => {
    const where = { ...change, presentFields: ['address.toLines'] };
    expect(decideOne({ agreements, change: where })).toMatchObject({
      verdict: 'refused',
      reason: 'no-field',
      withheld: [{ field: 'address.toLines', reason: 'protected' }],
    });
  });
  test('leaves other facts of the person alone', () => {
    expect(decideOne({ agreements, protectedSince: 4 })?.verdict).toBe('release');
  });

  const partner = [{ ...INTEREST, capacity: 'partner-of-claimant' }];
  const refused = { verdict: 'refused', reason: 'protected', fields: [] };
  test('nothing at all reaches a case about somebody else', () => {
    const more = { agreements, interests: partner };
    expect(decideOne({ ...more, change })).toMatchObject(refused);
    expect(decideOne({ ...more, protectedSince: 4 })).toMatchObject(refused);
    expect(decideOne(more)?.verdict).toBe('release');
  });
  test('whoever had no basis anyway learns nothing of the protection', () => {
    const more = { agreements: NOTHING, interests: partner, change };
    expect(decideOne(more)?.reason).toBe('no-basis');
  });
  test('a third party is known by the end of its capacity', () => {
    const names = ['partner-of-claimant', 'landlord-of-claimant', 'ctb-claimant', 'of-claimants'];
    expect(names.map(isThirdParty)).toEqual([true, true, false, false]);
  });
});
