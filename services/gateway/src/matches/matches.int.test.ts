import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeDistinctPerson, withoutNumber } from '../../test/distinct-person.ts';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, type TestPerson } from '../../test/people.ts';

const COUNCIL = 'central-bedfordshire';
const OFFICER = { officer: 'officer-17', reason: 'Passport seen' };
let gateway: TestGateway;
let http: HttpGateway;
let number = 100;
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
  ctb = `M-${number}`;
  await gateway.emptyOutbox();
});

const register = (person: object, more: object = {}, agency = COUNCIL) =>
  http.call(agency, 'POST /v1/interests', {
    ...{ capacity: 'ctb-claimant', caseReference: ctb, person, from: '2010-04-01' },
    ...more,
  });
const reviews = async (state = 'open', agency = COUNCIL) =>
  (await http.call(agency, `GET /v1/match-reviews?state=${state}&caseReference=${ctb}`)).body.items;
const decide = (reviewId: string, verdict: string, agency = COUNCIL) =>
  http.call(agency, `POST /v1/match-reviews/${reviewId}/decide`, { verdict, ...OFFICER });
const stateOf = async () =>
  (await http.call(COUNCIL, `GET /v1/interests?caseReference=${ctb}`)).body.items[0];
const verdicts = async () =>
  (await gateway.said()).decisions.flatMap((one) =>
    one.recipients.map((recipient) => recipient.reason ?? recipient.verdict),
  );

describe('a case without a number', () => {
  test('waits for its person’s first change, holds it, and gets it once an officer confirms', async () => {
    const waiting = await register(withoutNumber(asha));
    expect([waiting.status, waiting.body.state, waiting.body.matched]).toEqual([
      ...[201, 'pending', 'none'],
    ]);
    expect(await reviews()).toEqual([]);
    await gateway.decide(makeChange(asha, 1));
    expect(await verdicts()).toEqual(['match-unconfirmed']);
    expect(await stateOf()).toMatchObject({ state: 'provisional', matched: 'particulars' });
    const [review] = await reviews();
    expect(review).toMatchObject({
      ...{ cause: 'candidate', interestState: 'provisional', caseReference: ctb, heldChanges: 1 },
      verdicts: { birthDate: 'equal', surname: 'equal', forename: 'equal', postcode: 'equal' },
    });
    expect(JSON.stringify(review)).not.toMatch(/[0-9a-f]{32}/);
    expect(await decide(review.reviewId, 'confirm')).toMatchObject({
      status: 200,
      body: { state: 'confirmed', decidedBy: 'officer-17', interestState: 'final', heldChanges: 0 },
    });
    await decide(review.reviewId, 'confirm');
    expect((await gateway.said()).actions).toMatchObject([
      {
        ...{ action: 'match-confirmed', targetKind: 'case', target: `${COUNCIL}/${ctb}` },
        ...{ recordId: review.reviewId, actor: COUNCIL, reason: 'kept with the match review' },
      },
    ]);
    await gateway.decide(makeChange(asha, 2));
    const { releases, interests } = await gateway.said();
    expect(releases.map((one) => one.releaseSequence)).toEqual([1, 2]);
    expect(interests.map((one) => [one.action, one.state, one.version])).toEqual([
      ['registered', 'pending', 1],
      ['linked', 'provisional', 2],
      ['confirmed', 'final', 3],
    ]);
  });

  test('is linked at once to a person whom somebody told, or registered by number, before', async () => {
    await gateway.decide(makeChange(asha, 1));
    const known = await register(withoutNumber(asha));
    expect(known.body).toMatchObject({ state: 'provisional', matched: 'particulars' });
    const ben = makeDistinctPerson(number + 1);
    await register({ ...withoutNumber(ben), nino: `${ben.nino8}A` }, {}, 'luton');
    const other = await register(withoutNumber(ben), { caseReference: `${ctb}-b` });
    expect(other.body.state).toBe('provisional');
  });

  test('stops waiting when its person is registered by number elsewhere', async () => {
    await register(withoutNumber(asha));
    await register({ ...withoutNumber(asha), nino: `${asha.nino8}A` }, {}, 'luton');
    expect(await stateOf()).toMatchObject({ state: 'provisional', version: 2 });
    expect(await reviews()).toHaveLength(1);
  });

  test('of two people with the same particulars neither is taken; the officer’s choice rejects the other', async () => {
    const twin = { ...asha, nino8: makeDistinctPerson(number + 1).nino8 };
    await gateway.decide(makeChange(asha, 1), makeChange(twin, 1));
    expect((await register(withoutNumber(asha))).body.state).toBe('pending');
    const [first, second] = await reviews();
    await decide(first.reviewId, 'confirm');
    expect(await stateOf()).toMatchObject({ state: 'final', matched: 'officer' });
    expect((await reviews('rejected')).map((one: { reviewId: string }) => one.reviewId)).toEqual([
      second.reviewId,
    ]);
  });

  test('with a postcode that differs, a person is asked field by field, and a no is remembered', async () => {
    await gateway.decide(makeChange(asha, 1));
    const moved = withoutNumber({ ...asha, postcode: 'MK40 1AA' });
    expect((await register(moved)).body.state).toBe('pending');
    const [review] = await reviews();
    expect(review.verdicts).toMatchObject({ birthDate: 'equal', postcode: 'different' });
    await decide(review.reviewId, 'reject');
    expect(await stateOf()).toMatchObject({ state: 'pending', version: 1 });
    expect((await register(moved, { until: '2010-12-31' })).body).toMatchObject({ version: 2 });
    await gateway.decide(makeChange({ ...asha, forename: 'Ash' }, 2));
    expect(await reviews()).toEqual([]);
    expect((await register({ ...moved, nino: `${asha.nino8}A` })).body.code).toBe('match-rejected');
  });

  test('the same again changes nothing, and asks nothing twice', async () => {
    await gateway.decide(makeChange(asha, 1));
    await register(withoutNumber(asha));
    const again = await register(withoutNumber(asha));
    expect([again.status, again.body.version]).toEqual([200, 1]);
    expect(await reviews()).toHaveLength(1);
    await decide((await reviews())[0].reviewId, 'confirm');
    const later = await register(withoutNumber(asha), { until: '2010-12-31' });
    expect(later.body).toMatchObject({ state: 'final', matched: 'officer', until: '2010-12-31' });
    const other = await register({ ...withoutNumber(asha), birthDate: '1999-01-01' });
    expect([other.status, other.body.errors[0].pointer]).toEqual([422, '/person']);
  });

  test('its number, told later, is certain: what waited goes out', async () => {
    await register(withoutNumber(asha));
    await gateway.decide(makeChange(asha, 1));
    const numbered = await register({ ...withoutNumber(asha), nino: `${asha.nino8}A` });
    expect(numbered.body).toMatchObject({ state: 'final', matched: 'nino' });
    expect((await gateway.said()).releases).toHaveLength(1);
  });

  test.each([
    ['a surname alone', { surname: 'Sample' }],
    ['no surname', { forename: 'Asha', birthDate: '1981-03-04', postcode: 'LU1 3AA' }],
    ['neither birth date nor postcode', { surname: 'Sample', forename: 'Asha' }],
  ])('%s is not enough to look for anybody', async (_, person) => {
    const { status, body } = await register(person);
    expect([status, body.errors[0].pointer]).toEqual([422, '/person/nino']);
  });
});

