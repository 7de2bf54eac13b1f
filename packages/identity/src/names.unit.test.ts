import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { initial, normaliseName, surnamePrefix } from './names.ts';
import { normalisePostcode, padUprn } from './places.ts';

describe('normaliseName', () => {
  test.each([
    ["O'Brien", 'OBRIEN'],
    ['O’Brien', 'OBRIEN'],
    ['o´brien', 'OBRIEN'],
    ['O`BRIEN', 'OBRIEN'],
    ['Smith-Jones', 'SMITH JONES'],
    ['smith – jones', 'SMITH JONES'],
    ['St. John', 'ST JOHN'],
    ['Müller', 'MULLER'],
    ['Mu\u0308ller', 'MULLER'],
    ['Łukaszewicz', 'LUKASZEWICZ'],
    ['Groß', 'GROSS'],
    ['Sørensen', 'SORENSEN'],
    ['Ægir', 'AEGIR'],
    ['  De   la  Cruz ', 'DE LA CRUZ'],
    ['123', ''],
  ])('%j is compared as %j', (text, expected) => {
    expect(normaliseName(text)).toBe(expected);
  });

  test('is idempotent, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normaliseName(text);
        expect(normaliseName(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  test('case, accents as one or two characters, apostrophes and hyphens change nothing', () => {
    const names = fc.stringMatching(/^[A-Za-zÀ-ÖÙ-öù-ÿ][A-Za-zÀ-ÖÙ-öù-ÿ' -]{0,30}$/);
    fc.assert(
      fc.property(names, (name) => {
        const expected = normaliseName(name);
        expect(normaliseName(name.normalize('NFD'))).toBe(expected);
        expect(normaliseName(name.replaceAll("'", '’'))).toBe(expected);
        expect(normaliseName(name.replaceAll('-', ' '))).toBe(expected);
        expect(normaliseName(name.toLowerCase())).toBe(normaliseName(name.toUpperCase()));
      }),
    );
  });
});

test.each([
  ["O'Brien", 'OBR'],
  ['Ng', 'NG'],
  ['De la Cruz', 'DEL'],
  ['-', null],
])('the surname %j is matched on %j', (surname, expected) => {
  expect(surnamePrefix(surname)).toBe(expected);
});

test.each([
  ['Asha', 'A'],
  ['élodie', 'E'],
  ['', null],
])('the forename %j is matched on %j', (forename, expected) => {
  expect(initial(forename)).toBe(expected);
});

test.each([
  ['lu13aa', 'LU1 3AA'],
  ['SG17 5TQ', 'SG17 5TQ'],
  [' mk 45  1 aa ', 'MK45 1AA'],
  ['LU1', null],
  ['1LU 3AA', null],
])('the postcode %j is kept as %j', (text, expected) => {
  expect(normalisePostcode(text)).toBe(expected);
});

test.each([
  ['199356', '000000199356'],
  ['000000199356', '000000199356'],
  ['1234567890123', null],
  ['12a', null],
  ['', null],
])('the UPRN %j is compared as %j', (text, expected) => {
  expect(padUprn(text)).toBe(expected);
});
