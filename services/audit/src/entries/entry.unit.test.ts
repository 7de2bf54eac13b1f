import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { commitWith } from './commitments.ts';
import { type Facts, isCanonical, writeEntry } from './entry.ts';

/** No name of ours is a whole number. */
const name = fc
  .string({ minLength: 1, unit: 'grapheme' })
  .filter((text) => !/^(?:\d|__proto__$)/.test(text));
const { facts } = fc.letrec<{ facts: Facts; value: Facts[string] }>((tie) => ({
  facts: fc.dictionary(name, tie('value'), { maxKeys: 6, noNullPrototype: true }),
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'grapheme' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    tie('facts'),
    fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), tie('facts')), { maxLength: 4 }),
  ) as fc.Arbitrary<Facts[string]>,
}));

test('an entry is written as RFC 8785 has it', () => {
  fc.assert(
    fc.property(facts, (entry) => {
      const canonical = canonicalize(entry) ?? '';
      expect(writeEntry(entry)).toBe(canonical);
      const ordered: Facts = JSON.parse(canonical);
      expect([isCanonical(ordered), writeEntry(ordered)]).toEqual([true, canonical]);
    }),
  );
});

test('what is null is left out, at any depth', () => {
  expect(writeEntry({ b: null, a: { d: null, c: [{ e: null, f: 1 }] } })).toBe(
    '{"a":{"c":[{"f":1}]}}',
  );
});

test.each([
  ['a member that comes too early', { b: 1, a: 2 }],
  ['one of a member', { a: { c: 1, b: 2 } }],
  ['one within a list', { a: [{ c: 1, b: 2 }] }],
  ['a member without a value', { a: null }],
])('%s is not canonical', (_, entry: Facts) => {
  expect(isCanonical(entry)).toBe(false);
  expect(isCanonical(JSON.parse(writeEntry(entry)))).toBe(true);
});

test('a commitment is the hash of salt and value, and tells a person from a case', () => {
  const commit = commitWith(Buffer.alloc(16, 1));
  // printf '\001…\001subject\nabc' | sha256sum
  expect(commit.subject('abc')).toBe(
    'a1ec8b6c16d5860cb786cf8bedcf09ebf157be68dd85faa37aa594a420ecb5fc',
  );
  expect(commit.case('abc', '')).not.toBe(commit.subject('abc'));
  expect(commitWith(Buffer.alloc(16, 2)).subject('abc')).not.toBe(commit.subject('abc'));
});

test.each([1, 300, 400, 5_000])(
  'a commitment to a text of %p characters is the hash of all of it',
  (length) => {
    const key = 'é'.repeat(length);
    const whole = createHash('sha256').update(Buffer.alloc(16, 1)).update(`subject\n${key}`);
    expect(commitWith(Buffer.alloc(16, 1)).subject(key)).toBe(whole.digest('hex'));
  },
);