describe('a link found wrong', () => {
  test('rejected, it gets nothing, is not made again, and the case is free for another person', async () => {
    await register(withoutNumber(asha));
    await gateway.decide(makeChange(asha, 1));
    const [review] = await reviews();
    expect((await decide(review.reviewId, 'reject')).body).toMatchObject({
      ...{ state: 'rejected', interestState: 'refused', heldChanges: 0 },
    });
    await gateway.decide(makeChange(asha, 2));
    expect((await verdicts()).slice(1)).toEqual(['match-rejected', 'match-rejected']);
    expect((await gateway.said()).releases).toEqual([]);
    const same = await register({ nino: `${asha.nino8}A` });
    expect([same.status, same.body.code]).toEqual([409, 'match-rejected']);
    expect((await register(withoutNumber(asha))).body).toMatchObject({ state: 'pending' });
    expect(await reviews()).toEqual([]);
    const ben = makeDistinctPerson(number + 1);
    expect((await register({ nino: `${ben.nino8}A` })).body.state).toBe('final');
  });
});

describe('a difference between what is told and what the case says', () => {
  const mistaken = () => ({ ...withoutNumber(asha), birthDate: '1999-01-01' });

  test('holds the change; confirmed, it goes out, and the same difference is not asked again', async () => {
    await register({ ...mistaken(), nino: `${asha.nino8}A` });
    await gateway.decide(makeChange(asha, 1), makeChange(asha, 2));
    const [review, ...others] = await reviews();
    expect(others).toEqual([]);
    expect(review).toMatchObject({ cause: 'conflict', verdicts: { birthDate: 'different' } });
    await decide(review.reviewId, 'confirm');
    await gateway.decide(makeChange(asha, 3));
    expect((await gateway.said()).releases.map((one) => one.releaseSequence)).toEqual([1, 2, 3]);
    expect(await reviews()).toEqual([]);
    expect(await stateOf()).toMatchObject({ state: 'final', matched: 'nino', version: 1 });
  });

  test('rejected, that telling is refused, and what else is told of the case’s person still comes', async () => {
    await register({ ...withoutNumber(asha), nino: `${asha.nino8}A` });
    await gateway.decide(makeChange({ ...asha, birthDate: '1999-01-01' }, 1), makeChange(asha, 2));
    expect(await verdicts()).toEqual(['match-unconfirmed', 'behind-hold']);
    await decide((await reviews())[0].reviewId, 'reject');
    await gateway.decide(makeChange({ ...asha, birthDate: '1999-01-01' }, 3));
    expect((await verdicts()).slice(2)).toEqual(['match-rejected', 'trimmed', 'match-rejected']);
    expect(await stateOf()).toMatchObject({ state: 'final' });
    const again = await register({ ...withoutNumber(asha), nino: `${asha.nino8}A` });
    expect(again.body).toMatchObject({ state: 'final', version: 1 });
  });
});

