import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  previewRebuild,
  type RebuildOptions,
  type RebuildReport,
  rebuildInto,
  rebuildOffice,
  writeJournal,
} from '@told/agency-sdk';
import type { Release } from '@told/codec';
import type { Database, Statement, Transaction } from '@told/service';
import { eventually } from '../../../packages/agency-sdk/test/start-test-office.ts';
import { createScratch, type Scratch } from '../test/create-scratch.ts';
import { moveTo, office, startCouncil, type TestCouncil } from '../test/start-council.ts';
import { waitForLocks } from '../test/wait-for-locks.ts';

let council: TestCouncil;
let scratch: Scratch;

const OTHER_HOME = '999900000333';
const CASES = Array.from({ length: 24 }, (_, number) => `CTB-${100 + number}`);

beforeAll(async () => {
  council = await startCouncil();
  await load();
});
afterAll(() => council.stop());
beforeEach(async () => {
  scratch = await createScratch();
});
afterEach(() => scratch.drop());

/** Something of everything that an office takes in. */
async function load(): Promise<void> {
  council.begin();
  await council.open(
    ...CASES.map((caseReference, number) =>
      council.ownCase({ caseReference, ...(number % 2 === 0 && { passport: null }) }),
    ),
  );
  const [first, second, third, fourth] = CASES as [string, string, string, string];
  const work = CASES.map((caseReference) => council.startsWork({ caseReference }));
  const toVerify = council.startsWork(
    { caseReference: third, releaseSequence: 2, usedOn: null, usedFor: null },
    { startOn: '2010-05-10', netPence: 9_500 },
  );
  const stray = council.startsWork({ caseReference: 'CTB-none' }, { netPence: 9_700 });
  await council.deliver(...work, toVerify, stray);
  await council.call('POST', '/v1/properties/bulk', describeHome());
  const move = { fact: 'address' as const, occurredOn: '2010-04-21', address: moveTo(OTHER_HOME) };
  await council.deliver(council.toCase({ caseReference: fourth, releaseSequence: 2, ...move }));
  await council.decide(
    { changeId: toVerify.changeId, decision: 'use' },
    { caseReference: third, key: 'use' },
  );
  await council.decide(
    { changeId: stray.changeId, decision: 'link', toCaseReference: first },
    { caseReference: 'CTB-none', key: 'link' },
  );
  await council.deliver(takeBack(work[4] as Release));
  await council.record('officer', describeChange(), second);
  await council.deliver(
    ...CASES.slice(6).map((caseReference) =>
      council.passportEnds('2010-04-18', { caseReference, releaseSequence: 2 }),
    ),
  );
}

const describeHome = (): string => JSON.stringify({ uprn: OTHER_HOME, annualPence: 120_000 });

const describeChange = (): object => ({
  ...{ fact: 'address', changeType: 'created', occurredOn: '2010-04-21' },
  ...{ notifiedOn: '2010-04-05', receivedOn: '2010-04-05' },
  address: { role: 'moved-in', toUprn: OTHER_HOME, movedInOn: '2010-04-21' },
});

const takeBack = (given: Release): Release =>
  council.toCase({
    ...{ kind: 'do-not-rely', takesBack: given.releaseId, changeId: given.changeId, basis: [] },
    ...{ fact: given.fact, caseReference: given.caseReference, releaseSequence: 2, withheld: [] },
  });

const rebuild = (options: Partial<RebuildOptions> = {}): Promise<RebuildReport> =>
  rebuildInto({
    ...{ office, codec: council.bus.codec, source: council.database.db, scratch: scratch.db },
    ...{ pageEntries: 7, pageRows: 5 },
    ...options,
  });

const count = async (table: string): Promise<number> =>
  (await council.database.rows(`SELECT FROM ${table}`)).length;

const countEntries = async () => (await count('received_release')) + (await count('journal'));

