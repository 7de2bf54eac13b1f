import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { makeDistinctPerson, withoutNumber } from '../../test/distinct-person.ts';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, type TestPerson } from '../../test/people.ts';

const COUNCIL = 'central-bedfordshire';
const BODY = { officer: 'officer-17', reason: 'Another person of the same name' };
let gateway: TestGateway;
let http: HttpGateway;
let number = 1000;
let asha: TestPerson;
let ctb: string;

beforeAll(async () => {
  gateway = await openTestGateway();
  http = await openHttpGateway(gateway);
});
afterAll(async () => {
  await http.close();
  await gateway.close();
});
beforeEach(async () => {
  number += 10;
  asha = makeDistinctPerson(number);
  ctb = `RC-${number}`;
  await gateway.emptyOutbox();
});

const register = (person: TestPerson, more: object = {}) =>
  http.call(COUNCIL, 'POST /v1/interests', {
    ...{ capacity: 'ctb-claimant', caseReference: ctb, from: '2010-04-01' },
    person: { ...withoutNumber(person), nino: `${person.nino8}A` },
    ...more,
  });
const recall = (interestId: string, agency = COUNCIL) =>
  http.call(agency, `POST /v1/interests/${interestId}/recall`, BODY);

test('every release made under the link is taken back: void where it waited, do-not-rely where it left', async () => {
  const { body } = await register(asha);
  await gateway.decide(makeChange(asha, 1));
  const [left] = (await gateway.said()).releases;
  await gateway.emptyOutbox();
  await gateway.decide(makeChange(asha, 2));
  expect(await recall(body.interestId)).toMatchObject({
    status: 200,
    body: { state: 'refused', version: 2, takenBack: 2 },
  });
  const { releases, interests } = await gateway.said();
  expect(releases.map((one) => [one.kind, one.releaseSequence, one.takesBack])).toEqual([
    ['void', 2, null],
    ['do-not-rely', 3, left?.releaseId],
  ]);
  expect(releases.every((one) => one.income === null)).toBe(true);
  expect(interests.map((one) => [one.action, one.state])).toEqual([['recalled', 'refused']]);
  await recall(body.interestId);
  const { actions } = await gateway.said();
  // Once, and without the officer's words.
  expect(actions).toMatchObject([
    {
      ...{ action: 'interest-recalled', targetKind: 'case', recordId: body.interestId },
      ...{ target: expect.stringMatching(`^${COUNCIL}/`), actor: COUNCIL, records: 2 },
      reason: 'kept with the interest',
    },
  ]);
});

test('nothing is decided for it afterwards, and the link is not made again', async () => {
  const { body } = await register(asha);
  await recall(body.interestId);
  await gateway.decide(makeChange(asha, 1));
  const { decisions, releases } = await gateway.said();
  expect(decisions[0]?.recipients).toMatchObject([
    { verdict: 'refused', reason: 'match-rejected' },
  ]);
  expect(releases).toEqual([]);
  const again = await register(asha, { from: '2010-05-01' });
  expect([again.status, again.body.code]).toEqual([409, 'match-rejected']);
  const ben = makeDistinctPerson(number + 1);
  expect((await register(ben)).body).toMatchObject({ state: 'final', version: 3 });
  await gateway.decide(makeChange(ben, 1));
  expect((await gateway.said()).releases).toHaveLength(1);
  expect((await register(asha)).status).not.toBe(200);
});

test('what was held for it is answered, and what waited behind goes on', async () => {
  const { body } = await register(asha);
  await gateway.decide(makeChange({ ...asha, birthDate: '1999-01-01' }, 1), makeChange(asha, 2));
  await recall(body.interestId);
  const reasons = (await gateway.said()).decisions.map((one) => one.recipients[0]?.reason);
  expect(reasons).toEqual([
    ...['match-unconfirmed', 'behind-hold', 'match-rejected', 'match-rejected'],
  ]);
  const open = await http.call(COUNCIL, `GET /v1/match-reviews?caseReference=${ctb}`);
  expect(open.body.items).toEqual([]);
});

test('again it changes nothing; waiting, it has no link; another agency’s does not exist', async () => {
  const { body } = await register(asha);
  await recall(body.interestId);
  expect((await recall(body.interestId)).body).toMatchObject({ version: 2, takenBack: 0 });
  const waiting = await http.call(COUNCIL, 'POST /v1/interests', {
    ...{ capacity: 'ctb-claimant', caseReference: `${ctb}-b`, from: '2010-04-01' },
    person: withoutNumber(makeDistinctPerson(number + 2)),
  });
  expect(waiting.body.state).toBe('pending');
  const unlinked = await recall(waiting.body.interestId);
  expect([unlinked.status, unlinked.body.code]).toEqual([409, 'interest-not-linked']);
  const other = await recall(waiting.body.interestId, 'luton');
  const nobody = await recall('00000000-0000-0000-0000-000000000001', 'luton');
  expect([other.status, other.body.code]).toEqual([nobody.status, nobody.body.code]);
  expect(other.status).toBe(404);
});
