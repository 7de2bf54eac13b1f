import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Outcome, Release } from '@told/codec';
import { recordDigest } from '@told/event-log';
import {
  type Consumer,
  consume,
  createBusinessCalendar,
  createLogger,
  createPublisher,
  type Database,
  digestKey,
  redriveKey,
  startRelay,
} from '@told/service';
import { type AgencyDatabase, createAgencyDatabase } from '../test/agency-database.ts';
import { housing, TENANCY_TABLE } from '../test/housing.ts';
import { sampleMove, sampleRelease } from '../test/sample-release.ts';
import { eventually, startTestBus, type TestBus } from '../test/start-test-office.ts';
import {
  type AgencyDefinition,
  releasesTopic,
  runAgency,
  submissionResultsTopic,
} from './index.ts';
import { createReconciler } from './reconcile.ts';

const logger = createLogger({ service: 'test', logLevel: 'silent' });
const topic = releasesTopic(housing.agency);
let database: AgencyDatabase;
let bus: TestBus;
const running: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await createAgencyDatabase();
  await database.rows(TENANCY_TABLE);
  await database.rows('GRANT SELECT, INSERT, UPDATE ON tenancy TO told_service');
});
afterAll(() => database.drop());

beforeEach(async () => {
  await database.rows(
    `TRUNCATE tenancy, received_release, outcome, submission_result, watermark, sequence_head, sequence_record, parked_record, parked_key,
      dead_letter, outbox`,
  );
  await database.rows(
    `INSERT INTO tenancy SELECT 'CASE-' || n, '17' FROM generate_series(1, 20) AS n`,
  );
  bus = await startTestBus(housing.agency);
});
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
  await bus.close();
});

/** One process of the agency; `stop` ends it. */
async function start(definition: AgencyDefinition = housing, db: Database = database.db) {
  const log = bus.log.connect();
  const relay = startRelay({ db, log, logger });
  const consumers: Consumer[] = [];
  const agency = await runAgency({
    definition,
    ...{ codec: bus.codec, publisher: await createPublisher({ log }), logger, clock: bus.clock },
    calendar: createBusinessCalendar({ kind: 'system' }, bus.clock),
    maxBatchRecords: 10,
    async consume(wanted) {
      const consumer = await consume({ ...wanted, db, log, logger });
      consumers.push(consumer);
      return consumer;
    },
  });
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    await agency.stop();
    await relay.stop();
    await log.close();
  };
  running.push(stop);
  return { stop, agency };
}

const move = (caseNo: number, releaseSequence: number, toUprn: string): Release =>
  sampleRelease({
    ...{ caseReference: `CASE-${caseNo}`, releaseSequence, fact: 'address' },
    address: sampleMove({ toUprn }),
  });

/** Three moves of twenty tenants, in the order in which the gateway releases them. */
const moves = [1, 2, 3].flatMap((n) =>
  Array.from({ length: 20 }, (_, index) => move(index + 1, n, String(100 * n + index))),
);

const answered = (count: number) =>
  eventually(bus.outcomes, (outcomes) => outcomes.length >= count);

