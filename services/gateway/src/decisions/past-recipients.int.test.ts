import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf, type TestPerson } from '../../test/people.ts';

let gateway: TestGateway;
let number = 0;
/** One person under two numbers. */
let older: TestPerson;
let newer: TestPerson;

beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());
beforeEach(async () => {
  number += 1;
  older = makePerson(number);
  newer = makePerson(500_000 + number);
  await gateway.emptyOutbox();
  await gateway.register({ person: older, caseReference: `CTB-${number}` });
});

const first = () => makeChange(older, 1);
const annulled = () =>
  makeChange(newer, 1, { changeType: 'annulled', previousChangeId: first().change.changeId }, {});
const endOlder = () =>
  makeChange(older, 2, { fact: 'identity', mergedInto: subjectKeyOf(newer) }, {});
/** What left about the first change, and what each takes back. */
const left = async () => {
  const { releases } = await gateway.said();
  const ids = [first(), annulled()].map((one) => one.change.changeId);
  return releases
    .filter((one) => ids.includes(one.changeId))
    .map((one) => [one.kind, releases.findIndex((r) => r.releaseId === one.takesBack)]);
};
const TAKEN_BACK = [
  ['value', -1],
  ['do-not-rely', 0],
];

describe('an annulment under one of a person’s two keys', () => {
  test('reaches who was given it under the other, though both are in one batch', async () => {
    await gateway.decide(first());
    await gateway.decide(endOlder(), annulled());
    expect(await left()).toEqual(TAKEN_BACK);
  });

  test('reaches who was given it in that very batch', async () => {
    await gateway.decide(first(), annulled());
    expect(await left()).toEqual(TAKEN_BACK);
  });
});
