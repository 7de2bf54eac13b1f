import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJsonText } from './parse-json.ts';
import { Problem } from './problems.ts';

/** The pointer of the repeated key; null: the text was read. */
function pointerOf(text: string): string | undefined | null {
  try {
    parseJsonText(text);
    return null;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'repeated-key') throw error;
    return error.errors[0]?.pointer;
  }
}

describe('an object with the same key twice', () => {
  test.each<[string, string, string]>([
    ['at the top', '{"on":"2010-04-05","any":1,"on":"2010-04-06"}', '/on'],
    ['with the same value', '{"on":1,"on":1}', '/on'],
    ['within another', '{"person":{"nino":"QQ123456A","nino":"QQ654321A"}}', '/person/nino'],
    ['within a list', '{"a":[0,{"b":1},[{"b":1,"b":{}}]]}', '/a/2/0/b'],
    ['spelt in two ways', '{"nino":1,"n\\u0069no":2}', '/nino'],
    ['that is empty', '{"":1,"":2}', '/'],
    ['with characters of a pointer', '{"a/~b":1,"a/~b":2}', '/a~1~0b'],
    ['in what another repeated key drops', '{"a":{"b":1,"b":2},"a":3}', '/a/b'],
    ['with white space', '{ "a" :\n1\t,\r"a" : 2 }', '/a'],
    ['after a text of brackets, colons and quotes', '{"a":"{\\":[,\\\\","b":1,"b":":"}', '/b'],
  ])('is refused and pointed at: %s', (_, text, pointer) => {
    expect(pointerOf(text)).toBe(pointer);
  });

  test.each([
    '{"a":{"b":1},"b":{"a":1},"c":[{"a":1},{"a":1}]}',
    '{"a":"a:b","b":"\\":\\"","toString":1,"hasOwnProperty":2}',
    '[]',
    '":"',
  ])('is not what two objects with that key are: %s', (text) => {
    expect(parseJsonText(text)).toEqual(JSON.parse(text));
  });

  test('is refused without its values, and a long pointer is cut', () => {
    const long = 'k'.repeat(500);
    expect(pointerOf(`{"${long}":1,"${long}":2}`)).toHaveLength(200);
    expect(() => parseJsonText('{"nino":"QQ123456A","nino":"QQ654321A"}')).toThrow(
      expect.objectContaining({
        ...{ status: 400, code: 'repeated-key' },
        errors: [{ pointer: '/nino', code: 'repeated-key' }],
      }),
    );
  });

  test('is no way around the forbidden keys', () => {
    for (const text of [
      '{"__proto__":1,"__proto__":2}',
      '{"a":1,"a":2,"__proto__":{}}',
      '{"constructor":{"prototype":1},"constructor":{"prototype":1}}',
    ]) {
      expect(() => parseJsonText(text)).toThrow(expect.objectContaining({ code: 'forbidden-key' }));
    }
  });
});

type Told = string | readonly Told[] | { readonly members: readonly (readonly [string, Told])[] };

/** Values as they are told: an object's members in order, a key as often as it comes. */
const told: fc.Arbitrary<Told> = fc.letrec<{ told: Told }>((tie) => ({
  told: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    fc.string(),
    fc.array(tie('told'), { maxLength: 3 }),
    fc.record({
      members: fc.array(fc.tuple(fc.constantFrom('a', 'b', ':', '"', '{', ''), tie('told')), {
        maxLength: 4,
      }),
    }),
  ),
})).told;

const write = (one: Told): string => {
  if (typeof one === 'string') return JSON.stringify(one);
  if (!('members' in one)) return `[${one.map(write).join(',')}]`;
  return `{${one.members.map(([key, value]) => `${JSON.stringify(key)}:${write(value)}`).join(',')}}`;
};

const repeats = (one: Told): boolean => {
  if (typeof one === 'string') return false;
  if (!('members' in one)) return one.some(repeats);
  const keys = one.members.map(([key]) => key);
  return new Set(keys).size < keys.length || one.members.some(([, value]) => repeats(value));
};

test('whatever is told is read when no object repeats a key, and refused when one does', () => {
  fc.assert(
    fc.property(told, (one) => {
      const text = write(one);
      // A text of the generator may hold U+0000 or half a character, which has a refusal of its own.
      fc.pre(!text.includes('\\u'));
      expect(pointerOf(text) !== null).toBe(repeats(one));
    }),
  );
});
