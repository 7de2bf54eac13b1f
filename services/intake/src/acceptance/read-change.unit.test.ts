import { describe, expect, test } from '@jest/globals';
import { completeChange, type Person, type SubmittedChange } from '@told/codec';
import { createChangeReader } from './read-change.ts';

const read = createChangeReader({
  mode: 'synthetic',
  areaSecrets: [{ version: 1, secret: 'an area secret for tests, 32 characters or more' }],
  today: () => '2010-04-05',
});

const person: Person = {
  nino: 'qq 12 34 56 c',
  surname: 'Sample',
  forename: 'Asha',
  birthDate: '1980-02-29',
  postcode: 'LU1 0AA',
};

const change = (more: Partial<SubmittedChange> = {}): SubmittedChange =>
  completeChange({
    person,
    fact: 'income',
    changeType: 'created',
    occurredOn: '2010-04-05',
    notifiedOn: '2010-04-05',
    receivedOn: '2010-04-05',
    income: { who: 'claimant', kind: 'employed' } as SubmittedChange['income'],
    ...more,
  });

const reading = (more: Partial<SubmittedChange> = {}, agency = 'jobcentre') =>
  read({ agency, idempotencyKey: 'k', change: change(more) });

const codes = (more: Partial<SubmittedChange>) => {
  const outcome = reading(more);
  return outcome.ok ? [] : outcome.errors.map(({ pointer, code }) => `${pointer} ${code}`);
};

describe('identity behind the door', () => {
  test('nothing that is read still holds the NINO, a name or a birth date', () => {
    const text = JSON.stringify(reading());
    for (const secret of ['123456', 'Sample', 'Asha', '1980-02-29', 'LU1 0AA']) {
      expect(text).not.toContain(secret);
    }
  });

  test.each([
    ['QQ12345', '/person/nino nino-malformed'],
    ['11 a1 11 11', '/person/nino nino-temporary'],
    ['AB123456C', '/person/nino nino-foreign-mode'],
  ])('a number that is not a synthetic NINO is refused by rule: %s', (nino, expected) => {
    expect(codes({ person: { ...person, nino } })).toEqual([expected]);
  });

  test('a new number is another one than the person is named by, whatever its suffix', () => {
    const identity = {
      newNino: 'QQ123456D',
      reason: 'nino-changed',
    } as SubmittedChange['identity'];
    const told = { fact: 'identity', income: null, identity } as const;
    expect(codes(told)).toEqual(['/identity/newNino nino-unchanged']);
    expect(codes({ ...told, person: { ...person, nino: 'QQ123457C' } })).toEqual([]);
    const corrected = {
      changeType: 'corrected',
      previousChangeId: '0a1b2c3d-0000-5000-8000-000000000001',
    } as const;
    expect(codes({ ...told, ...corrected })).toEqual([]);
  });

  test('a person is named by NINO or by case reference', () => {
    expect(codes({ person: { ...person, nino: null } })).toEqual(['/person person-unknown']);
    expect(codes({ person: null, caseReference: 'JSA-1' })).toEqual([]);
  });

  test('the suffix does not make another person', () => {
    const keyOf = (nino: string) => {
      const outcome = reading({ person: { ...person, nino } });
      return outcome.ok && outcome.value.subjectKeys?.[0];
    };
    expect(keyOf('QQ123456C')).toBe(keyOf('QQ123456'));
    expect(keyOf('QQ123456C')).not.toBe(keyOf('QQ123457C'));
  });
});

describe('the content of a change', () => {
  const macOf = (more: Partial<SubmittedChange> = {}) => {
    const outcome = reading(more);
    return outcome.ok && outcome.value.contentMac.toString('hex');
  };

  test('is the same when a field is null and when it is missing', () => {
    const { system: _, ...rest } = change();
    const outcome = read({
      agency: 'jobcentre',
      idempotencyKey: 'k',
      change: rest as SubmittedChange,
    });
    expect(outcome.ok && outcome.value.contentMac.toString('hex')).toBe(macOf());
  });

  test('is another one when any field differs', () => {
    expect(macOf({ occurredOn: '2010-04-04' })).not.toBe(macOf());
    expect(macOf({ person: { ...person, forename: 'Asa' } })).not.toBe(macOf());
  });
});