describe('an agency on the bus', () => {
  test('answers every release once, in order, on its outcomes topic', async () => {
    await start();
    await bus.release(moves);
    const outcomes = await answered(moves.length);
    expect(new Set(outcomes.map(({ releaseId }) => releaseId)).size).toBe(moves.length);
    const first = outcomes.filter(({ caseReference }) => caseReference === 'CASE-1');
    expect(first.map(({ releaseSequence }) => releaseSequence)).toEqual([1, 2, 3]);
  });

  test('that dies between effect and commit, again and again, acts once all the same', async () => {
    let deaths = 0;
    const dying: AgencyDefinition = {
      ...housing,
      on: {
        address: async (change, context) => {
          const result = await housing.on?.address?.(change, context);
          if (result === undefined) throw new TypeError('housing handles addresses');
          deaths += 1;
          if (deaths % 7 === 0) throw Object.assign(new Error('cut off'), { retryable: true });
          return result;
        },
      },
    };
    await bus.release(moves.slice(0, 30));
    const first = await start(dying);
    await eventually(bus.outcomes, (outcomes) => outcomes.length > 0);
    await first.stop();
    await start(housing, database.open());
    await bus.release([...moves.slice(30), ...moves.slice(0, 10)]);
    await answered(moves.length);
    expect(deaths).toBeGreaterThan(7);
    expect(await database.rows('SELECT DISTINCT moves FROM tenancy')).toEqual([{ moves: 3 }]);
    const rows = await database.rows('SELECT FROM received_release');
    expect(rows).toHaveLength(moves.length);
    expect(await bus.outcomes()).toHaveLength(moves.length);
  });

  test('parks the case of a change that its handler cannot take; others flow', async () => {
    await start();
    await bus.release([move(1, 1, '666'), move(2, 1, '25'), move(1, 2, '34'), move(3, 1, '26')]);
    const outcomes = await answered(2);
    expect(outcomes.map(({ caseReference }) => caseReference).sort()).toEqual(['CASE-2', 'CASE-3']);
    expect(await database.rows('SELECT key, reason FROM parked_record ORDER BY position')).toEqual([
      { key: 'CASE-1', reason: 'failed' },
      { key: 'CASE-1', reason: 'key-parked' },
    ]);
  });

  test('lets what takes back act on a case that is parked, at once and once', async () => {
    await start();
    const [bad, given] = [move(1, 1, '666'), move(1, 2, '34')];
    await bus.release([bad, given]);
    const parked = () =>
      database.rows<{ value: Buffer; headers: string }>(
        'SELECT value, headers FROM parked_record ORDER BY position',
      );
    await eventually(parked, (rows) => rows.length === 2);
    const taking = (releaseSequence: number, { releaseId }: Release): Release => ({
      ...move(1, releaseSequence, ''),
      ...{ kind: 'do-not-rely', takesBack: releaseId, address: null, basis: [] },
    });
    const [ofGiven, ofBad] = [taking(3, given), taking(4, bad)];
    await bus.release([ofGiven, ofBad, ofGiven]);
    expect(await answered(2)).toMatchObject(
      [ofGiven, ofBad].map(({ releaseId }) => ({
        ...{ releaseId, kind: 'no-change', reason: 'taken-back-before-use' },
      })),
    );
    const rows = await eventually(parked, (all) => all.length === 5);
    const decoded = await bus.codec.decode(
      'Release',
      rows.map(({ value }) => value),
    );
    expect(decoded.map((one) => one.ok && one.value.kind)).toEqual([
      ...['void', 'void', 'do-not-rely', 'do-not-rely', 'do-not-rely'],
    ]);
    for (const { value, headers } of rows) {
      expect(JSON.parse(headers).digest).toBe(recordDigest(Buffer.from('CASE-1'), value));
    }
    const reconcile = createReconciler({
      ...{ definition: housing, codec: bus.codec, log: logger },
      publisher: { publish: async () => undefined },
      moment: () => ({ businessDate: '2010-04-05', nowMs: bus.clock.nowMs() }),
    });
    const outcomes: Outcome[] = [];
    const released = await redriveKey(
      {
        ...{ db: database.db, logger, nowMs: bus.clock.nowMs, pieceRecords: 2 },
        handle: async (tx, records) =>
          void outcomes.push(...(await reconcile.reconcile(tx, records))),
        onPiece: async () => undefined,
      },
      { stream: topic, keyDigest: digestKey('CASE-1') },
    );
    expect(released).toEqual({ state: 'released', moved: 5, waiting: 0 });
    expect(outcomes.map(({ releaseId, reason }) => [releaseId, reason])).toEqual([
      [bad.releaseId, 'void'],
      [given.releaseId, 'void'],
    ]);
    expect(await database.rows(`SELECT uprn FROM tenancy WHERE case_reference = 'CASE-1'`)).toEqual(
      [{ uprn: '17' }],
    );
    expect(await database.rows('SELECT FROM parked_key')).toEqual([]);
  });

  test('puts aside what cannot be read, and what bears another case’s key', async () => {
    await start();
    const at = { topic, partition: 0 };
    await bus.log.append(at, [{ key: Buffer.from('CASE-1'), value: Buffer.from('no record') }]);
    const encode = bus.codec.encoder('Release', topic);
    await bus.log.append(at, [{ key: Buffer.from('CASE-2'), value: encode(move(3, 1, '25')) }]);
    await bus.release([move(3, 1, '25')]);
    await answered(1);
    const letters = () =>
      database.rows<{ cause: string }>('SELECT cause FROM dead_letter ORDER BY 1');
    expect(await eventually(letters, (rows) => rows.length === 2)).toEqual([
      { cause: 'key-mismatch' },
      { cause: 'undecodable' },
    ]);
  });

  test('keeps what intake answers to its own changes, once', async () => {
    await start();
    const at = { topic: submissionResultsTopic(housing.agency), partition: 0 };
    const encode = bus.codec.encoder('SubmissionResult', at.topic);
    const value = encode({
      ...{ idempotencyKey: 'key-1', status: 'rejected', changeId: null, code: 'nino-malformed' },
      errors: [{ pointer: '/change/person/nino', code: 'nino-malformed', detail: 'rule' }],
      answeredAt: bus.clock.nowMs() * 1000,
    });
    const record = { key: Buffer.from('key-1'), value };
    await bus.log.append(at, [record, record]);
    const kept = () => database.rows('SELECT status, code, errors FROM submission_result');
    expect(await eventually(kept, (rows) => rows.length > 0)).toEqual([
      {
        ...{ status: 'rejected', code: 'nino-malformed' },
        errors: [{ pointer: '/change/person/nino', code: 'nino-malformed', detail: 'rule' }],
      },
    ]);
  });
});
