import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NINO_CODES, type NinoCode, parseNino } from './nino.ts';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const digits = fc.stringMatching(/^[0-9]{6}$/);
const suffix = fc.constantFrom('A', 'B', 'C', 'D', '');

describe('parseNino in production', () => {
  // HMRC NIM39110 written out once more, letter by letter, so that a slip in the product's tables shows.
  const isIssued = (a: string, b: string): boolean =>
    /[ABCEGHJKLMNOPRSTWXYZ]/.test(a) &&
    /[ABCEGHJKLMNPRSTWXYZ]/.test(b) &&
    !/^(BG|GB|KN|NK|NT|TN|ZZ)$/.test(a + b);

  test('takes exactly the prefixes that HMRC issues, of all 676', () => {
    for (const a of LETTERS) {
      for (const b of LETTERS) {
        const answer = parseNino(`${a}${b}123456A`, 'production');
        expect([a + b, answer.ok]).toEqual([a + b, isIssued(a, b)]);
      }
    }
  });

  test.each([
    ['DA123456A', 'nino-prefix'],
    ['AO123456A', 'nino-prefix'],
    ['BG123456A', 'nino-prefix'],
    ['ZZ123456A', 'nino-prefix'],
    ['OO123456A', 'nino-administrative'],
    ['FY123456A', 'nino-administrative'],
    ['QQ123456C', 'nino-foreign-mode'],
    ['11 a1 11 11', 'nino-temporary'],
    ['AB123456E', 'nino-malformed'],
    ['AB12345A', 'nino-malformed'],
    ['A1234567A', 'nino-malformed'],
    ['', 'nino-malformed'],
    ['AB123456AA', 'nino-malformed'],
    ['ſB123456A', 'nino-malformed'],
    ['AB１23456A', 'nino-malformed'],
    [`AB123456A${' '.repeat(100)}`, 'nino-malformed'],
  ] as const)('refuses %j with %s', (text, code) => {
    expect(parseNino(text, 'production')).toEqual({ ok: false, code });
  });

  test.each(['CR', 'MW', 'NC'])('takes the administrative prefix %s and warns', (prefix) => {
    expect(parseNino(`${prefix}123456A`, 'production')).toEqual({
      ok: true,
      nino8: `${prefix}123456`,
      suffix: 'A',
      warning: 'administrative-prefix',
    });
  });

  test('never takes a number of the example range', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LETTERS), digits, suffix, (second, six, end) => {
        expect(parseNino(`Q${second}${six}${end}`, 'production')).toEqual({
          ok: false,
          code: 'nino-foreign-mode',
        });
      }),
    );
  });
});

describe('parseNino in synthetic mode', () => {
  test('takes every number whose first letter is Q, and no other', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LETTERS),
        fc.constantFrom(...LETTERS),
        digits,
        suffix,
        (first, second, six, end) => {
          const answer = parseNino(`${first}${second}${six}${end}`, 'synthetic');
          expect(answer).toEqual(
            first === 'Q'
              ? { ok: true, nino8: `Q${second}${six}`, suffix: end === '' ? null : end }
              : { ok: false, code: 'nino-foreign-mode' },
          );
        },
      ),
    );
  });
});

test('no text is taken in both modes, so that the two cannot mix in one deployment', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.stringMatching(/^[A-Z]{2}[0-9]{6}[A-D]?$/)),
      (text) => !(parseNino(text, 'synthetic').ok && parseNino(text, 'production').ok),
    ),
  );
});

test('spaces and lower case change nothing', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...LETTERS),
      digits,
      suffix,
      fc.array(fc.nat(8), { maxLength: 5 }),
      (second, six, end, gaps) => {
        const plain = `Q${second}${six}${end}`;
        const spaced = gaps.reduce((text, at) => `${text.slice(0, at)} ${text.slice(at)}`, plain);
        expect(parseNino(spaced.toLowerCase(), 'synthetic')).toEqual(parseNino(plain, 'synthetic'));
      },
    ),
  );
});

test('every refusal has its sentence, which never contains the value', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('synthetic', 'production'), (text, mode) => {
      const answer = parseNino(text, mode as 'synthetic');
      if (answer.ok) return;
      expect(Object.keys(answer).sort()).toEqual(['code', 'ok']);
      expect(NINO_CODES[answer.code as NinoCode]).toMatch(/\.$/);
    }),
  );
});
