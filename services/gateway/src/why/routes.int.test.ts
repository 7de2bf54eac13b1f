import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, type TestChange, type TestPerson } from '../../test/people.ts';

let gateway: TestGateway;
let http: HttpGateway;
let number = 0;
let asha: TestPerson;
let change: TestChange;

const COUNCIL = 'central-bedfordshire';

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
  change = makeChange(asha, 1);
  await gateway.emptyOutbox();
});

const why = (agency: string, caller: string) =>
  http.call(caller, `GET /v1/why/${change.change.changeId}/${agency}`);

async function tellCouncil() {
  await gateway.register({ person: asha, caseReference: `W-${number}` });
  await gateway.decide(change);
}

async function answerApplied() {
  const [release] = (await gateway.said()).releases;
  if (release === undefined) throw new Error('nothing was released');
  await gateway.answer(COUNCIL, {
    releaseId: release.releaseId,
    outcomeNo: 1,
    caseReference: release.caseReference,
    releaseSequence: release.releaseSequence,
    kind: 'applied',
    reason: 'SI2007/2911-r2(2)',
    effectiveOn: '2010-05-17',
    businessDate: '2010-05-13',
    decidedAt: 1_273_744_900_000_000,
  });
}

describe('GET /v1/why/{changeId}/{agency}', () => {
  test('tells the auditor the whole chain, from received to outcome', async () => {
    await tellCouncil();
    await answerApplied();
    await gateway.emptyOutbox();
    const { status, body } = await why(COUNCIL, 'auditor');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      received: {
        source: { agency: 'jobcentre', caseReference: 'JSA-1' },
        fact: 'income',
        occurredOn: '2010-05-12',
        usedOn: '2010-05-13',
      },
      decision: { run: 1, businessDate: '2010-05-13', agreementSet: gateway.agreements.hash },
      recipients: [
        {
          verdict: 'trimmed',
          interest: {
            caseReference: `W-${number}`,
            capacity: 'ctb-claimant',
            matched: 'nino',
            version: 1,
          },
          basis: [
            {
              agreement: 'dwp-to-council-ctb',
              version: 3,
              citation: expect.stringContaining('SI 2007/2911'),
            },
          ],
          fields: {
            withheld: [
              { field: 'income.employer', reason: 'not-in-agreement', text: expect.any(String) },
            ],
          },
          hold: null,
          release: { releaseSequence: 1, status: 'delivered' },
          outcomes: [{ outcomeNo: 1, kind: 'applied', effectiveOn: '2010-05-17' }],
        },
      ],
    });
    expect(body.recipients[0].fields.given).toContainEqual({
      field: 'income.netPence',
      agreement: 'dwp-to-council-ctb',
    });
    expect(body.sentence).toContain('It answered applied.');
  });

  test('says that a release still waits for the log', async () => {
    await tellCouncil();
    const { body } = await why(COUNCIL, 'auditor');
    expect(body.recipients[0].release.status).toBe('waiting');
  });

  test('tells the recipient about its own case, without the source’s case or the place in line', async () => {
    await tellCouncil();
    const { status, body } = await why(COUNCIL, COUNCIL);
    expect(status).toBe(200);
    expect(body.received).toMatchObject({ source: { agency: 'jobcentre' }, fact: 'income' });
    expect(JSON.stringify(body)).not.toMatch(/JSA-1|changeSequence/);
  });

  test('works when nobody held an interest', async () => {
    await gateway.decide(change);
    const { status, body } = await why(COUNCIL, 'auditor');
    expect(status).toBe(200);
    expect(body.recipients).toMatchObject([
      { verdict: 'refused', reason: { code: 'no-interest' }, interest: null, release: null },
    ]);
    expect(body.sentence).toContain('Nobody registered an interest');
  });

  test('tells a refused recipient that and why, but not who told what', async () => {
    await gateway.register({
      person: asha,
      agency: 'luton',
      capacity: 'council-tax-liable',
      caseReference: `W-${number}`,
    });
    await gateway.decide(change);
    const { status, body } = await why('luton', 'luton');
    expect(status).toBe(200);
    expect(body.recipients[0]).toMatchObject({ verdict: 'refused', reason: { code: 'no-basis' } });
    expect(body.received).toEqual({ changeId: change.change.changeId });
    expect(JSON.stringify(body)).not.toMatch(/jobcentre/);
  });

  test('shows a hold', async () => {
    await gateway.register({
      person: { ...asha, birthDate: '1981-04-03' },
      caseReference: `W-${number}`,
    });
    await gateway.decide(change);
    const { body } = await why(COUNCIL, COUNCIL);
    expect(body.recipients[0]).toMatchObject({
      verdict: 'hold',
      hold: { code: 'match-unconfirmed' },
      release: null,
      outcomes: [],
    });
    // It may be about somebody else.
    expect(body.received).toEqual({ changeId: change.change.changeId });
  });

  test('shows its own case to the source that told', async () => {
    await gateway.register({
      person: asha,
      agency: 'jobcentre',
      capacity: 'jsa-claimant',
      caseReference: 'JSA-1',
    });
    await gateway.decide(change);
    const { status, body } = await why('jobcentre', 'jobcentre');
    expect([status, body.recipients[0].verdict]).toEqual([200, 'own']);
  });

  test('a source may not see who else was given its change, unless the agreement says so', async () => {
    await tellCouncil();
    const { status, body } = await why(COUNCIL, 'jobcentre');
    expect([status, body.code]).toEqual([404, 'change-unknown']);
  });

  test('an agency that was never considered, or asks about another, learns nothing', async () => {
    await tellCouncil();
    for (const agency of ['luton', COUNCIL]) {
      const { status, body } = await why(agency, 'luton');
      expect([status, body.code]).toEqual([404, 'change-unknown']);
    }
  });

  test('a change that does not exist is answered the same', async () => {
    const { status, body } = await why(COUNCIL, 'auditor');
    expect([status, body.code]).toEqual([404, 'change-unknown']);
  });

  test('holds no value', async () => {
    await tellCouncil();
    const { body } = await why(COUNCIL, 'auditor');
    expect(JSON.stringify(body)).not.toMatch(
      /(?<![\da-f-])9280(?![\da-f-])|Stores|Asha|1981-03-04|QQ\d{6}/,
    );
  });
});

