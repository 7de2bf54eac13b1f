import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rebuildOffice } from '@told/agency-sdk';
import type { Release } from '@told/codec';
import { changeIdOf } from '@told/identity';
import type { AgencyDatabase } from '../../../packages/agency-sdk/test/agency-database.ts';
import { sampleIncome, sampleRelease } from '../../../packages/agency-sdk/test/sample-release.ts';
import {
  eventually,
  startTestBus,
  startTestOffice,
  type TestBus,
  type TestOffice,
} from '../../../packages/agency-sdk/test/start-test-office.ts';
import { createJobcentreDatabase, sampleCase } from '../test/jobcentre-database.ts';
import { jobcentreOffice } from './office.ts';

let database: AgencyDatabase;
let bus: TestBus;
let jobcentre: TestOffice;

beforeAll(async () => {
  database = await createJobcentreDatabase();
  bus = await startTestBus('jobcentre');
  jobcentre = await startTestOffice(jobcentreOffice, bus, database.db);
});
afterAll(async () => {
  await jobcentre.stop();
  await bus.close();
  await database.drop();
});

const open = (caseReference: string) =>
  jobcentre.call('POST', '/v1/cases/bulk', JSON.stringify({ ...sampleCase(), caseReference }));

const work = {
  fact: 'income',
  changeType: 'created',
  occurredOn: '2010-05-12',
  notifiedOn: '2010-04-05',
  receivedOn: '2010-04-05',
  evidence: { level: 'seen' },
  income: sampleIncome({ startOn: '2010-05-12' }),
};

const record = (caseReference: string, key: string, change: object) =>
  jobcentre.call('POST', `/v1/cases/${caseReference}/changes`, change, { 'idempotency-key': key });

/** What the office has told about a case, in its order. */
async function told(caseReference: string, count: number) {
  const all = await eventually(
    () => bus.read('Submission', 'told.submissions.jobcentre'),
    (submissions) =>
      submissions.filter(({ change }) => change.caseReference === caseReference).length >= count,
  );
  return all.filter(({ change }) => change.caseReference === caseReference);
}

describe('an officer of JobCentre Plus', () => {
  test('records a start of work, which ends the award and tells the bus both', async () => {
    await open('JSA-1');
    const { status, body } = await record('JSA-1', 'jcp-1', work);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'applied',
      award: { effectiveOn: '2010-05-12' },
      sentence: expect.stringContaining('From Wednesday 12 May 2010 the award is £0.00 a week'),
    });
    const cause = changeIdOf('jobcentre', 'jcp-1');
    const person = sampleCase().person;
    expect(await told('JSA-1', 2)).toEqual([
      {
        idempotencyKey: 'jcp-1',
        change: expect.objectContaining({ fact: 'income', person, usedFor: 'jsa-ib' }),
      },
      {
        idempotencyKey: `${cause}:jsa-ib:JSA-1`,
        change: expect.objectContaining({
          ...{ fact: 'benefitAward', changeType: 'created', person, occurredOn: '2010-05-12' },
          ...{ usedOn: '2010-04-05', usedFor: 'jsa-ib' },
          benefitAward: {
            ...{ benefit: 'jsa-ib', action: 'stop', weeklyAmountPence: null, from: null },
            lastDayOfEntitlement: '2010-05-11',
          },
        }),
      },
    ]);
  });

  test('corrects the day, which corrects what was told; annuls it, which annuls that', async () => {
    await open('JSA-2');
    await record('JSA-2', 'jcp-2a', work);
    const correction = { ...work, changeType: 'corrected', occurredOn: '2010-05-19' };
    const first = changeIdOf('jobcentre', 'jcp-2a');
    await record('JSA-2', 'jcp-2b', {
      ...{ ...correction, previousChangeId: first },
      income: sampleIncome({ startOn: '2010-05-19' }),
    });
    const { income: _, ...none } = work;
    await record('JSA-2', 'jcp-2c', { ...none, changeType: 'annulled', previousChangeId: first });
    const notices = (await told('JSA-2', 6)).filter(({ change }) => change.fact === 'benefitAward');
    const idOf = (key: string) =>
      changeIdOf('jobcentre', `${changeIdOf('jobcentre', key)}:jsa-ib:JSA-2`);
    expect(notices.map(({ change }) => change)).toMatchObject([
      { changeType: 'created', previousChangeId: null },
      {
        ...{ changeType: 'corrected', previousChangeId: idOf('jcp-2a') },
        benefitAward: { action: 'stop', lastDayOfEntitlement: '2010-05-18' },
      },
      { changeType: 'annulled', previousChangeId: idOf('jcp-2b'), benefitAward: null },
    ]);
    const { body } = await jobcentre.call('GET', '/v1/cases/JSA-2?from=2010-05-06&to=2010-06-02');
    expect(body.award.weeks.map(({ pence }: { pence: number }) => pence)).toEqual([
      6545, 6545, 6545, 6545,
    ]);
  });

  test('whose own change comes back over the bus meets a duplicate', async () => {
    await open('JSA-3');
    await record('JSA-3', 'jcp-3', work);
    await told('JSA-3', 2);
    const back = sampleRelease({
      ...{ caseReference: 'JSA-3', changeId: changeIdOf('jobcentre', 'jcp-3') },
      income: work.income,
    });
    await bus.release([back]);
    const outcomes = await eventually(bus.outcomes, (all) =>
      all.some(({ releaseId }) => releaseId === back.releaseId),
    );
    expect(outcomes.find(({ releaseId }) => releaseId === back.releaseId)).toMatchObject({
      kind: 'no-change',
      reason: 'duplicate',
    });
    expect(await told('JSA-3', 2)).toHaveLength(2);
  });
});

