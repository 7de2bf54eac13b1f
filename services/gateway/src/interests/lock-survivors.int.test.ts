import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Transaction } from '@told/service';
import { makeDistinctPerson, withoutNumber } from '../../test/distinct-person.ts';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, subjectKeyOf, type TestPerson } from '../../test/people.ts';

const COUNCIL = 'central-bedfordshire';
const QUIET_MS = 300;
let gateway: TestGateway;
let http: HttpGateway;
let number = 7000;
/** One person under two numbers: the older one ends. */
let older: TestPerson;
let newer: TestPerson;

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
  older = makeDistinctPerson(number);
  newer = { ...older, nino8: makeDistinctPerson(number + 1).nino8 };
  await gateway.emptyOutbox();
});

const end = (sequence: number, into = newer) =>
  makeChange(older, sequence, { fact: 'identity', mergedInto: subjectKeyOf(into) }, {});
const register = (person: TestPerson, more: object = {}) =>
  http.call(COUNCIL, 'POST /v1/interests', {
    ...{ capacity: 'ctb-claimant', caseReference: `S-${number}`, from: '2010-04-01' },
    person: { ...withoutNumber(person), nino: `${person.nino8}A` },
    ...more,
  });
const subjectOf = async (caseReference = `S-${number}`) =>
  (
    await gateway.rows<{ key: string }>(
      'SELECT subject_key AS key FROM interest WHERE case_reference = $1',
      [caseReference],
    )
  )[0]?.key;

/** Ends the older key in a transaction that is not committed before `work` has begun and found it locked. */
async function endWhile<T>(work: () => Promise<T>, ending = end(2)): Promise<T> {
  const worked = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const ended = gateway.db.transaction(async (tx: Transaction) => {
    await gateway.handle(tx, [gateway.recordOf(ending)]);
    worked.resolve();
    await gate.promise;
  });
  await Promise.race([worked.promise, ended]);
  const working = work();
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  gate.resolve();
  await ended;
  return working;
}

test('a case registered under a key that has ended is about the person by the surviving one, and told of them', async () => {
  await gateway.decide(makeChange(older, 1), end(2));
  await gateway.emptyOutbox();
  expect((await register(older)).status).toBe(201);
  expect(await subjectOf()).toBe(subjectKeyOf(newer));
  const sets = 'SELECT count(*) FROM subject_digest WHERE subject_key = $1';
  expect(await gateway.rows(sets, [subjectKeyOf(older)])).toEqual([{ count: 0 }]);
  await gateway.decide(makeChange(newer, 1));
  expect((await gateway.said()).releases).toHaveLength(1);
  expect((await register(older)).body).toMatchObject({ version: 1, state: 'final' });
});

test('so it is where the key ends while the case is registered, by number or by particulars', async () => {
  await gateway.decide(makeChange(older, 1));
  const [byNumber, byParticulars] = await endWhile(() =>
    Promise.all([
      register(older),
      register(older, { caseReference: `P-${number}`, person: withoutNumber(older) }),
    ]),
  );
  expect([byNumber.status, byParticulars.body.state]).toEqual([201, 'provisional']);
  const keys = [await subjectOf(), await subjectOf(`P-${number}`)];
  expect(keys).toEqual([subjectKeyOf(newer), subjectKeyOf(newer)]);
});

test('and where it ends while a case that waits is linked', async () => {
  const twin = { ...older, nino8: makeDistinctPerson(number + 2).nino8 };
  await gateway.decide(makeChange(older, 1), makeChange(twin, 1));
  expect((await register(older, { person: withoutNumber(older) })).body.state).toBe('pending');
  const reviews = await gateway.rows<{ id: string }>(
    'SELECT review_id AS id FROM match_review WHERE subject_key = $1',
    [subjectKeyOf(twin)],
  );
  await http.call(COUNCIL, `POST /v1/match-reviews/${reviews[0]?.id}/decide`, {
    ...{ verdict: 'reject', officer: 'officer-17', reason: 'Somebody else' },
  });
  const neighbour = { ...older, nino8: makeDistinctPerson(number + 3).nino8, forename: 'Ben' };
  await endWhile(() => gateway.decide(makeChange(neighbour, 1)));
  expect(await subjectOf()).toBe(subjectKeyOf(newer));
});

test('an officer who was asked of both keys, and says yes of the one that has ended, says so of the person', async () => {
  await gateway.decide(makeChange(older, 1), makeChange(newer, 1));
  await register(older, { person: withoutNumber(older) });
  const [ofOlder] = await gateway.rows<{ id: string }>(
    'SELECT review_id AS id FROM match_review WHERE subject_key = $1',
    [subjectKeyOf(older)],
  );
  await gateway.decide(end(2));
  const { status } = await http.call(COUNCIL, `POST /v1/match-reviews/${ofOlder?.id}/decide`, {
    ...{ verdict: 'confirm', officer: 'officer-17', reason: 'Passport seen' },
  });
  expect([status, await subjectOf()]).toEqual([200, subjectKeyOf(newer)]);
});
