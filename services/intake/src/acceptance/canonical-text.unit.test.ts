import { describe, expect, test } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalText } from './canonical-text.ts';

describe('canonicalText', () => {
  test.each([
    [
      { b: 1, a: { d: null, c: [{ y: 1e21, x: -0 }, null] } },
      '{"a":{"c":[{"x":0,"y":1e+21},null]},"b":1}',
    ],
    [
      { ö: 'Zoë\u2028', z: '"\\\n', Z: '\u0001' },
      '{"Z":"\\u0001","z":"\\"\\\\\\n","ö":"Zoë\u2028"}',
    ],
    [{ a: undefined, b: true }, '{"b":true}'],
  ])('orders members and leaves nulls out: %j', (value, text) => {
    expect(canonicalText(value)).toBe(text);
  });

  test('writes what RFC 8785 does for every value without nulls', () => {
    const leaf = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
    );
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => `n${text}`);
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(leaf, fc.array(tie('value')), fc.dictionary(name, tie('value'))),
    }));
    fc.assert(
      fc.property(value, (one) => {
        expect(canonicalText(one)).toBe(canonicalize(one));
      }),
    );
  });
});
