import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, type TestPerson } from '../../test/people.ts';

const COUNCIL = 'central-bedfordshire';
let gateway: TestGateway;
let http: HttpGateway;
let number = 0;
let asha: TestPerson;

beforeAll(async () => {
  gateway = await openTestGateway();
  http = await openHttpGateway(gateway);
});
afterAll(async () => {
  await http.close();
  await gateway.close();
});
beforeEach(async () => {
  number += 1;
  asha = makePerson(number);
  await gateway.register(
    { person: asha, capacity: 'form-prefill', caseReference: `FORM-${number}` },
    ...[
      { person: asha, agency: 'jobcentre', capacity: 'jsa-claimant', caseReference: `J-${number}` },
    ],
  );
});
afterEach(() => gateway.emptyOutbox());

const consent = (over: object = {}) => ({
  caseReference: `J-${number}`,
  recipient: COUNCIL,
  purpose: 'pre-filling-forms',
  on: '2010-05-12',
  ...over,
});
const give = (over: object = {}, agency = 'jobcentre') =>
  http.call(agency, 'POST /v1/consents', consent(over));
const withdraw = (over: object = {}, agency = 'jobcentre') =>
  http.call(agency, 'POST /v1/consents/withdraw', consent(over));
const said = async () => {
  const { releases, decisions } = await gateway.said();
  return { releases: releases.filter((one) => one.capacity === 'form-prefill'), decisions };
};
const answerOf = async () =>
  (await said()).decisions.at(-1)?.recipients.find((one) => one.capacity === 'form-prefill');

describe('what rests on consent', () => {
  test('is refused without one, given with one, and refused again once it is withdrawn', async () => {
    await gateway.decide(makeChange(asha, 1));
    expect(await answerOf()).toMatchObject({ verdict: 'refused', reason: 'no-consent' });
    expect(await give()).toMatchObject({ status: 200, body: { action: 'given' } });
    await gateway.decide(makeChange(asha, 2));
    expect(await answerOf()).toMatchObject({ verdict: 'trimmed' });
    const given = (await said()).releases;
    expect(given).toMatchObject([{ income: { employer: 'Sample Stores Ltd', netPence: null } }]);
    // Still waiting for the relay: nothing leaves.
    expect(await withdraw()).toMatchObject({ status: 200, body: { action: 'withdrawn' } });
    expect((await said()).releases).toMatchObject([
      { releaseId: given[0]?.releaseId, kind: 'void', income: null },
    ]);
    await gateway.decide(makeChange(asha, 3));
    expect(await answerOf()).toMatchObject({ verdict: 'refused', reason: 'consent-withdrawn' });
  });

  test('is taken back after it has left', async () => {
    await give();
    await gateway.decide(makeChange(asha, 1));
    const [given] = (await said()).releases;
    await gateway.emptyOutbox();
    await withdraw();
    expect((await said()).releases).toMatchObject([
      {
        ...{ kind: 'withdrawn', takesBack: given?.releaseId, releaseSequence: 2, income: null },
        withheld: expect.arrayContaining([
          { field: 'income.employer', reason: 'consent-withdrawn' },
        ]),
      },
    ]);
  });

  test('given for a time ends with its last day', async () => {
    await give({ on: '2010-05-01', until: '2010-05-12' });
    await gateway.decide(makeChange(asha, 1));
    expect(await answerOf()).toMatchObject({ verdict: 'refused', reason: 'no-consent' });
  });
});

