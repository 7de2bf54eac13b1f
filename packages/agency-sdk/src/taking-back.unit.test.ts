import { describe, expect, test } from '@jest/globals';
import { NO_FACTS, type Release } from '@told/codec';
import fc from 'fast-check';
import { sampleIncome, sampleRelease } from '../test/sample-release.ts';
import { reasonsOf, reduceRelease, takingBackOf, toTakenBack } from './taking-back.ts';

const GIVEN = sampleRelease({
  income: sampleIncome({ employer: 'Sample Ltd' }),
  withheld: [{ field: 'income.hoursPerWeek', reason: 'not-in-agreement' }],
});

const takeBack = (kind: Release['kind'], fields: readonly string[] = []): Release =>
  sampleRelease({
    ...{ kind, takesBack: GIVEN.releaseId, basis: [], evidence: GIVEN.evidence },
    withheld: fields.map((field) => ({ field, reason: 'consent-withdrawn' })),
  });

const reduce = (given: Release, taking: Release): Release => {
  const by = takingBackOf(taking);
  if (by === null) throw new TypeError('takes nothing back');
  return reduceRelease(given, { ...by, reasons: reasonsOf(taking) });
};

describe('what is taken back of a release', () => {
  test('is null and named as withheld; the rest stands', () => {
    const left = reduce(GIVEN, takeBack('withdrawn', ['income.employer']));
    expect(left).toEqual({
      ...GIVEN,
      income: { ...GIVEN.income, employer: null },
      withheld: [...GIVEN.withheld, { field: 'income.employer', reason: 'consent-withdrawn' }],
    });
  });

  test.each(['do-not-rely', 'erased'] as const)('is all of it by %s', (kind) => {
    const left = reduce(GIVEN, takeBack(kind));
    expect(left).toMatchObject({ ...NO_FACTS, kind: 'void' });
    expect(left.withheld).toContainEqual({ field: 'income.netPence', reason: kind });
  });

  test('leaves a void release once nothing is left', () => {
    const all = Object.keys(GIVEN.income ?? {}).map((name) => `income.${name}`);
    expect(reduce(GIVEN, takeBack('withdrawn', all))).toMatchObject({ kind: 'void', income: null });
  });

  test('takes the reference of a discharged duty with its field', () => {
    const birth = sampleRelease({
      ...{ fact: 'death', dutyDischarged: 'SI 2010/444', releaseId: GIVEN.releaseId },
      death: {
        who: 'partner',
        member: null,
        birthDate: null,
        diedOn: '2010-04-01',
        reportedBy: null,
      },
    });
    expect(reduce(birth, takeBack('withdrawn', ['death.dutyDischarged']))).toMatchObject({
      ...{ kind: 'value', dutyDischarged: null, death: birth.death },
    });
    expect(reduce(birth, takeBack('do-not-rely'))).toMatchObject({ dutyDischarged: null });
  });

  test('is nothing of an annulment by fields, and all of it otherwise', () => {
    const annulment = sampleRelease({ changeType: 'annulled', releaseId: GIVEN.releaseId });
    expect(reduce(annulment, takeBack('withdrawn', ['income.employer']))).toEqual(annulment);
    expect(reduce(annulment, takeBack('do-not-rely'))).toMatchObject({ kind: 'void' });
  });

  const names = Object.keys(GIVEN.income ?? {}).map((name) => `income.${name}`);
  const someFields = fc.subarray(names);

  test('is the same in any order and taken back any number of times', () => {
    fc.assert(
      fc.property(someFields, someFields, (one, other) => {
        const [first, second] = [takeBack('withdrawn', one), takeBack('withdrawn', other)];
        const left = reduce(reduce(GIVEN, first), second);
        const right = reduce(reduce(reduce(GIVEN, second), first), second);
        expect({ ...right, withheld: right.withheld.map(({ field }) => field).sort() }).toEqual({
          ...left,
          withheld: left.withheld.map(({ field }) => field).sort(),
        });
        expect(reduce(left, first)).toEqual(left);
      }),
    );
  });
});

describe('what takes back', () => {
  test('means a correction while fields are left, and an annulment when none are', () => {
    const taking = takeBack('withdrawn', ['income.employer']);
    const left = reduce(GIVEN, taking);
    expect(toTakenBack(taking, GIVEN, left)).toEqual({
      ...left,
      ...{ releaseId: taking.releaseId, changeId: taking.releaseId, kind: 'withdrawn' },
      ...{ changeType: 'corrected', previousChangeId: GIVEN.changeId, takesBack: GIVEN.releaseId },
      basis: [],
    });
    const wrong = takeBack('do-not-rely');
    expect(toTakenBack(wrong, GIVEN, reduce(GIVEN, wrong))).toMatchObject({
      ...{ kind: 'do-not-rely', changeType: 'annulled', previousChangeId: GIVEN.changeId },
      income: null,
    });
  });
});
