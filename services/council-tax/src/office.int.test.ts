import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { rebuildOffice } from '@told/agency-sdk';
import type { BenefitAward, Income, Release } from '@told/codec';
import type { AgencyDatabase } from '../../../packages/agency-sdk/test/agency-database.ts';
import {
  sampleIncome,
  sampleMove,
  sampleRelease,
} from '../../../packages/agency-sdk/test/sample-release.ts';
import {
  eventually,
  startTestBus,
  startTestOffice,
  type TestBus,
  type TestOffice,
} from '../../../packages/agency-sdk/test/start-test-office.ts';
import { createCouncilDatabase } from '../test/council-database.ts';
import { sampleCase } from '../test/sample-case.ts';
import { addRecordProperties } from './accounts/record-properties.ts';
import { createCouncilTaxOffice } from './office.ts';

const office = createCouncilTaxOffice('central-bedfordshire');
let database: AgencyDatabase;
let bus: TestBus;
let council: TestOffice;

beforeAll(async () => {
  database = await createCouncilDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  bus = await startTestBus(office.agency);
  council = await startTestOffice(office, bus, database.db);
  const { agency } = office;
  await addRecordProperties(council.http, { agency, db: database.db, moment: council.moment });
});
afterEach(async () => {
  await council.stop();
  await bus.close();
  await database.rows(
    `TRUNCATE claim, case_fact, award, award_history, journal, received_release, outcome, submission, submission_result,
      council_tax_account, watermark, sequence_head, sequence_record, parked_record, parked_key, dead_letter, outbox`,
  );
});

const open = (...cases: readonly object[]) =>
  council.call('POST', '/v1/cases/bulk', cases.map((one) => JSON.stringify(one)).join('\n'));

const passportEnds = (last: string, changes: Partial<Release> = {}): Release =>
  toCase({ fact: 'benefitAward', occurredOn: last, benefitAward: stopOf(last), ...changes });

const stopOf = (lastDayOfEntitlement: string): BenefitAward => ({
  benefit: 'jsa-ib',
  action: 'stop',
  weeklyAmountPence: null,
  from: null,
  lastDayOfEntitlement,
});

const startsWork = (changes: Partial<Release> = {}, income: Partial<Income> = {}): Release =>
  toCase({ income: sampleIncome(income), ...changes });

const toCase = (changes: Partial<Release>): Release =>
  sampleRelease({ caseReference: 'CTB-1', capacity: 'ctb-claimant', ...changes });

/** Releases, and the answers to them in the same order. */
async function deliver(...releases: readonly Release[]) {
  await bus.release(releases);
  const ids = releases.map(({ releaseId }) => releaseId);
  const outcomes = await eventually(bus.outcomes, (all) =>
    ids.every((id) => all.some(({ releaseId }) => releaseId === id)),
  );
  return ids.map((id) => outcomes.find(({ releaseId }) => releaseId === id));
}

const weeklyOn = async (day: string, caseReference = 'CTB-1') => {
  const [row] = await database.rows<{ pence: number }>(
    `SELECT weekly_pence::int AS pence FROM award_range
     WHERE case_reference = $2 AND $1::date BETWEEN from_on AND coalesce(to_on, 'infinity')`,
    [day, caseReference],
  );
  return row?.pence;
};

