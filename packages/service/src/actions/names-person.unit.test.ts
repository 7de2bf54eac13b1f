import { describe, expect, test } from '@jest/globals';
import { namesPerson } from './names-person.ts';

describe('namesPerson', () => {
  test.each([
    'QQ123456C asked for it',
    'see qq 12 34 56 c',
    'QQ-12-34-56-C',
    'QQ123456',
    'ＱＱ１２３４５６Ｃ',
    '11 a1 11 11',
    'write to asha.sample@example.org',
    'call 01582 496 000',
    'call +44 (0)1582 496000',
    'who lives at LU1 3AA',
    'lu13aa',
    'born 4 March',
    'DOB 4/3/1981',
  ])('%s', (text) => expect(namesPerson(text)).toBe(true));

  test.each([
    'under investigation',
    'DPIA 2010/14 was withdrawn on 12 May 2010',
    'incident INC-004211, 72 hours',
    'SI 2007/2911 reg 2(3)(a)',
    'SSAA 1992 s.122C is under review until 2010-06-30',
    'agreement dwp-to-council-ctb v2 names a field too many',
    'a borne cost of 1,000,000 records @ night',
  ])('not: %s', (text) => expect(namesPerson(text)).toBe(false));
});
