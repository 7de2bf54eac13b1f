import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeDistinctPerson, withoutNumber } from '../../test/distinct-person.ts';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, subjectKeyOf, type TestPerson } from '../../test/people.ts';

const COUNCIL = 'central-bedfordshire';
const BODY = { officer: 'officer-17', reason: 'Another person of the same name' };
let gateway: TestGateway;
let http: HttpGateway;
let number = 4000;
let asha: TestPerson;
let ben: TestPerson;
let cleo: TestPerson;
let ctb: string;

beforeAll(async () => {
  gateway = await openTestGateway();
  http = await openHttpGateway(gateway);
});
afterAll(async () => {
  await http.close();
  await gateway.close();
});
beforeEach(() => {
  number += 10;
  [asha, ben, cleo] = [0, 1, 2].map((more) => makeDistinctPerson(number + more)) as [
    ...[TestPerson, TestPerson, TestPerson],
  ];
  ctb = `S-${number}`;
});
afterEach(() => http.beforeAnswers(undefined));

const register = (person: TestPerson, more: object = {}) =>
  http.call(COUNCIL, 'POST /v1/interests', {
    ...{ capacity: 'ctb-claimant', caseReference: ctb, from: '2010-04-01' },
    person: { nino: `${person.nino8}A` },
    ...more,
  });
const recall = async (more = '') => {
  const found = await http.call(COUNCIL, `GET /v1/interests?caseReference=${ctb}${more}`);
  const { interestId } = found.body.items[0];
  return http.call(COUNCIL, `POST /v1/interests/${interestId}/recall`, BODY);
};
/** Once, between intake's next answer of this kind and who waits for it. */
const beforeAnswer = (purpose: string, work: () => Promise<unknown>, isByCase = false) =>
  http.beforeAnswers(async (asked) => {
    if (asked.purpose !== purpose || (asked.person.nino === null) !== isByCase) return;
    http.beforeAnswers(undefined);
    await work();
  });
const caseSubject = () => http.subjectOf(COUNCIL, ctb);
const registeredFor = async () => {
  const [row] = await gateway.rows<{ key: string }>(
    "SELECT subject_key AS key FROM interest WHERE case_reference = $1 AND state = 'final'",
    [ctb],
  );
  return row?.key;
};

