import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareDigests } from './compare.ts';
import { IDENTITY_ERRORS, IdentityError } from './errors.ts';
import { createKeys, type PersonTold } from './keys.ts';

const secret = 'a-secret-of-the-area-for-tests-only!';
const keys = createKeys({ secret, version: 1 });
const asha: PersonTold = {
  surname: 'Sample',
  forename: 'Asha',
  birthDate: '1981-03-04',
  postcode: 'LU1 3AA',
};

describe('createKeys', () => {
  test('gives the published digest for a known number', () => {
    const expected = createHmac('sha256', secret)
      .update('told-once\0subject\x001\0QQ123456')
      .digest('hex')
      .slice(0, 32);
    expect(keys.subjectKey('QQ123456')).toBe(expected);
    expect(expected).toMatch(/^[0-9a-f]{32}$/);
  });

  test('gives a number that is told another digest than the person it would be', () => {
    const told = keys.ninoDigest('QQ123456');
    expect(told).toMatch(/^[0-9a-f]{32}$/);
    expect(told).not.toBe(keys.subjectKey('QQ123456'));
    expect(told).not.toBe(createKeys({ secret, version: 2 }).ninoDigest('QQ123456'));
  });

  test('equal values in different fields, or under another version or secret, never give equal digests', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]$/), (letter) => {
        const person = { surname: letter, forename: letter };
        const one = keys.digestsOf(person);
        const next = createKeys({ secret, version: 2 }).digestsOf(person);
        const other = createKeys({ secret: `${secret}x`, version: 1 }).digestsOf(person);
        const digests = [one, next, other].flatMap((d) => [d.surnamePrefix, d.initial]);
        expect(new Set([...digests, keys.subjectKey(letter)]).size).toBe(7);
      }),
    );
  });

  test('gives each name its own digest, however many came before it and again', () => {
    const named = (at: number): string =>
      `${String.fromCharCode(65 + (at % 26))}ENT${at % 7 === 0 ? 'LONG'.repeat(12) : ''}${at.toString(26).replace(/[0-9]/g, (digit) => 'QRSTUVWXYZ'[Number(digit)] as string)}`;
    const expected = (field: string, value: string): string =>
      createHmac('sha256', secret)
        .update(`told-once\0${field}\x001\0${value.toUpperCase()}`)
        .digest('hex')
        .slice(0, 32);
    const own = createKeys({ secret, version: 1 });
    for (const at of [...Array(2_500).keys(), 0, 1, 7, 2_499]) {
      const { surname, forename } = own.digestsOf({ surname: named(at), forename: named(at) });
      expect([surname, forename]).toEqual([
        expected('surname', named(at)),
        expected('forename', named(at)),
      ]);
    }
  });

  test('what was not told, or has no letter, has no digest', () => {
    expect(keys.digestsOf({})).toEqual({
      secretVersion: 1,
      surname: null,
      forename: null,
      birthDate: null,
      surnamePrefix: null,
      initial: null,
      postcode: null,
    });
    expect(keys.digestsOf({ surname: '-', postcode: 'nowhere' })).toMatchObject({
      surnamePrefix: null,
      postcode: null,
    });
  });

  test('no digest contains a told value', () => {
    const text = JSON.stringify(keys.digestsOf(asha)).toLowerCase();
    for (const value of Object.values(asha))
      expect(text).not.toContain(String(value).toLowerCase());
  });

  test('a random key has 32 hex digits and takes exactly the randomness given', () => {
    expect(keys.randomSubjectKey((bytes) => new Uint8Array(bytes).fill(255))).toBe('f'.repeat(32));
    expect(() => keys.randomSubjectKey(() => new Uint8Array(3))).toThrow(IdentityError);
  });

  test.each([
    ['secret-too-short', { secret: 'short', version: 1 }],
    ['secret-version', { secret, version: 0 }],
    ['secret-version', { secret, version: 1.5 }],
  ] as const)('refuses what it cannot be safe with: %s', (code, area) => {
    let thrown: unknown;
    try {
      createKeys(area);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(IdentityError);
    expect(thrown).toMatchObject({ code, retryable: IDENTITY_ERRORS[code].retryable });
    expect((thrown as Error).message).not.toContain('short;');
  });
});

describe('compareDigests', () => {
  const compare = (a: PersonTold, b: PersonTold) =>
    compareDigests(keys.digestsOf(a), keys.digestsOf(b));

  test.each([
    ['the same person', {}, false],
    ['another birth date', { birthDate: '1981-04-03' }, true],
    ['another surname', { surname: 'Patel' }, true],
    ['another initial', { forename: 'Ben' }, true],
    ['another postcode, since people move', { postcode: 'SG17 5TQ' }, false],
    ['a surname that differs after its third letter', { surname: 'Sampson' }, false],
    ['a nickname with the same initial', { forename: 'Ash' }, false],
    ['a birth date that one side did not tell', { birthDate: null }, false],
  ] as const)('%s', (_, change, conflict) => {
    expect(compare(asha, { ...asha, ...change }).conflict).toBe(conflict);
  });

  test('gives a verdict per field', () => {
    expect(compare(asha, { ...asha, birthDate: '1981-04-03', postcode: null })).toEqual({
      conflict: true,
      verdicts: {
        birthDate: 'different',
        surnamePrefix: 'equal',
        initial: 'equal',
        postcode: 'unknown',
      },
    });
  });

  test('digests of different secret versions cannot be compared, which is a conflict', () => {
    const next = createKeys({ secret, version: 2 });
    expect(compareDigests(keys.digestsOf(asha), next.digestsOf(asha)).conflict).toBe(true);
  });

  test('is symmetric', () => {
    const person = fc.record({
      surname: fc.constantFrom('Sample', 'Patel', null),
      forename: fc.constantFrom('Asha', 'Ben', null),
      birthDate: fc.constantFrom('1981-03-04', '1990-01-01', null),
      postcode: fc.constantFrom('LU1 3AA', 'MK45 1AA', null),
    });
    fc.assert(
      fc.property(person, person, (a, b) => {
        expect(compare(a, b)).toEqual(compare(b, a));
      }),
    );
  });
});
