import { describe, expect, test } from '@jest/globals';
import { jsonSchemaFor } from '@told/codec';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { schemas } from '../../../../packages/codec/src/generated/schemas.ts';
import { recordArbitrary } from '../../../../packages/codec/test/record-arbitrary.ts';
import { createCanonicalWriter } from './canonical-text.ts';

const leaf = {};
const object = (...names: readonly string[]) => ({
  properties: Object.fromEntries(names.map((name) => [name, leaf])),
});

describe('createCanonicalWriter', () => {
  test.each([
    [
      { properties: { b: leaf, a: { properties: { d: leaf, c: { items: object('y', 'x') } } } } },
      { b: 1, a: { d: null, c: [{ y: 1e21, x: -0 }, null] } },
      '{"a":{"c":[{"x":0,"y":1e+21},null]},"b":1}',
    ],
    [
      object('ö', 'z', 'Z'),
      { ö: 'Zoë\u2028', z: '"\\\n', Z: '\u0001' },
      '{"Z":"\\u0001","z":"\\"\\\\\\n","ö":"Zoë\u2028"}',
    ],
    [object('a', 'b'), { a: undefined, b: true }, '{"b":true}'],
  ])('orders members and leaves nulls out', (schema, value, text) => {
    expect(createCanonicalWriter(schema)(value)).toBe(text);
  });

  test('refuses an object of which the schema says nothing', () => {
    expect(() => createCanonicalWriter(object('a'))({ a: { b: 1 } })).toThrow(TypeError);
  });

  test('writes what RFC 8785 does for every submission without its nulls', () => {
    const write = createCanonicalWriter(jsonSchemaFor('Submission'));
    fc.assert(
      fc.property(recordArbitrary(schemas.Submission), (submission) => {
        expect(write(submission)).toBe(canonicalize(withoutNulls(submission)));
      }),
    );
  });
});

function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNulls);
  const kept = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(kept.map(([name, field]) => [name, withoutNulls(field)]));
}