describe('a change over the bus', () => {
  beforeEach(async () => {
    expect((await open(sampleCase())).body).toEqual([
      { line: 1, caseReference: 'CTB-1', status: 'opened' },
    ]);
  });

  test('of income does not count while a passport lasts', async () => {
    const [outcome] = await deliver(startsWork());
    expect(outcome).toMatchObject({ kind: 'no-change', reason: 'passported' });
    expect(await weeklyOn('2010-05-03')).toBe(1800);
  });

  test('ends the passport, and the income told before it counts from its own Monday', async () => {
    const outcomes = await deliver(
      startsWork({ releaseSequence: 1 }),
      passportEnds('2010-04-18', { releaseSequence: 2 }),
    );
    expect(outcomes[1]).toMatchObject({ kind: 'applied', effectiveOn: '2010-04-26' });
    expect(await weeklyOn('2010-04-25')).toBe(1800);
    expect(await weeklyOn('2010-04-26')).toBe(1353);
  });

  test('gives the same award in the other order', async () => {
    const income = startsWork({ releaseSequence: 2 });
    const ends = passportEnds('2010-04-18', { releaseSequence: 1 });
    await deliver(ends, income);
    expect(await weeklyOn('2010-04-25')).toBe(1800);
    expect(await weeklyOn('2010-04-26')).toBe(1353);
  });

  test('annulled gives exactly the prior pennies', async () => {
    const before = await database.rows('SELECT * FROM award_range');
    const ends = passportEnds('2010-04-18', { releaseSequence: 1 });
    const income = startsWork({ releaseSequence: 2 });
    const annulled = toCase({
      releaseSequence: 3,
      fact: 'benefitAward',
      changeType: 'annulled',
      previousChangeId: ends.changeId,
    });
    await deliver(ends, income, annulled);
    expect(await database.rows('SELECT * FROM award_range')).toEqual(before);
  });

  test('known already is a duplicate and leaves no trace', async () => {
    const first = passportEnds('2010-04-18');
    const again = { ...first, releaseId: randomUUID(), releaseSequence: 2 };
    const outcomes = await deliver(first, again);
    expect(outcomes[1]).toMatchObject({ kind: 'no-change', reason: 'duplicate' });
    expect(await database.rows('SELECT FROM award_history')).toHaveLength(1);
  });

  test('that DWP has not used is for a person to verify, and its correction that was used counts', async () => {
    const income = startsWork({ releaseSequence: 1 });
    const change = { releaseSequence: 2, usedOn: null, usedFor: null };
    const unused = passportEnds('2010-04-18', change);
    const used = passportEnds('2010-04-18', {
      releaseSequence: 3,
      changeType: 'corrected',
      previousChangeId: unused.changeId,
    });
    const [, first, second] = await deliver(income, unused, used);
    expect(first).toMatchObject({ kind: 'to-verify', reason: 'r2(3)(c)' });
    expect(second).toMatchObject({ kind: 'applied', effectiveOn: '2010-04-26' });
  });

  test('for no case is unmatched', async () => {
    const [outcome] = await deliver(startsWork({ caseReference: 'CTB-404' }));
    expect(outcome).toMatchObject({ kind: 'unmatched', reason: null });
  });

  test('of address charges the new home from the day itself, as this authority has it', async () => {
    const home = JSON.stringify({ uprn: '999900000025', annualPence: 120_000 });
    await council.call('POST', '/v1/properties/bulk', home);
    const [known, unknown] = await deliver(
      toCase({ fact: 'address', occurredOn: '2010-04-21', address: moveTo('999900000025') }),
      toCase({
        ...{ releaseSequence: 2, fact: 'address', occurredOn: '2010-05-05' },
        address: { ...moveTo('999900000777'), movedOutOn: '2010-05-05', movedInOn: '2010-05-05' },
      }),
    );
    expect(known).toMatchObject({ kind: 'applied', effectiveOn: '2010-04-21' });
    expect(await weeklyOn('2010-04-22')).toBe(2301);
    expect(unknown?.reason).toBe('unknown-property:address.toUprn');
  });

  test('that cannot be decided gives no number', async () => {
    const [outcome] = await deliver(
      toCase({ fact: 'household', household: { ...partner, relation: 'non-dependant' } }),
    );
    expect(outcome).toMatchObject({ kind: 'to-verify', reason: 'not-modelled:non-dependant' });
    expect(await weeklyOn('2010-05-03')).toBeUndefined();
  });
});

const moveTo = (toUprn: string) =>
  sampleMove({ toUprn, movedOutOn: '2010-04-21', movedInOn: '2010-04-21' });

const partner = {
  ...{ member: 'Ben Sample', relation: 'partner' as const, birthDate: '1981-03-04' },
  ...{ joinedOn: '2010-04-21', leftOn: null, reason: 'moved-in' as const },
  ...{ worksSixteenHoursOrMore: false, grossWeeklyIncomePence: null },
  ...{ benefits: null, childBenefitInPayment: null },
};

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
  const record = (key: string, body: object = change, caseReference = 'CTB-1') =>
    council.call('POST', `/v1/cases/${caseReference}/changes`, body, { 'idempotency-key': key });

  beforeEach(() => open(sampleCase({ passport: null })));

  test('records a change: own record, award and submission at once', async () => {
    const { status, body } = await record('key-1');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      submissionKey: 'key-1',
      kind: 'applied',
      award: { effectiveOn: '2010-04-26', weeksAffected: 0, difference: [] },
      sentence: expect.stringContaining('From Monday 26 April 2010 the award is £13.53 a week'),
    });
    const told = () => bus.read('Submission', 'told.submissions.central-bedfordshire');
    expect(await eventually(told, (all) => all.length > 0)).toEqual([
      {
        idempotencyKey: 'key-1',
        change: expect.objectContaining({
          caseReference: 'CTB-1',
          person: sampleCase().person,
          usedOn: '2010-04-05',
          usedFor: 'ctb',
          occurredOn: '2010-04-19',
        }),
      },
    ]);
    expect(await database.rows('SELECT given_by AS by, command FROM journal')).toContainEqual({
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
    expect(await database.rows('SELECT FROM submission')).toHaveLength(1);
    expect(await database.rows('SELECT FROM case_fact')).toHaveLength(1);
  });

  test('gets nothing half-done for a case that is not there', async () => {
    expect(await record('key-1', change, 'CTB-404')).toMatchObject({
      status: 404,
      body: { code: 'case-unknown' },
    });
    expect(await database.rows(`SELECT FROM journal WHERE command = 'record-change'`)).toEqual([]);
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
      await council.call('POST', '/v1/cases/CTB-1/changes', change, headers),
      await council.call('GET', '/v1/cases/CTB-1', undefined, headers),
      await council.call('GET', '/v1/cases', undefined, headers),
      await council.call('POST', '/v1/cases/bulk', JSON.stringify(sampleCase()), headers),
      await council.call('POST', '/v1/properties/bulk', '{}', headers),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'wrong-agency' } });
    }
  });

  test('knows better than DWP did: a fact used before theirs is to be verified', async () => {
    bus.clock.set(Date.UTC(2010, 3, 20, 9));
    await record('key-1');
    const [outcome] = await deliver(startsWork({ usedOn: '2010-04-16' }));
    expect(outcome).toMatchObject({ kind: 'to-verify', reason: 'r2(3)(b)' });
  });

  test('sees the case with its award by week and its history', async () => {
    await record('key-1');
    const { body } = await council.call('GET', '/v1/cases/CTB-1?from=2010-04-19&to=2010-05-02');
    expect(body.record).toMatchObject({
      caseReference: 'CTB-1',
      revision: 1,
      uprn: '999900000017',
    });
    expect(body.award.weeks).toEqual([
      { from: '2010-04-19', to: '2010-04-25', pence: 1800, toVerify: null },
      { from: '2010-04-26', to: '2010-05-02', pence: 1353, toVerify: null },
    ]);
    expect(body.history).toMatchObject([{ revision: 1, origin: 'officer', kind: 'applied' }]);
    expect((await council.call('GET', '/v1/cases')).body).toEqual({
      cases: [{ caseReference: 'CTB-1', revision: 1, toVerify: false }],
      next: null,
    });
    expect((await council.call('GET', '/v1/cases/CTB-404')).status).toBe(404);
    expect(
      (await council.call('GET', '/v1/cases/CTB-1?from=2010-05-01&to=2010-04-01')).status,
    ).toBe(422);
  });
});