describe('back-fill', () => {
  test('comes at once to a case with a number, and once', async () => {
    await gateway.decide(makeChange(asha, 1));
    const person = { ...withoutNumber(asha), nino: `${asha.nino8}A` };
    await register(person, { backFill: true });
    await register(person, { backFill: true });
    const { releases, decisions } = await gateway.said();
    expect(releases).toMatchObject([{ backFill: true, releaseSequence: 1 }]);
    expect(decisions.map((one) => one.cause)).toEqual(['told', 'back-fill']);
  });

  test('comes to a case without one when an officer has confirmed its person', async () => {
    await gateway.decide(makeChange(asha, 1));
    await register(withoutNumber(asha), { backFill: true });
    expect((await gateway.said()).releases).toEqual([]);
    await gateway.decide(makeChange(asha, 2));
    await decide((await reviews())[0].reviewId, 'confirm');
    const { releases } = await gateway.said();
    expect(releases.map((one) => one.backFill)).toEqual([true, false]);
    expect(new Set(releases.map((one) => one.changeId)).size).toBe(2);
  });

  test('is not given unless asked for', async () => {
    await gateway.decide(makeChange(asha, 1));
    await register({ ...withoutNumber(asha), nino: `${asha.nino8}A` });
    expect((await gateway.said()).releases).toEqual([]);
  });
});

describe('a review', () => {
  test('is its own agency’s: to another it does not exist', async () => {
    await gateway.decide(makeChange(asha, 1));
    await register(withoutNumber(asha));
    const [{ reviewId }] = await reviews();
    expect(await reviews('all', 'luton')).toEqual([]);
    const shown = await http.call('luton', `GET /v1/match-reviews/${reviewId}`);
    const unknown = await http.call(
      'luton',
      'GET /v1/match-reviews/00000000-0000-0000-0000-000000000001',
    );
    const { traceId: _, ...ours } = shown.body;
    const { traceId: __, ...theirs } = unknown.body;
    expect([shown.status, ours]).toEqual([404, theirs]);
    expect((await decide(reviewId, 'confirm', 'luton')).body.code).toBe('match-review-unknown');
    expect((await reviews())[0].state).toBe('open');
  });

  test('is decided once: the same verdict again is accepted, another is not', async () => {
    await gateway.decide(makeChange(asha, 1));
    await register(withoutNumber(asha));
    const [{ reviewId }] = await reviews();
    await decide(reviewId, 'confirm');
    expect((await decide(reviewId, 'confirm')).status).toBe(200);
    const other = await decide(reviewId, 'reject');
    expect([other.status, other.body.code]).toEqual([409, 'match-decided']);
    expect(
      (await gateway.said()).interests.filter((one) => one.action === 'confirmed'),
    ).toHaveLength(1);
  });

  test('is listed page by page, and needs its scope and an officer’s reference', async () => {
    await gateway.decide(makeChange(asha, 1));
    await register(withoutNumber(asha));
    const page = await http.call(COUNCIL, 'GET /v1/match-reviews?state=all&limit=1');
    expect([page.body.items.length, typeof page.body.next]).toEqual([1, 'string']);
    const next = await http.call(
      COUNCIL,
      `GET /v1/match-reviews?state=all&limit=1&cursor=${page.body.next}`,
    );
    expect(next.body.items[0].reviewId > page.body.items[0].reviewId).toBe(true);
    const [{ reviewId }] = await reviews();
    const url = `POST /v1/match-reviews/${reviewId}/decide` as const;
    const scopeless = await http.call(COUNCIL, url, { verdict: 'confirm', ...OFFICER }, [
      'interests:read',
    ]);
    expect(scopeless.status).toBe(403);
    const named = await http.call(COUNCIL, url, {
      verdict: 'confirm',
      officer: 'Asha S',
      reason: '',
    });
    expect(named.body.errors.map((one: { pointer: string }) => one.pointer)).toEqual([
      '/officer',
      '/reason',
    ]);
  });
});
