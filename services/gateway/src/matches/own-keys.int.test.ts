import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeDistinctPerson } from '../../test/distinct-person.ts';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, subjectKeyOf, type TestPerson } from '../../test/people.ts';

const COUNCIL = 'central-bedfordshire';
const OFFICER = { officer: 'officer-17', reason: 'Passport seen' };
let gateway: TestGateway;
let http: HttpGateway;
let number = 3000;
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
  ctb = `OK-${number}`;
  await gateway.emptyOutbox();
});

/** Without a number, under the key by which intake knows the agency's case. */
const wait = (person: TestPerson, more: object = {}) =>
  gateway.register({ person, caseReference: ctb, state: 'pending', ...more });
const reviews = async (state = 'open') =>
  (await http.call(COUNCIL, `GET /v1/match-reviews?state=${state}&caseReference=${ctb}`)).body
    .items;
const decide = (reviewId: string, verdict: string) =>
  http.call(COUNCIL, `POST /v1/match-reviews/${reviewId}/decide`, { verdict, ...OFFICER });
const stateOf = async () =>
  (await http.call(COUNCIL, `GET /v1/interests?caseReference=${ctb}`)).body.items[0];
/** The same key, and other particulars than were told of it. */
const mistaken = (): TestPerson => ({ ...makeDistinctPerson(number + 1), nino8: asha.nino8 });

describe('a case without a number whose agency had told its person by number', () => {
  test('is linked to them for an officer to confirm, and is then given what was told', async () => {
    await gateway.decide(makeChange(asha, 1));
    await wait(asha, { backFill: true });
    expect(await stateOf()).toMatchObject({ state: 'provisional', matched: 'particulars' });
    await gateway.decide(makeChange(asha, 2));
    const [review, ...others] = await reviews();
    expect(others).toEqual([]);
    await decide(review.reviewId, 'confirm');
    const { releases } = await gateway.said();
    expect(releases.map((one) => [one.releaseSequence, one.backFill])).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  test('is linked to them too where another agency alone has a case on that number', async () => {
    await gateway.register({ person: asha, agency: 'luton', caseReference: `L-${number}` });
    await wait(asha);
    expect(await stateOf()).toMatchObject({ state: 'provisional', matched: 'particulars' });
    expect(await reviews()).toHaveLength(1);
  });

  test('asks an officer about what is held, although nothing that was told of them fits', async () => {
    await gateway.decide(makeChange(asha, 1));
    await wait(mistaken());
    expect(await reviews()).toEqual([]);
    await gateway.decide(makeChange(asha, 2));
    const [review] = await reviews();
    expect(review).toMatchObject({
      ...{ cause: 'candidate', interestState: 'pending', heldChanges: 1 },
      verdicts: { birthDate: 'different' },
    });
    await decide(review.reviewId, 'confirm');
    expect(await stateOf()).toMatchObject({ state: 'final', matched: 'officer' });
    await gateway.decide(makeChange(asha, 3));
    expect((await gateway.said()).releases.map((one) => one.releaseSequence)).toEqual([1, 2]);
    expect(await reviews()).toEqual([]);
  });

  test('gets nothing of them once an officer has said that it is about somebody else', async () => {
    await wait(mistaken());
    await gateway.decide(makeChange(asha, 1));
    const [{ reviewId }] = await reviews();
    expect((await decide(reviewId, 'reject')).body).toMatchObject({
      ...{ state: 'rejected', interestState: 'refused', heldChanges: 0 },
    });
    expect((await decide(reviewId, 'reject')).status).toBe(200);
    await gateway.decide(makeChange(asha, 2));
    const { decisions, releases } = await gateway.said();
    expect(decisions.map((one) => one.recipients[0]?.reason)).toEqual([
      ...['match-unconfirmed', 'match-rejected', 'match-rejected'],
    ]);
    expect(releases).toEqual([]);
    const again = await http.call(COUNCIL, 'POST /v1/interests', {
      ...{ capacity: 'ctb-claimant', caseReference: ctb, from: '2010-04-01' },
      person: { nino: `${asha.nino8}A` },
    });
    expect(again.body.code).toBe('match-rejected');
  });
});

describe('a case without a number under a key of its own', () => {
  const ownCase = () => ({ agency: COUNCIL, system: 'academy', caseReference: ctb });

  test('is not taken for its person because the agency itself has told of it', async () => {
    const own = { ...asha, nino8: `random ${number}` };
    await gateway.decide(makeChange(own, 1, { source: ownCase() }));
    await wait(own);
    expect((await stateOf()).state).toBe('pending');
    await gateway.decide(makeChange(own, 2, { source: ownCase() }));
    expect(await reviews()).toEqual([]);
    await gateway.decide(makeChange(asha, 1));
    expect(await stateOf()).toMatchObject({ state: 'provisional' });
    expect(await http.subjectOf(COUNCIL, ctb)).toBeUndefined();
    const [review] = await reviews();
    await decide(review.reviewId, 'confirm');
    expect(http.subjectOf(COUNCIL, ctb)).toBe(subjectKeyOf(asha));
  });

  test('asks an officer about what is held once its key has ended in the person’s', async () => {
    const own = { ...mistaken(), nino8: `random ${number}` };
    await wait(own);
    await gateway.decide(makeChange(asha, 1));
    const end = { fact: 'identity', mergedInto: subjectKeyOf(asha) } as const;
    const ended = makeChange(own, 1, end, {});
    await gateway.decide(ended);
    expect((await stateOf()).state).toBe('pending');
    const asked: readonly { reviewId: string }[] = await reviews();
    expect(asked).toMatchObject([{ cause: 'candidate' }, { cause: 'candidate', heldChanges: 2 }]);
    // Both are this person's by now: what the notice said of them, and what was told.
    for (const { reviewId } of asked) await decide(reviewId, 'confirm');
    const { releases } = await gateway.said();
    const [notice, told] = [ended, makeChange(asha, 1)].map((one) => one.change.changeId);
    expect(releases.map((one) => one.changeId)).toEqual([notice, told]);
    expect(await stateOf()).toMatchObject({ state: 'final', matched: 'officer' });
  });
});
