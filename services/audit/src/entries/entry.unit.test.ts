import { expect, test } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { commitWith } from './commitments.ts';
import { type Facts, writeEntry } from './entry.ts';

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
      expect(writeEntry(entry)).toBe(canonicalize(entry));
    }),
  );
});

test('what is null is left out, at any depth', () => {
  expect(writeEntry({ b: null, a: { d: null, c: [{ e: null, f: 1 }] } })).toBe(
    '{"a":{"c":[{"f":1}]}}',
  );
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
