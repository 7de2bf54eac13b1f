import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../../../packages/agency-sdk/test/start-test-office.ts';
import { sampleCase } from '../test/sample-case.ts';
import { startCouncil, type TestCouncil } from '../test/start-council.ts';

let council: TestCouncil;
let reference: string;

beforeAll(async () => {
  council = await startCouncil();
});
afterAll(() => council.stop());
beforeEach(() => {
  reference = council.begin();
});

describe('an officer', () => {
  const change = {
    fact: 'income',
    changeType: 'created',
    occurredOn: '2010-04-19',
    notifiedOn: '2010-04-05',
    receivedOn: '2010-04-05',
    evidence: { level: 'seen' },
    income: {
      ...{ who: 'claimant', kind: 'employed', netPence: 9280, payPeriod: 'weekly' },
      ...{ hoursPerWeek: 16, startOn: '2010-04-19' },
    },
  };
  const record = (key: string, body: object = change, caseReference?: string) =>
    council.record(key, body, caseReference);

  beforeEach(() => council.open(council.ownCase({ passport: null })));

  test.each<[string, object, string, string]>([
    [
      'a move before the birth of the person of the case',
      { income: null, fact: 'address', address: { role: 'moved-in', movedInOn: '1950-01-01' } },
      '/address/movedInOn',
      'date-order',
    ],
    [
      'a child older than the claimant',
      {
        income: null,
        fact: 'household',
        household: { relation: 'child', birthDate: '1950-01-01' },
      },
      '/household/birthDate',
      'date-order',
    ],
    [
      'an amount without its period',
      { income: { who: 'claimant', kind: 'employed', netPence: 9280 } },
      '/income/payPeriod',
      'required',
    ],
    [
      'negative money',
      { income: { ...change.income, netPence: -9280 } },
      '/income/netPence',
      'too-small',
    ],
    [
      'a death tomorrow',
      {
        ...{ income: null, fact: 'death', occurredOn: '2010-04-06' },
        death: { who: 'partner', diedOn: '2010-04-06' },
      },
      '/death/diedOn',
      'date-in-future',
    ],
  ])('is refused %s, as at the door of the bus', async (_name, told, pointer, code) => {
    const { status, body } = await record('bad', { ...change, ...told });
    expect([status, body.errors]).toEqual([
      422,
      [{ pointer, code, detail: expect.stringMatching(/\w/) }],
    ]);
    expect(await council.rowsOf('journal', 'command')).not.toContainEqual({
      command: 'record-change',
    });
    expect((await record('bad')).status).toBe(201); // the key is free for what is right
  });

  test('records a change: own record, award and submission at once', async () => {
    const { status, body } = await record('key-1');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      submissionKey: `${reference}-key-1`,
      kind: 'applied',
      award: { effectiveOn: '2010-04-26', weeksAffected: 0, difference: [] },
      sentence: expect.stringContaining('From Monday 26 April 2010 the award is £13.53 a week'),
    });
    const told = async () =>
      (await council.bus.read('Submission', 'told.submissions.central-bedfordshire')).filter(
        ({ change: { caseReference } }) => caseReference === reference,
      );
    expect(await eventually(told, (all) => all.length > 0)).toEqual([
      {
        idempotencyKey: `${reference}-key-1`,
        change: expect.objectContaining({
          caseReference: reference,
          person: sampleCase().person,
          usedOn: '2010-04-05',
          usedFor: 'ctb',
          occurredOn: '2010-04-19',
        }),
      },
    ]);
    expect(await council.rowsOf('journal', 'given_by AS by, command')).toContainEqual({
      by: 'central-bedfordshire-officer',
      command: 'record-change',
    });
  });

  test('may send it again and gets the same answer; the same key with another body is refused', async () => {
    const [first, twin] = await Promise.all([record('key-1'), record('key-1')]);
    expect(twin.body).toEqual(first.body);
    expect((await record('key-1')).body).toEqual(first.body);
    const other = await record('key-1', { ...change, occurredOn: '2010-04-20' });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await council.rowsOf('submission')).toHaveLength(1);
    expect(await council.rowsOf('case_fact')).toHaveLength(1);
  });

  test('gets nothing half-done for a case that is not there', async () => {
    expect(await record('key-1', change, 'CTB-none')).toMatchObject({
      status: 404,
      body: { code: 'case-unknown' },
    });
    expect(
      await council.database.rows(`SELECT FROM journal WHERE case_reference = 'CTB-none'`),
    ).toEqual([]);
  });

  test('is told every field at fault', async () => {
    const { status, body } = await record('key-1', {
      ...{ ...change, changeType: 'corrected', notifiedOn: '2010-04-06', receivedOn: '2010-04-06' },
      income: { who: 'claimant' },
      address: { role: 'moved-in' },
    });
    expect(status).toBe(422);
    expect(body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/address',
      '/income/kind',
      '/previousChangeId',
      '/receivedOn',
    ]);
  });

  test('of another agency is refused', async () => {
    const headers = { authorization: 'Bearer luton', 'idempotency-key': 'key-1' };
    for (const answer of [
      await council.call('POST', `/v1/cases/${reference}/changes`, change, headers),
      await council.call('GET', `/v1/cases/${reference}`, undefined, headers),
      await council.call('GET', '/v1/cases', undefined, headers),
      await council.call('POST', '/v1/cases/bulk', JSON.stringify(sampleCase()), headers),
      await council.call('POST', '/v1/properties/bulk', '{}', headers),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'wrong-agency' } });
    }
  });

  test('knows better than DWP did: a fact used before theirs is to be verified', async () => {
    council.bus.clock.set(Date.UTC(2010, 3, 20, 9));
    await record('key-1');
    const [outcome] = await council.deliver(council.startsWork({ usedOn: '2010-04-16' }));
    expect(outcome).toMatchObject({ kind: 'to-verify', reason: 'r2(3)(b)' });
  });

  test('sees the case with its award by week and its history', async () => {
    await record('key-1');
    const { body } = await council.call(
      'GET',
      `/v1/cases/${reference}?from=2010-04-19&to=2010-05-02`,
    );
    expect(body.record).toMatchObject({
      caseReference: reference,
      revision: 1,
      uprn: '999900000017',
    });
    expect(body.award.weeks).toEqual([
      { from: '2010-04-19', to: '2010-04-25', pence: 1800, toVerify: null },
      { from: '2010-04-26', to: '2010-05-02', pence: 1353, toVerify: null },
    ]);
    expect(body.history).toMatchObject([{ revision: 1, origin: 'officer', kind: 'applied' }]);
    const { body: page } = await council.call('GET', '/v1/cases?limit=1000');
    expect(page.next).toBeNull();
    expect(page.items).toContainEqual({ caseReference: reference, revision: 1, toVerify: false });
    expect((await council.call('GET', '/v1/cases?limit=1')).body).toMatchObject({ next: 'CTB-1' });
    expect((await council.call('GET', '/v1/cases/CTB-none')).status).toBe(404);
    expect(
      (await council.call('GET', `/v1/cases/${reference}?from=2010-05-01&to=2010-04-01`)).status,
    ).toBe(422);
  });
});

describe('opening cases', () => {
  test('answers line by line, opens each once, and tells nobody', async () => {
    const other = council.ownCase({ uprn: '1' });
    const wrongNino = { ...sampleCase().person, nino: 'AB123456C' };
    const { body } = await council.open(
      council.ownCase(),
      council.ownCase(),
      other,
      council.ownCase({ caseReference: `${reference}-b`, person: wrongNino }),
      council.ownCase({ caseReference: `${reference}-c`, unknown: 1 }),
    );
    expect(body).toMatchObject([
      { line: 1, status: 'opened' },
      { line: 2, status: 'already-open' },
      { line: 3, status: 'refused' },
      { line: 4, status: 'refused', errors: [{ code: 'nino-foreign-mode' }] },
      { line: 5, status: 'refused', errors: [{ code: 'unknown-field' }] },
    ]);
    expect((await council.open(council.ownCase())).body).toMatchObject([
      { status: 'already-open' },
    ]);
    expect(await council.rowsOf('submission')).toEqual([]);
  });
});