describe('whom a case told by its reference alone is about', () => {
  test('is the person it is registered for, also when the link was recalled while that was asked', async () => {
    await register(asha);
    beforeAnswer('interest', () => recall());
    expect((await register(ben)).body).toMatchObject({ state: 'final', version: 3 });
    expect([caseSubject(), await registeredFor()]).toEqual(Array(2).fill(subjectKeyOf(ben)));
  });

  test('stays whom it was registered for where the recall comes only after another was refused', async () => {
    await register(asha);
    expect((await register(ben)).status).toBe(422);
    await recall();
    expect((await register(asha)).body.code).toBe('match-rejected');
    expect(caseSubject()).toBe(subjectKeyOf(asha));
    await register(ben);
    expect(caseSubject()).toBe(subjectKeyOf(ben));
  });

  test('is the one of two registered at once whose registration was kept, whoever asked intake last', async () => {
    await register(asha);
    await recall();
    const told = Promise.withResolvers<void>();
    let second: ReturnType<typeof register> | undefined;
    beforeAnswer('interest', async () => {
      beforeAnswer('interest', async () => {
        told.resolve();
        await first;
      });
      second = register(cleo);
      await told.promise;
    });
    const first = register(ben);
    expect((await first).status).toBe(200);
    expect((await second)?.status).toBe(422);
    expect([caseSubject(), await registeredFor()]).toEqual(Array(2).fill(subjectKeyOf(ben)));
  });

  test('is the newest person where the link is recalled again while intake is told', async () => {
    await register(asha);
    await recall();
    beforeAnswer(
      'find',
      async () => {
        await recall();
        expect((await register(cleo)).status).toBe(200);
      },
      true,
    );
    expect((await register(ben)).status).toBe(200);
    expect([caseSubject(), await registeredFor()]).toEqual(Array(2).fill(subjectKeyOf(cleo)));
  });

  test('is told to intake by registering again where it did not answer', async () => {
    await register(asha);
    await recall();
    const gate = Promise.withResolvers<void>();
    let down: Promise<void> | undefined;
    beforeAnswer('interest', async () => {
      down = http.withoutIntake(() => gate.promise);
    });
    const cut = await register(ben);
    expect([cut.status, cut.body.code]).toEqual([503, 'dependency-unavailable']);
    expect(caseSubject()).toBe(subjectKeyOf(asha));
    gate.resolve();
    await down;
    expect((await register(ben)).body).toMatchObject({ state: 'final', version: 3 });
    expect(caseSubject()).toBe(subjectKeyOf(ben));
  });

  test('is who was registered first of two at once on a new case, though intake was asked about the other one first', async () => {
    beforeAnswer('interest', async () => {
      expect((await register(ben)).status).toBe(201);
    });
    expect((await register(asha)).status).toBe(422);
    expect([caseSubject(), await registeredFor()]).toEqual(Array(2).fill(subjectKeyOf(ben)));
  });

  test('is nobody whom an officer had rejected when that one is registered', async () => {
    await gateway.decide(makeChange(asha, 1));
    expect((await register(asha, { person: withoutNumber(asha) })).body.state).toBe('provisional');
    const own = caseSubject();
    const [review] = (await http.call(COUNCIL, `GET /v1/match-reviews?caseReference=${ctb}`)).body
      .items;
    const { officer, reason } = BODY;
    const verdict = { verdict: 'reject', officer, reason };
    await http.call(COUNCIL, `POST /v1/match-reviews/${review.reviewId}/decide`, verdict);
    expect((await register(asha)).body.code).toBe('match-rejected');
    expect(caseSubject()).toBe(own);
    expect((await register(ben)).body.state).toBe('final');
    expect(caseSubject()).toBe(subjectKeyOf(ben));
  });

  test('is whom an officer confirmed, also when intake has yet to learn that and another is registered', async () => {
    await gateway.decide(makeChange(asha, 1));
    await register(asha, { person: withoutNumber(asha) });
    const own = caseSubject();
    const [review] = (await http.call(COUNCIL, `GET /v1/match-reviews?caseReference=${ctb}`)).body
      .items;
    const verdict = { verdict: 'confirm', officer: BODY.officer, reason: BODY.reason };
    const confirm = () =>
      http.call(COUNCIL, `POST /v1/match-reviews/${review.reviewId}/decide`, verdict);
    expect((await http.withoutIntake(confirm)).status).toBe(503);
    expect((await register(ben)).status).toBe(422);
    expect(caseSubject()).toBe(own);
    await confirm();
    expect(caseSubject()).toBe(subjectKeyOf(asha));
  });

  test('is no partner of the claimant’s, when that link was the one found wrong', async () => {
    const partner = { capacity: 'partner-of-claimant' };
    await register(asha);
    await register(ben, partner);
    await recall('&capacity=partner-of-claimant');
    await register(cleo, partner);
    expect(caseSubject()).toBe(subjectKeyOf(asha));
  });

  test('is no partner, also when the claimant was taken for the partner, or has no number', async () => {
    const partner = { capacity: 'partner-of-claimant' };
    await register(asha, { person: withoutNumber(asha) });
    const own = caseSubject();
    await register(ben, partner);
    expect(caseSubject()).toBe(own);
    await register(asha);
    const other = `${ctb}-2`;
    await register(asha, { caseReference: other });
    await register(asha, { ...partner, caseReference: other });
    await recall('-2&capacity=partner-of-claimant');
    await register(ben, { ...partner, caseReference: other });
    expect(http.subjectOf(COUNCIL, other)).toBe(subjectKeyOf(asha));
  });

  test('costs intake nothing more where nothing was recalled', async () => {
    const before = http.resolved();
    await register(asha);
    expect(http.resolved() - before).toBe(1);
  });
});