describe('recording', () => {
  test('any agency may, naming the person by its own case or by number', async () => {
    const byCase = await give();
    const { nino8, ...told } = asha;
    const byNumber = await withdraw(
      { caseReference: undefined, person: { ...told, nino: `${nino8}A` } },
      'luton',
    );
    expect(byNumber).toMatchObject({ status: 200, body: { consentId: byCase.body.consentId } });
  });

  test('a withdrawal answers the same whether a consent stood or not', async () => {
    const without = await withdraw();
    await give({ renews: true });
    const withOne = await withdraw();
    const again = await withdraw();
    expect(withOne).toEqual(without);
    expect(again).toEqual(without);
  });

  test.each<[string, object, number, string]>([
    ['a purpose that no agreement names', { purpose: 'marketing' }, 422, 'purpose-unknown'],
    [
      'a recipient that no agreement serves',
      { recipient: 'jobcentre' },
      422,
      'recipient-not-served',
    ],
    ['a recipient that is no agency', { recipient: 'nobody' }, 403, 'unknown-agency'],
    ['a last day before the first', { until: '2010-05-11' }, 422, 'date-order'],
    ['a day to come', { on: '2010-05-14' }, 422, 'date-in-future'],
    ["another agency's case", { caseReference: 'FORM-1' }, 422, 'person-unknown'],
    ['nobody', { caseReference: undefined }, 422, 'invalid-request'],
    ['one person twice', { person: { nino: 'QQ000001A' } }, 422, 'invalid-request'],
    ['a field unknown', { reason: 'because' }, 422, 'unknown-field'],
  ])('refuses %s', async (_, over, status, code) => {
    const answer = await give(over);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('points at a recipient that no agreement serves without repeating it, and lets the person withdraw from it', async () => {
    const unserved = { recipient: 'jobcentre' };
    const { body } = await give(unserved);
    expect(body.errors).toEqual([{ pointer: '/recipient', code: 'recipient-not-served' }]);
    expect(JSON.stringify(body)).not.toContain('jobcentre');
    expect((await withdraw(unserved)).status).toBe(200);
    expect((await withdraw({ purpose: 'marketing' })).status).toBe(200);
  });

  test('counts for a person of whom nothing was told before, as soon as something is', async () => {
    const { nino8, ...told } = makePerson(500_000 + number);
    const person = { ...told, nino: `${nino8}A` };
    const { status } = await give({ caseReference: undefined, person: { nino: person.nino } });
    expect(status).toBe(200);
    expect(http.subjectOf('jobcentre', `J-${500_000 + number}`)).toBeUndefined();
    const unknown = { ...told, nino8 };
    await gateway.register({
      ...{ person: unknown, capacity: 'form-prefill', caseReference: `LATER-${number}` },
    });
    await gateway.decide(makeChange(unknown, 1));
    expect(await answerOf()).toMatchObject({ verdict: 'trimmed' });
  });

  test('refuses a consent no younger than its withdrawal unless it renews, and a caller without the scope', async () => {
    await withdraw({ on: '2010-05-13' });
    expect((await give()).body.code).toBe('withdrawn-since');
    expect((await give({ on: '2010-05-13' })).body.code).toBe('withdrawn-since');
    expect((await give({ on: '2010-05-13', renews: true })).status).toBe(200);
    const scopes = ['consents:read'];
    for (const path of ['POST /v1/consents', 'POST /v1/consents/withdraw'] as const) {
      expect((await http.call('jobcentre', path, consent(), scopes)).status).toBe(403);
    }
    expect((await give({}, 'operator')).body.code).toBe('unknown-agency');
  });
});

test('recipient and auditor read it with its history, its recorder what it recorded, and nobody else', async () => {
  const { consentId } = (await give()).body;
  await withdraw({ on: '2010-05-13', caseReference: `FORM-${number}` }, COUNCIL);
  const history = (agency: string) => http.call(agency, `GET /v1/consents/${consentId}/history`);
  const { items: recorded } = (await history('jobcentre')).body;
  expect(recorded).toMatchObject([{ action: 'given', recordedBy: 'jobcentre' }]);
  for (const agency of [COUNCIL, 'auditor']) {
    const { items } = (await history(agency)).body;
    expect(items.map((one: { action: string }) => one.action)).toEqual(['withdrawn', 'given']);
    expect(JSON.stringify(items)).not.toContain('subject');
  }
  expect((await history('luton')).body.code).toBe('consent-unknown');
  const list = (agency: string, query: string) => http.call(agency, `GET /v1/consents?${query}`);
  expect((await list('jobcentre', `caseReference=J-${number}`)).body.items).toHaveLength(1);
  expect((await list(COUNCIL, `caseReference=FORM-${number}`)).body.items).toMatchObject([
    { consentId, action: 'withdrawn', version: 2, recordedBy: COUNCIL },
  ]);
  const asAuditor = await list('auditor', `caseReference=J-${number}&agency=jobcentre`);
  expect(asAuditor.body.items).toHaveLength(1);
  const unnamed = await list('auditor', `caseReference=J-${number}`);
  expect([unnamed.status, unnamed.body.errors[0].pointer]).toEqual([422, '/query/agency']);
  expect((await list('luton', `caseReference=J-${number}&agency=jobcentre`)).body.code).toBe(
    'wrong-agency',
  );
  expect((await list('luton', `caseReference=J-${number}`)).body.code).toBe('person-unknown');
});