describe('GET /v1/decisions/{changeId}', () => {
  test('shows the auditor every recipient', async () => {
    await gateway.register({
      ...{ person: asha, caseReference: `W-${number}` },
      ...{ agency: 'luton', capacity: 'council-tax-liable' },
    });
    await tellCouncil();
    const { body } = await http.call('auditor', `GET /v1/decisions/${change.change.changeId}`);
    const [decision] = body.decisions;
    expect(decision.recipients.map((one: { verdict: string }) => one.verdict)).toEqual([
      'trimmed',
      'refused',
    ]);
  });
  test('is for auditors alone', async () => {
    await tellCouncil();
    const { status } = await http.call(COUNCIL, `GET /v1/decisions/${change.change.changeId}`);
    expect(status).toBe(403);
  });
});

describe('GET /v1/progress/{changeId}', () => {
  const progress = (caller: string) =>
    http.call(caller, `GET /v1/progress/${change.change.changeId}`);

  test('shows no recipient where the agreements show the source nothing', async () => {
    await tellCouncil();
    expect((await progress('told')).body).toEqual({
      state: 'decided',
      decidedAt: '2010-05-13T10:00:00.000Z',
      recipients: [],
      count: null,
    });
  });
  test('is for the services of the bus alone', async () => {
    await tellCouncil();
    expect((await progress('jobcentre')).status).toBe(403);
  });
  test('does not know what is not decided yet', async () => {
    expect((await progress('told')).status).toBe(404);
  });
});

test('GET /v1/agreements shows the set, and how each stands', async () => {
  const { body } = await http.call('luton', 'GET /v1/agreements');
  expect(body).toMatchObject({ set: '2010', businessDate: '2010-05-13' });
  expect(
    body.agreements.map((one: { id: string; version: number; standing: string }) => [
      `${one.id} ${one.version}`,
      one.standing,
    ]),
  ).toEqual([
    ['central-bedfordshire-to-luton-ctb 1', 'in-force'],
    ['council-to-dwp-births-deaths 1', 'in-force'],
    ['council-to-dwp-jsa 1', 'ended'],
    ['council-to-dwp-jsa 2', 'in-force'],
    ['dwp-to-council-ctb 1', 'ended'],
    ['dwp-to-council-ctb 2', 'ended'],
    ['dwp-to-council-ctb 3', 'in-force'],
    ['dwp-to-council-partner 1', 'in-force'],
    ['dwp-to-council-prefill 1', 'in-force'],
    ['dwp-to-luton-ctb 1', 'ended'],
    ['dwp-to-luton-ctb 2', 'in-force'],
    ['luton-to-central-bedfordshire-ctb 1', 'in-force'],
    ['luton-to-dwp-jsa 1', 'in-force'],
  ]);
});

describe('GET /v1/references/{id}', () => {
  const find = (id: string, caller = 'auditor', scopes?: readonly string[]) =>
    http.call(caller, `GET /v1/references/${id}`, undefined, scopes);

  test('tells the auditor what a change’s, a decision’s or a release’s id stands for', async () => {
    await tellCouncil();
    const { changeId } = change.change;
    const said = await gateway.said();
    const [release] = said.releases;
    const [decision] = said.decisions;
    if (release === undefined || decision === undefined) throw new Error('nothing was decided');
    expect((await find(changeId)).body).toEqual({ kind: 'change', changeId, agency: null });
    expect((await find(release.releaseId)).body).toEqual({
      ...{ kind: 'release', changeId, agency: COUNCIL },
    });
    expect((await find(decision.decisionId)).body).toEqual({
      ...{ kind: 'decision', changeId, agency: null },
    });
  });

  test('tells nobody else, and of nothing that there is not', async () => {
    await tellCouncil();
    const { changeId } = change.change;
    expect((await find(changeId, COUNCIL)).status).toBe(403);
    expect((await find(changeId, 'auditor', ['why:read'])).status).toBe(403);
    expect((await find('0190a000-0000-7000-8000-00000000ffff')).status).toBe(404);
  });
});