describe('opening cases', () => {
  test('answers line by line, opens each once, and tells nobody', async () => {
    const other = { ...sampleCase(), uprn: '1' };
    const wrongNino = { ...sampleCase().person, nino: 'AB123456C' };
    const { body } = await open(
      sampleCase(),
      sampleCase(),
      other,
      { ...sampleCase(), caseReference: 'CTB-2', person: wrongNino },
      { ...sampleCase(), caseReference: 'CTB-3', unknown: 1 },
    );
    expect(body).toMatchObject([
      { line: 1, status: 'opened' },
      { line: 2, status: 'already-open' },
      { line: 3, status: 'refused' },
      { line: 4, status: 'refused', errors: [{ code: 'nino-foreign-mode' }] },
      { line: 5, status: 'refused', errors: [{ code: 'unknown-field' }] },
    ]);
    expect((await open(sampleCase())).body).toMatchObject([{ status: 'already-open' }]);
    expect(await database.rows('SELECT FROM submission')).toEqual([]);
  });
});

describe('the derived tables', () => {
  const tables = ['claim', 'case_fact', 'award', 'award_history', 'council_tax_account'];
  const snapshot = async () =>
    Object.fromEntries(
      await Promise.all(
        tables.map(async (table) => [
          table,
          await database.rows(`SELECT * FROM ${table} AS t ORDER BY to_jsonb(t)::text`),
        ]),
      ),
    );

  test('can be made anew from what was received and commanded, row by row', async () => {
    await open(sampleCase(), { ...sampleCase({ passport: null }), caseReference: 'CTB-2' });
    await deliver(startsWork(), startsWork({ caseReference: 'CTB-9' }));
    await open({ ...sampleCase(), caseReference: 'CTB-9' });
    bus.clock.set(Date.UTC(2010, 4, 20, 9));
    const property = JSON.stringify({ uprn: '999900000025', annualPence: 120_000 });
    const move = { fact: 'address' as const, occurredOn: '2010-04-21' };
    await deliver(toCase({ releaseSequence: 2, ...move, address: moveTo('25') }));
    await council.call('POST', '/v1/properties/bulk', property);
    const body = {
      ...move,
      changeType: 'created',
      notifiedOn: '2010-05-01',
      receivedOn: '2010-05-01',
    };
    await council.call(
      ...(['POST', '/v1/cases/CTB-2/changes'] as const),
      { ...body, address: { role: 'moved-in', toUprn: '999900000025', movedInOn: '2010-04-21' } },
      { 'idempotency-key': 'k' },
    );
    await deliver(passportEnds('2010-04-18', { releaseSequence: 3 }));
    const before = await snapshot();
    const sent = await database.rows('SELECT * FROM submission');
    expect(before['award_history']).toHaveLength(4);
    expect(await rebuildOffice(database.db, office, bus.codec)).toEqual({ entries: 9 });
    expect(await snapshot()).toEqual(before);
    expect(await database.rows('SELECT * FROM submission')).toEqual(sent);
    expect(await database.rows('SELECT FROM outbox')).toEqual([]);
  });
});
