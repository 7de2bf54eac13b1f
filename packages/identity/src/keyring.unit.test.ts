import { describe, expect, test } from '@jest/globals';
import { createKeyring } from './keyring.ts';
import { createKeys } from './keys.ts';

const first = { version: 1, secret: 'the first secret of the area, for tests' };
const second = { version: 2, secret: 'the second secret of the area, for tests' };
const person = { surname: 'Sample', birthDate: '1981-03-04' };

describe('createKeyring', () => {
  test('with one secret gives what its keys give', () => {
    const keys = createKeys(first);
    const ring = createKeyring([first]);
    expect(ring.subjectKeys('QQ123456')).toEqual([keys.subjectKey('QQ123456')]);
    expect(ring.digestsOf(person)).toEqual(keys.digestsOf(person));
    expect(ring.digestsBefore(person)).toBeNull();
  });

  test('once rotated, looks for persons under both, and digests under both', () => {
    const ring = createKeyring([first, second]);
    expect(ring.subjectKeys('QQ123456')).toEqual([
      createKeys(first).subjectKey('QQ123456'),
      createKeys(second).subjectKey('QQ123456'),
    ]);
    expect(ring.digestsOf(person)).toEqual(createKeys(second).digestsOf(person));
    expect(ring.digestsBefore(person)).toEqual(createKeys(first).digestsOf(person));
    expect(ring.ninoDigest('QQ123456')).toBe(createKeys(second).ninoDigest('QQ123456'));
  });

  test('names each secret without telling it', () => {
    const names = createKeyring([first, second]).fingerprints;
    expect(names.map(({ version }) => version)).toEqual([1, 2]);
    expect(names).toEqual(createKeyring([first, second]).fingerprints);
    const other = createKeyring([{ ...first, secret: second.secret }]).fingerprints;
    expect(new Set([...names, ...other].map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });

  test.each([
    ['secret-missing', []],
    ['secret-order', [second, first]],
    ['secret-order', [first, first]],
    ['secret-too-short', [first, { version: 2, secret: 'short' }]],
  ] as const)('refuses what it cannot be safe with: %s', (code, secrets) => {
    expect(() => createKeyring(secrets)).toThrow(expect.objectContaining({ code }));
  });
});
