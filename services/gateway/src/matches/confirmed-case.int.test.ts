import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeDistinctPerson, withoutNumber } from '../../test/distinct-person.ts';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, subjectKeyOf, type TestPerson } from '../../test/people.ts';

const COUNCIL = 'central-bedfordshire';
const OFFICER = { officer: 'officer-17', reason: 'Passport seen' };
let gateway: TestGateway;
let http: HttpGateway;
let number = 9000;
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
  ctb = `K-${number}`;
  await gateway.emptyOutbox();
  await gateway.decide(makeChange(asha, 1));
});

const register = (person: object, more: object = {}) =>
  http.call(COUNCIL, 'POST /v1/interests', {
    ...{ capacity: 'ctb-claimant', caseReference: ctb, person, from: '2010-04-01' },
    ...more,
  });
const readReview = async (): Promise<string> =>
  (await http.call(COUNCIL, `GET /v1/match-reviews?caseReference=${ctb}`)).body.items[0].reviewId;
const decide = (reviewId: string, verdict: string) =>
  http.call(COUNCIL, `POST /v1/match-reviews/${reviewId}/decide`, { verdict, ...OFFICER });
const caseSubject = () => http.subjectOf(COUNCIL, ctb);

describe('whom an officer has confirmed', () => {
  test('is known to intake before the officer is answered: the case alone leads to them', async () => {
    await register(withoutNumber(asha));
    expect(caseSubject()).not.toBe(subjectKeyOf(asha));
    expect((await decide(await readReview(), 'confirm')).status).toBe(200);
    expect(caseSubject()).toBe(subjectKeyOf(asha));
    const again = await register(withoutNumber(asha));
    expect(again.body).toMatchObject({ state: 'final', matched: 'officer', version: 2 });
  });

  test('stays confirmed while intake does not answer; the same verdict again finishes it', async () => {
    await register(withoutNumber(asha));
    const reviewId = await readReview();
    const first = await http.withoutIntake(() => decide(reviewId, 'confirm'));
    expect([first.status, first.body.code]).toEqual([503, 'dependency-unavailable']);
    expect(caseSubject()).not.toBe(subjectKeyOf(asha));
    expect(await decide(reviewId, 'confirm')).toMatchObject({
      ...{ status: 200, body: { state: 'confirmed', interestState: 'final' } },
    });
    expect(caseSubject()).toBe(subjectKeyOf(asha));
    const { interests } = await gateway.said();
    expect(interests.filter((one) => one.action === 'confirmed')).toHaveLength(1);
  });

  test('is given what was told before it asked first, and then what waited, without a gap', async () => {
    await gateway.decide(makeChange(asha, 2));
    await register(withoutNumber(asha), { backFill: true });
    await gateway.decide(makeChange(asha, 3), makeChange(asha, 4));
    await decide(await readReview(), 'confirm');
    const { releases, decisions } = await gateway.said();
    const idOf = (sequence: number) => makeChange(asha, sequence).change.changeId;
    expect(releases.map((one) => [one.releaseSequence, one.changeId, one.backFill])).toEqual([
      [1, idOf(1), true],
      [2, idOf(2), true],
      [3, idOf(3), false],
      [4, idOf(4), false],
    ]);
    const answers = decisions.filter((one) => one.changeId === idOf(1)).slice(1);
    expect(answers.map((one) => [one.cause, one.recipients[0]?.verdict])).toEqual([
      ['back-fill', 'hold'],
      ['match-confirmed', 'trimmed'],
    ]);
    expect(await gateway.rows('SELECT FROM held_change WHERE case_reference = $1', [ctb])).toEqual(
      [],
    );
  });

  test('is nobody any more once the link is recalled: the verdict repeated tells intake nothing', async () => {
    const moved = withoutNumber({ ...asha, postcode: 'MK40 1AA' });
    const { interestId } = (await register(moved)).body;
    const reviewId = await readReview();
    await http.withoutIntake(() => decide(reviewId, 'confirm'));
    await http.call(COUNCIL, `POST /v1/interests/${interestId}/recall`, OFFICER);
    expect((await decide(reviewId, 'confirm')).status).toBe(200);
    expect(caseSubject()).not.toBe(subjectKeyOf(asha));
  });

  test('is not the case’s own person where the interest is in a partner', async () => {
    await register(withoutNumber(asha), { capacity: 'partner-of-claimant' });
    await decide(await readReview(), 'confirm');
    expect(caseSubject()).not.toBe(subjectKeyOf(asha));
  });

  test('is nobody where the officer says no, or the number said who it is', async () => {
    await register(withoutNumber(asha));
    const reviewId = await readReview();
    await http.withoutIntake(async () => {
      expect((await decide(reviewId, 'reject')).status).toBe(200);
      expect((await decide(reviewId, 'reject')).status).toBe(200);
    });
    const ben = makeDistinctPerson(number + 1);
    const mistaken = { ...withoutNumber(ben), nino: `${ben.nino8}A`, birthDate: '1999-01-01' };
    await register(mistaken);
    await gateway.decide(makeChange(ben, 1));
    const difference = await readReview();
    const told = await http.withoutIntake(() => decide(difference, 'confirm'));
    expect(told.status).toBe(200);
  });
});
