import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf } from '../../test/people.ts';
import { checkUnprotected } from './protection.ts';
import { lockSubjects } from './queries.ts';

const ADDRESS = {
  ...{ role: 'moved-in' as const, toPostcode: 'MK45 1AA', fromUprn: null, fromLines: null },
  ...{ fromPostcode: null, toUprn: null, toLines: null, movedOutOn: null, movedInOn: null },
  ...{ tenure: null, rentPence: null, rentPeriod: null, liablePersons: null },
} as const;
const asha = makePerson(1);
const tell = (sequence: number, isProtected: boolean) =>
  makeChange(
    asha,
    sequence,
    { fact: 'address' },
    { address: { ...ADDRESS, protected: isProtected } },
  );
let gateway: TestGateway;

beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());

describe('an address told as not protected', () => {
  test('is decided beside others about the person, who was not protected', async () => {
    await gateway.decide(makeChange(asha, 1));
    await gateway.db.transaction(async (tx) => {
      await lockSubjects(tx, [subjectKeyOf(asha)]);
      await gateway.decide(tell(2, false));
    });
    expect((await gateway.said()).decisions).toHaveLength(2);
  });

  test('ends a protection that had begun', async () => {
    await gateway.decide(tell(3, true));
    await gateway.decide(tell(4, false));
    const { decisions } = await gateway.said();
    expect(decisions.slice(-2).map((one) => one.protectedSince)).toEqual([3, null]);
  });

  test('is read again when the person has come under protection just before it was locked', () => {
    const { change, body } = tell(5, false);
    const row = { subjectKey: change.subjectKey, version: 2, protectedBy: 'jobcentre' };
    const check = (protectedSince: number | null) =>
      checkUnprotected([{ key: change.subjectKey, body }], [{ ...row, protectedSince }]);
    expect(() => check(3)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(() => check(null)).not.toThrow();
  });
});