describe('an award', () => {
  const EARNS_TOO_MUCH = {
    ...{ who: 'claimant', kind: 'employed', netPence: 8_000, payPeriod: 'weekly' },
    hoursPerWeek: 10,
  };

  test('that starts after all, since the work ended before its first day, is told with its first day and amount', async () => {
    const line = {
      ...sampleCase(),
      caseReference: 'JSA-5',
      from: '2010-06-03',
      incomes: [EARNS_TOO_MUCH],
    };
    await jobcentre.call('POST', '/v1/cases/bulk', JSON.stringify(line));
    const ended = { ...work, occurredOn: '2010-06-03' };
    const { body } = await record('JSA-5', 'jcp-5', {
      ...ended,
      income: sampleIncome({
        startOn: null,
        endOn: '2010-06-02',
        netPence: 8_000,
        hoursPerWeek: 10,
      }),
    });
    expect(body).toMatchObject({ kind: 'applied', reason: null });
    const [, start] = await told('JSA-5', 2);
    expect(start).toMatchObject({
      idempotencyKey: `${changeIdOf('jobcentre', 'jcp-5')}:jsa-ib:JSA-5`,
      change: {
        benefitAward: { action: 'start', weeklyAmountPence: 6545, lastDayOfEntitlement: null },
      },
    });
  });

  test('that moves by an officer’s decision is told under the decision, each time', async () => {
    await open('JSA-6');
    const release = {
      ...sampleRelease({ caseReference: 'JSA-6', sourceAgency: 'luton', occurredOn: '2010-05-12' }),
      evidence: { level: 'self-declared' as const, documents: [] },
      income: sampleIncome({ startOn: '2010-05-12' }),
    };
    await bus.release([release]);
    await eventually(bus.outcomes, (all) =>
      all.some(({ releaseId }) => releaseId === release.releaseId),
    );
    const decide = (key: string, decision: string) =>
      jobcentre.call(
        ...(['POST', '/v1/cases/JSA-6/decisions'] as const),
        { changeId: release.changeId, decision, reason: 'Payslip seen.' },
        { 'idempotency-key': key },
      );
    expect((await decide('d-1', 'use')).body).toMatchObject({ kind: 'applied' });
    expect((await decide('d-2', 'do-not-use')).body).toMatchObject({ kind: 'rejected' });
    expect((await decide('d-3', 'use')).status).toBe(201);
    const notices = await told('JSA-6', 3);
    const idOf = (key: string) => `${changeIdOf('jobcentre', key)}:jsa-ib:JSA-6`;
    expect(
      notices.map(({ idempotencyKey, change }) => [idempotencyKey, change.changeType]),
    ).toEqual([
      [idOf('d-1'), 'created'],
      [idOf('d-2'), 'annulled'],
      [idOf('d-3'), 'created'],
    ]);
  });
});

describe('a council’s change', () => {
  test('that reaches two cases of one person is told of each', async () => {
    await open('JSA-7');
    await open('JSA-8');
    const release = sampleRelease({
      ...{ caseReference: 'JSA-7', capacity: 'jsa-claimant', sourceAgency: 'central-bedfordshire' },
      ...{ usedFor: 'ctb', occurredOn: '2010-05-12' },
      income: sampleIncome({ startOn: '2010-05-12' }),
    });
    const other = { ...release, releaseId: randomUUID(), caseReference: 'JSA-8' };
    await bus.release([release, other]);
    const keys = [...(await told('JSA-7', 1)), ...(await told('JSA-8', 1))].map(
      ({ idempotencyKey }) => idempotencyKey,
    );
    expect(keys).toEqual([`${release.changeId}:jsa-ib:JSA-7`, `${release.changeId}:jsa-ib:JSA-8`]);
  });

  test('seen by its officer is applied and its effect on the award is told', async () => {
    await open('JSA-4');
    const release = sampleRelease({
      ...{ caseReference: 'JSA-4', capacity: 'jsa-claimant', sourceAgency: 'central-bedfordshire' },
      ...{ usedFor: 'ctb', occurredOn: '2010-05-12' },
      income: sampleIncome({ hoursPerWeek: 10, netPence: 3000, startOn: '2010-05-12' }),
    });
    const selfDeclared = {
      ...sampleRelease({ caseReference: 'JSA-4', releaseSequence: 2, sourceAgency: 'luton' }),
      evidence: { level: 'self-declared' as const, documents: [] },
    };
    await bus.release([release, selfDeclared]);
    const [notice] = await told('JSA-4', 1);
    expect(notice).toMatchObject({
      idempotencyKey: `${release.changeId}:jsa-ib:JSA-4`,
      change: { benefitAward: { action: 'change', from: '2010-05-06', weeklyAmountPence: 4045 } },
    });
    const outcomes = await eventually(bus.outcomes, (all) =>
      all.some(({ releaseId }) => releaseId === selfDeclared.releaseId),
    );
    const ofCase = outcomes.filter(({ caseReference }) => caseReference === 'JSA-4');
    expect(ofCase.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['applied', null],
      ['to-verify', 'evidence-self-declared'],
    ]);
  });
});

