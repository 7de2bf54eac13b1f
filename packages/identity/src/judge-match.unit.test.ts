import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareDigests } from './compare.ts';
import { judgeMatch } from './judge-match.ts';
import { createKeys, type PersonTold } from './keys.ts';

const first = createKeys({ secret: 'the first secret of the area, for tests', version: 1 });
const second = createKeys({ secret: 'the second secret of the area, for tests', version: 2 });
const third = createKeys({ secret: 'the third secret of the area, for tests', version: 3 });
const asha = { surname: 'Sample', forename: 'Asha', birthDate: '1981-03-04', postcode: 'LU1 3AA' };

const judge = (more: PersonTold, sameNumber = false) =>
  judgeMatch(first.digestsOf(asha), first.digestsOf({ ...asha, ...more }), sameNumber);

describe('judgeMatch with the same number', () => {
  test.each<[string, PersonTold, 1 | 3]>([
    ['nothing different', {}, 1],
    ['another postcode, since people move', { postcode: 'SG17 5TQ' }, 1],
    ['a surname that differs after its third letter', { surname: 'Sampson' }, 1],
    ['another forename of the same initial', { forename: 'Anna' }, 1],
    ['nothing else told', { surname: null, forename: null, birthDate: null, postcode: null }, 1],
    ['another birth date', { birthDate: '1981-04-03' }, 3],
    ['another surname', { surname: 'Patel' }, 3],
    ['another initial', { forename: 'Ben' }, 3],
  ])('%s', (_, more, rung) => expect(judge(more, true).rung).toBe(rung));

  test('is a person’s work when nothing else can be compared', () => {
    expect(judgeMatch(first.digestsOf(asha), second.digestsOf(asha), true).rung).toBe(3);
  });
});

describe('judgeMatch by particulars alone', () => {
  test.each<[string, PersonTold, 2 | 3 | null]>([
    ['all four equal', {}, 2],
    ['written otherwise', { surname: ' sample', forename: 'ASHA', postcode: 'lu13aa' }, 2],
    ['another postcode', { postcode: 'SG17 5TQ' }, 3],
    ['a forename not told', { forename: null }, 3],
    ['another surname at the same postcode', { surname: 'Patel' }, 3],
    ['another birth date at the same postcode', { birthDate: '1981-04-03' }, 3],
    ['another birth date and initial', { birthDate: '1981-04-03', forename: 'Ben' }, null],
    ['another birth date and no postcode', { birthDate: '1981-04-03', postcode: null }, null],
    ['the birth date alone', { surname: null, forename: null, postcode: null }, null],
    ['nothing told', { surname: null, forename: null, birthDate: null, postcode: null }, null],
  ])('%s', (_, more, rung) => expect(judge(more).rung).toBe(rung));

  test('gives a verdict for each field', () => {
    expect(judge({ birthDate: '1981-04-03', forename: 'Anna', postcode: null }).verdicts).toEqual({
      birthDate: 'different',
      surname: 'equal',
      surnamePrefix: 'equal',
      forename: 'different',
      initial: 'equal',
      postcode: 'unknown',
    });
  });

  test('never is final, whatever is told', () => {
    const person = fc.record({
      surname: fc.constantFrom('Sample', 'Sampson', 'Patel', null),
      forename: fc.constantFrom('Asha', 'Anna', null),
      birthDate: fc.constantFrom('1981-03-04', '1990-01-01', null),
      postcode: fc.constantFrom('LU1 3AA', 'MK45 1AA', null),
    });
    fc.assert(
      fc.property(person, person, (a, b) => {
        const [one, other] = [first.digestsOf(a), first.digestsOf(b)];
        const { rung } = judgeMatch(one, other);
        expect(rung).not.toBe(1);
        expect(judgeMatch(other, one).rung).toBe(rung);
        // What all agree on is no conflict either: the two rules never contradict each other.
        if (rung === 2) expect(compareDigests(one, other).conflict).toBe(false);
      }),
    );
  });
});

describe('digests under several secrets', () => {
  const told = [second.digestsOf(asha), first.digestsOf(asha)];

  test('are compared under the one that both sides have', () => {
    expect(judgeMatch(told, first.digestsOf(asha)).rung).toBe(2);
    expect(judgeMatch(told, second.digestsOf(asha)).rung).toBe(2);
    expect(compareDigests(told, first.digestsOf(asha)).conflict).toBe(false);
    expect(compareDigests(first.digestsOf({ ...asha, surname: 'Patel' }), told).conflict).toBe(
      true,
    );
  });

  test('under the newest where both have more than one', () => {
    const other = [second.digestsOf({ ...asha, surname: 'Patel' }), first.digestsOf(asha)];
    expect(compareDigests(told, other).conflict).toBe(true);
  });

  test('cannot be compared where none is shared: a conflict, and no match', () => {
    const other = [third.digestsOf(asha), null];
    expect(compareDigests(told, other)).toEqual({
      conflict: true,
      verdicts: {
        birthDate: 'unknown',
        surnamePrefix: 'unknown',
        initial: 'unknown',
        postcode: 'unknown',
      },
    });
    expect(judgeMatch(told, other).rung).toBeNull();
  });
});
