import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf } from '../../test/people.ts';
import { awaitsKey, countAwaitingKeys } from './awaits-key.ts';
import { describeWhy } from './describe-why.ts';
import { readChangeRecord } from './queries.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());

const older = makePerson(1);
const newer = makePerson(2);
const first = makeChange(older, 1);
const { changeId } = makeChange(newer, 1).change;
const annulled = makeChange(
  newer,
  1,
  { changeType: 'annulled', previousChangeId: first.change.changeId },
  {},
);
const ended = makeChange(older, 2, { fact: 'identity', mergedInto: subjectKeyOf(newer) }, {});
const receivedBy = async (view: 'auditor' | 'teller' | 'recipient') => {
  const record = await readChangeRecord(gateway.db, changeId);
  return record && describeWhy(record, 'central-bedfordshire', view)?.received;
};

test('an annulment of what was told under another key is seen to wait until that one ends', async () => {
  await gateway.register({ person: newer, caseReference: 'CTB-1' });
  await gateway.decide(annulled);
  await gateway.decide(first);
  expect(await countAwaitingKeys(gateway.db)).toBe(1);
  const awaits = { awaits: { code: 'other-key', text: expect.any(String) } };
  expect(await receivedBy('auditor')).toMatchObject(awaits);
  expect(await receivedBy('teller')).toMatchObject(awaits);
  expect(await receivedBy('recipient')).not.toHaveProperty('awaits');
  expect(await awaitsKey(gateway.db, first.change.changeId)).toBe(false);
  await gateway.decide(ended);
  expect(await countAwaitingKeys(gateway.db)).toBe(0);
  expect(await receivedBy('auditor')).not.toHaveProperty('awaits');
});