describe('a council’s change that is taken back', () => {
  const toCase = (caseReference: string, changes: Partial<Release> = {}) =>
    sampleRelease({
      ...{ caseReference, capacity: 'jsa-claimant', sourceAgency: 'central-bedfordshire' },
      ...{ usedFor: 'ctb', occurredOn: '2010-05-12' },
      income: sampleIncome({ hoursPerWeek: 10, netPence: 3000, startOn: '2010-05-12' }),
      ...changes,
    });
  const takenBack = (given: Release, releaseSequence: number, changes: Partial<Release> = {}) =>
    toCase(given.caseReference, {
      ...{ releaseSequence, kind: 'do-not-rely', takesBack: given.releaseId },
      ...{ changeId: given.changeId, basis: [], income: null },
      ...changes,
    });
  const ranges = async (caseReference: string) =>
    (await jobcentre.call('GET', `/v1/cases/${caseReference}`)).body.award.ranges.map(
      ({ from, weeklyPence }: { from: string; weeklyPence: number }) => [from, weeklyPence],
    );

  test('leaves the award as it was, to the penny, and annuls what was told of it', async () => {
    await open('JSA-9');
    const asOpened = await ranges('JSA-9');
    const given = toCase('JSA-9');
    const taking = takenBack(given, 2);
    await bus.release([given]);
    await told('JSA-9', 1);
    expect(await ranges('JSA-9')).not.toEqual(asOpened);
    await bus.release([taking]);
    const [notice, annulment] = await told('JSA-9', 2);
    expect(annulment).toMatchObject({
      idempotencyKey: `${taking.releaseId}:jsa-ib:JSA-9`,
      change: {
        changeType: 'annulled',
        previousChangeId: changeIdOf('jobcentre', notice?.idempotencyKey ?? ''),
        benefitAward: null,
      },
    });
    expect(await ranges('JSA-9')).toEqual(asOpened);
  });

  test('by fields keeps the award and loses the fields', async () => {
    await open('JSA-10');
    const given = toCase('JSA-10');
    const fields = ['employer', 'grossPence', 'firstPaidOn'];
    const taking = takenBack(given, 2, {
      kind: 'withdrawn',
      withheld: fields.map((name) => ({ field: `income.${name}`, reason: 'consent-withdrawn' })),
    });
    await bus.release([given]);
    await told('JSA-10', 1);
    const award = await ranges('JSA-10');
    await bus.release([taking]);
    const answers = await eventually(bus.outcomes, (all) =>
      all.some(({ releaseId }) => releaseId === taking.releaseId),
    );
    expect(answers.find(({ releaseId }) => releaseId === taking.releaseId)).toMatchObject({
      ...{ kind: 'no-change', reason: 'withdrawn:same-award' },
    });
    expect(await ranges('JSA-10')).toEqual(award);
    const { body } = await jobcentre.call('GET', '/v1/cases/JSA-10');
    expect(body.record.facts).toMatchObject([
      { state: 'counted', body: { grossPence: null, netPence: 3000 } },
    ]);
  });
});

test('everything derived can be made anew, row by row, and nothing is told again', async () => {
  const tables = ['claim', 'case_fact', 'award', 'award_history', 'award_notice'];
  const read = (table: string) =>
    database.rows(`SELECT * FROM ${table} AS t ORDER BY to_jsonb(t)::text`);
  const snapshot = async () =>
    Object.fromEntries(await Promise.all(tables.map(async (t) => [t, await read(t)])));
  await eventually(
    () => read('outbox'),
    (rows) => rows.length === 0,
  );
  const before = await snapshot();
  const submissions = await read('submission');
  await rebuildOffice(database.db, jobcentreOffice, bus.codec);
  expect(await snapshot()).toEqual(before);
  expect(await read('submission')).toEqual(submissions);
  expect(await read('outbox')).toEqual([]);
});
