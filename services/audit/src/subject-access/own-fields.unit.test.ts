import { describe, expect, test } from '@jest/globals';
import { factFields } from '@told/codec';
import { OWNERS, ownFields } from './own-fields.ts';

const HOUSEHOLD = {
  ...{ member: 'Zzmark Partner', relation: 'partner', birthDate: '1981-01-02' },
  ...{ joinedOn: '2010-05-01', grossWeeklyIncomePence: 12_300, benefits: ['is'] },
};

describe('ownFields', () => {
  test('knows whose every field of every fact is', () => {
    const fields = Object.entries(factFields).map(([fact, names]) => [
      fact,
      // Said with the change itself.
      names.filter((name) => name !== 'dutyDischarged').sort(),
    ]);
    const owned = Object.entries(OWNERS).map(([fact, of]) => [fact, Object.keys(of).sort()]);
    expect(Object.fromEntries(owned)).toEqual(Object.fromEntries(fields));
  });

  test('leaves of a household what is the person’s own', () => {
    expect(ownFields('household', HOUSEHOLD, false)).toEqual({
      body: { relation: 'partner', joinedOn: '2010-05-01' },
      removed: [
        {
          reason: 'third-party',
          fields: ['member', 'birthDate', 'grossWeeklyIncomePence', 'benefits'],
        },
      ],
    });
  });

  test.each(['partner', 'non-dependant'])('leaves nothing of what a %s earns', (who) => {
    const told = { who, kind: 'employed', employer: 'Zzmark', netPence: 100 };
    expect(ownFields('income', told, false).body).toEqual({ who });
  });

  test('leaves what the person earns', () => {
    const told = { who: 'claimant', kind: 'employed', employer: 'Example Ltd', netPence: 100 };
    expect(ownFields('income', told, false)).toEqual({ body: told, removed: [] });
  });

  test.each([
    ['partner', { owner: 'partner' }],
    ['couple', { owner: 'couple', totalPence: 5 }],
    ['claimant', { owner: 'claimant', totalPence: 5 }],
  ])('gives the capital of a %s as %j', (owner, left) => {
    expect(ownFields('capital', { owner, totalPence: 5 }, false).body).toEqual(left);
  });

  test.each([
    ['child', { who: 'child', diedOn: '2010-05-01' }],
    ['claimant', { who: 'claimant', diedOn: '2010-05-01', member: 'Zz', birthDate: '1950-01-01' }],
  ])('gives the death of a %s as %j', (who, left) => {
    const told = { who, diedOn: '2010-05-01', member: 'Zz', birthDate: '1950-01-01' };
    expect(ownFields('death', told, false).body).toEqual(left);
  });

  test('gives an address, and leaves out where it is when it must not be told', () => {
    const told = { role: 'moved-in', toPostcode: 'LU1 3AA', toLines: ['1 Mark Street'] };
    expect(ownFields('address', told, false).body).toEqual(told);
    expect(ownFields('address', told, true)).toEqual({
      body: { role: 'moved-in' },
      removed: [{ reason: 'protected-address', fields: ['toPostcode', 'toLines'] }],
    });
  });

  test('keeps the digest of a number, which says nothing to anybody', () => {
    const told = { newNinoDigest: 'f'.repeat(32), reason: 'nino-changed' };
    expect(ownFields('identity', told, false)).toEqual({
      body: { reason: 'nino-changed' },
      removed: [{ reason: 'internal', fields: ['newNinoDigest'] }],
    });
  });

  test('takes what it does not know for somebody else’s', () => {
    expect(ownFields('income', { who: 'claimant', newField: 1 }, false).body).toEqual({
      who: 'claimant',
    });
    expect(ownFields('newFact', { any: 1 }, false).body).toEqual({});
  });
});