describe('the tables that a rebuild makes elsewhere', () => {
  test('are the office’s own, row by row, and nothing is told or written at the office', async () => {
    const written = async () =>
      council.database.rows(
        'SELECT last_value FROM entry_number UNION ALL SELECT count(*) FROM submission',
      );
    const before = await written();
    const report = await rebuild();
    expect(report).toMatchObject({ agency: office.agency, isEqual: true, runs: 1, findings: [] });
    expect(report.entries).toBe(await countEntries());
    for (const { table, equal } of report.tables)
      expect([table, equal]).toEqual([table, await count(table)]);
    expect(report.tables.map(({ table }) => table).toSorted()).toEqual([
      ...['award', 'award_history', 'case_fact', 'claim'],
      ...['council_tax_account', 'outside_dwelling'],
    ]);
    expect(await written()).toEqual(before);
    expect(await scratch.database.rows('SELECT FROM outbox')).toEqual([]);
    expect(await scratch.database.rows('SELECT report FROM rebuild')).toEqual([{ report }]);
  });

  test('show each row that was tampered with, deleted or added, and none of its values', async () => {
    for (const tamper of [
      `UPDATE award SET ranges = jsonb_set(ranges, '{0,weeklyPence}', '1') WHERE case_reference = 'CTB-103'`,
      `DELETE FROM case_fact WHERE case_reference = 'CTB-104'`,
      `INSERT INTO claim SELECT 'CTB-9', person, opening, 0 FROM claim WHERE case_reference = 'CTB-105'`,
      // More than a page of them.
      `INSERT INTO outside_dwelling SELECT lpad(n::text, 12, '0'), 'E06000032' FROM generate_series(1, 23) AS n`,
    ])
      await council.database.rows(tamper);
    const { isEqual, tables, findings } = await rebuild({ findingsMax: 5 });
    expect(isEqual).toBe(false);
    expect(findings).toMatchObject([
      {
        table: 'award',
        kind: 'different',
        key: { case_reference: 'CTB-103' },
        columns: ['ranges'],
      },
      { table: 'case_fact', kind: 'missing', key: { case_reference: 'CTB-104' }, columns: [] },
      { table: 'claim', kind: 'additional', key: { case_reference: 'CTB-9' }, columns: [] },
      { table: 'outside_dwelling', kind: 'additional', key: { uprn: '000000000001' } },
      { table: 'outside_dwelling', kind: 'additional', key: { uprn: '000000000002' } },
    ]);
    expect(tables.find(({ table }) => table === 'outside_dwelling')).toMatchObject({
      ...{ equal: 0, missing: 0, additional: 23, different: 0 },
    });
    expect(JSON.stringify(findings)).not.toMatch(/Sample|weeklyPence/);
    // Whoever finds such a thing mends it in place.
    await rebuildOffice(council.database.db, office, council.bus.codec);
    const again = await createScratch();
    expect(await rebuild({ scratch: again.db })).toMatchObject({ isEqual: true });
    await again.drop();
  });

  test('are the same as the office’s at one moment, however much it takes meanwhile', async () => {
    const before = await countEntries();
    let isOver = false;
    let recorded = 0;
    const work = async (): Promise<void> => {
      while (!isOver) {
        recorded += 1;
        const caseReference = CASES[recorded % CASES.length] ?? '';
        const { status } = await council.record(
          `more-${recorded}`,
          describeChange(),
          caseReference,
        );
        expect(status).toBe(201);
      }
    };
    const working = Array.from({ length: 3 }, work);
    await eventually(countEntries, (entries) => entries > before);
    const report = await rebuild();
    isOver = true;
    await Promise.all(working);
    expect(report).toMatchObject({ isEqual: true, findings: [] });
    expect(report.entries).toBeGreaterThan(before);
  });

  test('have also what was given its number before the last one, and was there only after it', async () => {
    const { db } = council.database;
    const command = 'record-property';
    const [known] = await council.database.rows<{ body: unknown }>(
      `SELECT body FROM journal WHERE command = '${command}' LIMIT 1`,
    );
    const { rebuilding } = await db.transaction(async (tx) => {
      // As everybody who takes something in.
      await tx.query({ name: 'test_join_claims', text: 'LOCK TABLE claim IN ROW SHARE MODE' });
      const about = { caseReference: null, submissionKey: null, bodyDigest: null };
      const again = { command, ...about, body: known?.body, givenBy: 'test' };
      await writeJournal(tx, [again], council.moment());
      const later = await council.record('behind-it', describeChange(), CASES[9] ?? '');
      expect(later.status).toBe(201);
      const rebuilding = rebuild();
      await waitForLocks(council, 1, rebuilding);
      return { rebuilding };
    });
    const report = await rebuilding;
    expect(report).toMatchObject({ isEqual: true, entries: await countEntries() });
  });

  test('are read in pages, on both sides', async () => {
    const sizes: number[] = [];
    const { db } = council.database;
    const measured = <D extends Pick<Transaction, 'query'>>(side: D): D => ({
      ...side,
      query: (async (statement: Statement, values?: readonly unknown[]) => {
        const answer = await side.query(statement, values);
        if (/^(rebuild_compare|office_read_entries)/.test(statement.name))
          sizes.push(answer.rows.length);
        return answer;
      }) as D['query'],
    });
    const transaction: typeof db.transaction = (run) => db.transaction((tx) => run(measured(tx)));
    const report = await rebuild({
      ...{ source: { ...measured(db), transaction }, scratch: measured(scratch.db) },
    });
    expect(report.isEqual).toBe(true);
    expect(sizes.length).toBeGreaterThan(report.entries / 7);
    expect(Math.max(...sizes)).toBe(7);
  });
});

