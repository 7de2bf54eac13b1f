import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type AgencyDatabase, createAgencyDatabase } from '../test/agency-database.ts';
import { housing, TENANCY_TABLE } from '../test/housing.ts';
import { sampleIncome, sampleMove, sampleRelease } from '../test/sample-release.ts';
import { applied, defineAgency, type TestedAgency, testAgency } from './index.ts';

let database: AgencyDatabase;
let agency: TestedAgency;

beforeAll(async () => {
  database = await createAgencyDatabase();
  await database.rows(TENANCY_TABLE);
  await database.rows('GRANT SELECT, INSERT, UPDATE ON tenancy TO told_service');
});
afterAll(() => database.drop());

beforeEach(async () => {
  await database.rows(
    'TRUNCATE tenancy, received_release, outcome, sequence_head, sequence_record, parked_record, parked_key, dead_letter',
  );
  await database.rows(`INSERT INTO tenancy VALUES ('CASE-1', '17'), ('CASE-2', '17')`);
  agency = await testAgency(housing, { db: database.db });
});

const move = (releaseSequence: number, toUprn: string, caseReference = 'CASE-1') =>
  sampleRelease({
    releaseSequence,
    caseReference,
    fact: 'address',
    address: sampleMove({ toUprn }),
  });

const tenancies = () =>
  database.rows('SELECT case_reference AS case, uprn, moves FROM tenancy ORDER BY 1');

describe('an agency', () => {
  test('acts on a release and answers it', async () => {
    const release = move(1, '25');
    expect(await agency.deliver([release])).toEqual([
      {
        releaseId: release.releaseId,
        outcomeNo: 1,
        caseReference: 'CASE-1',
        releaseSequence: 1,
        kind: 'applied',
        reason: null,
        effectiveOn: '2010-04-19',
        businessDate: '2010-04-05',
        decidedAt: Date.UTC(2010, 3, 5, 9) * 1000,
      },
    ]);
    expect(await tenancies()).toContainEqual({ case: 'CASE-1', uprn: '25', moves: 1 });
  });

  test('keeps the release byte for byte, and its outcome', async () => {
    const release = move(1, '25');
    await agency.deliver([release]);
    const [kept] = await database.rows<{ value: Buffer }>('SELECT value FROM received_release');
    const [decoded] = await agency.codec.decode('Release', [kept?.value ?? Buffer.alloc(0)]);
    expect(decoded).toMatchObject({ ok: true, value: release });
    expect(await database.rows('SELECT kind, outcome_no AS no FROM outcome')).toEqual([
      { kind: 'applied', no: 1 },
    ]);
  });

  test('acts once however often a release is delivered, in one batch or later', async () => {
    const release = move(1, '25');
    expect(await agency.deliver([release, release])).toHaveLength(1);
    expect(await agency.deliver([release])).toEqual([]);
    expect(await database.rows('SELECT reason FROM parked_record')).toEqual([]);
    expect(await tenancies()).toContainEqual({ case: 'CASE-1', uprn: '25', moves: 1 });
  });

  test('keeps what comes too early until somebody looks, while other cases flow', async () => {
    const outcomes = await agency.deliver([move(2, '34'), move(1, '25', 'CASE-2'), move(3, '35')]);
    expect(outcomes.map(({ caseReference }) => caseReference)).toEqual(['CASE-2']);
    expect(await database.rows('SELECT key, reason FROM parked_record ORDER BY position')).toEqual([
      { key: 'CASE-1', reason: 'gap' },
      { key: 'CASE-1', reason: 'key-parked' },
    ]);
  });

  test('parks a case whose sequence names two releases', async () => {
    await agency.deliver([move(1, '25')]);
    expect(await agency.deliver([move(1, '99')])).toEqual([]);
    expect(await database.rows('SELECT reason FROM parked_key')).toEqual([{ reason: 'fork' }]);
    expect(await tenancies()).toContainEqual({ case: 'CASE-1', uprn: '25', moves: 1 });
  });

  test('answers unmatched for a case that it does not have', async () => {
    const outcomes = await agency.deliver([move(1, '25', 'CASE-9')]);
    expect(outcomes).toMatchObject([{ kind: 'unmatched', effectiveOn: null }]);
  });

  test('leaves to a person what it has no handler for', async () => {
    const outcomes = await agency.deliver([sampleRelease({ income: sampleIncome() })]);
    expect(outcomes).toMatchObject([{ kind: 'to-verify', reason: 'not-modelled' }]);
  });

  test('answers a void release without acting, and goes on after it', async () => {
    const none = { ...move(1, '25'), kind: 'void' as const };
    const outcomes = await agency.deliver([none, move(2, '34')]);
    expect(outcomes).toMatchObject([{ kind: 'no-change', reason: 'void' }, { kind: 'applied' }]);
    expect(await tenancies()).toContainEqual({ case: 'CASE-1', uprn: '34', moves: 1 });
  });

  test('undoes everything when one handler throws', async () => {
    await expect(agency.deliver([move(1, '25'), move(1, '666', 'CASE-2')])).rejects.toThrow(
      TypeError,
    );
    expect(await tenancies()).toContainEqual({ case: 'CASE-1', uprn: '17', moves: 0 });
    expect(await database.rows('SELECT FROM received_release')).toEqual([]);
  });

  test('may neither change nor delete what it received and answered', async () => {
    const refused = { details: expect.objectContaining({ sqlState: '42501' }) };
    for (const table of ['received_release', 'outcome', 'submission', 'submission_result']) {
      for (const text of [`UPDATE ${table} SET case_reference = ''`, `DELETE FROM ${table}`]) {
        const column = table === 'submission_result' ? 'status' : 'case_reference';
        const statement = text.replace('case_reference', column);
        await expect(database.db.query({ name: statement, text: statement })).rejects.toMatchObject(
          refused,
        );
      }
    }
  });
});

describe('set-based handlers', () => {
  test('get a batch at once and answer it in order', async () => {
    const batches: number[] = [];
    const counting = await testAgency(
      defineAgency({
        ...{ agency: 'counting', capacities: ['tenant'], purpose: 'test' },
        onBatch: async (changes) => {
          batches.push(changes.length);
          return changes.map(({ releaseSequence }) => applied({ reason: `n-${releaseSequence}` }));
        },
      }),
      { db: database.db },
    );
    const outcomes = await counting.deliver([1, 2, 3].map((n) => move(n, '25')));
    expect(outcomes.map(({ reason }) => reason)).toEqual(['n-1', 'n-2', 'n-3']);
    expect(batches).toEqual([3]);
  });

  test('that answer too little are refused', async () => {
    const forgetful = await testAgency(
      defineAgency({
        ...{ agency: 'forgetful', capacities: ['tenant'], purpose: 'test' },
        onBatch: async () => [],
      }),
      { db: database.db },
    );
    await expect(forgetful.deliver([move(1, '25')])).rejects.toMatchObject({
      code: 'results-mismatch',
    });
  });

  test('or no handlers at all are no definition', () => {
    const names = { agency: 'luton', capacities: [], purpose: 'test' };
    expect(() => defineAgency(names)).toThrow(/either/);
    const both = { ...names, on: {}, onBatch: async () => [] };
    expect(() => defineAgency(both)).toThrow(/either/);
    expect(() => defineAgency({ ...names, agency: randomUUID().toUpperCase(), on: {} })).toThrow();
  });
});