describe('a rebuild that is interrupted', () => {
  test('goes on where it was, whatever it was killed at', async () => {
    const killed = new Error('killed');
    let transactions = 0;
    const transaction: Database['transaction'] = (run, options) =>
      ++transactions > 3 ? Promise.reject(killed) : scratch.db.transaction(run, options);
    const dying = { ...scratch.db, transaction };
    let report: RebuildReport | undefined;
    let runs = 0;
    for (; report === undefined && runs < 100; runs += 1) {
      transactions = 0;
      report = await rebuild({ scratch: dying }).catch((error: unknown) => {
        if (error !== killed) throw error;
        return undefined;
      });
    }
    expect(report).toMatchObject({ isEqual: true, entries: await countEntries(), runs });
    expect(runs).toBeGreaterThan(4);
  });

  test('is told in its preview', async () => {
    const { db } = council.database;
    const whole = await previewRebuild(office.agency, db, scratch.db);
    const { releases, commands, cases } = whole;
    expect({ releases, cases }).toEqual({
      releases: await count('received_release'),
      cases: await count('claim'),
    });
    const properties = (
      await council.database.rows(`SELECT FROM journal WHERE command = 'record-property'`)
    ).length;
    expect(commands).toMatchObject({
      ...{ 'open-case': CASES.length, 'record-property': properties, decide: 2 },
    });
    expect(await scratch.database.rows(`SELECT to_regclass('rebuild') AS made`)).toEqual([
      { made: null },
    ]);
    let pages = 0;
    const stopped = rebuild({
      onProgress() {
        pages += 1;
        if (pages === 2) throw new Error('stopped');
      },
    });
    await expect(stopped).rejects.toThrow('stopped');
    const rest = await previewRebuild(office.agency, db, scratch.db);
    expect(rest).toMatchObject({ releases, commands, entriesTaken: 14 });
    expect(rest.estimatedSeconds).toBeGreaterThan(0);
  });
});

describe('a rebuild is refused', () => {
  const refused = (code: string) => expect.objectContaining({ code });

  test('into the office’s own database', async () => {
    const attempt = rebuild({ scratch: council.database.db });
    await expect(attempt).rejects.toEqual(refused('not-a-scratch'));
    expect(await council.database.rows(`SELECT to_regclass('rebuild') AS made`)).toEqual([
      { made: null },
    ]);
  });

  test('into one of another version, or that holds another’s, or one that is done', async () => {
    await scratch.database.rows('ALTER TABLE award ADD COLUMN later text');
    await expect(rebuild()).rejects.toEqual(refused('tables-differ'));
    await scratch.database.rows('ALTER TABLE award DROP COLUMN later');
    const other = { ...office, agency: 'luton' };
    await expect(rebuild({ office: other })).rejects.toEqual(refused('not-a-scratch'));
    expect(await rebuild()).toMatchObject({ isEqual: true, runs: 2 });
    await expect(rebuild()).rejects.toEqual(refused('rebuild-done'));
  });

  test('while another is under way, which goes on', async () => {
    const refusals: unknown[] = [];
    const attempts: Promise<unknown>[] = [];
    const report = await rebuild({
      onProgress() {
        if (attempts.length === 0)
          attempts.push(rebuild().catch((error: unknown) => refusals.push(error)));
      },
    });
    await Promise.all(attempts);
    expect(refusals).toEqual([refused('rebuild-under-way')]);
    expect(report.isEqual).toBe(true);
  });
});
