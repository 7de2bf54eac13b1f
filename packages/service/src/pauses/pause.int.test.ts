import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLocalSource, openCodecFrom } from '@told/codec';
import { createMemoryLog, type MemoryLog, type StoredRecord } from '@told/event-log';
import type { FastifyInstance } from 'fastify';
import { actionsUseFor } from '../actions/index.ts';
import { type Consumer, consume, createPublisher, type Transaction } from '../database/index.ts';
import {
  createListeningLogger,
  createServiceDatabase,
  type ServiceDatabase,
  until,
} from '../database/test/service-database.ts';
import { createHealth } from '../http/health.ts';
import { createHttpServer } from '../http/index.ts';
import { createLogger } from '../log/index.ts';
import { endPause, guardByPause, keepPause } from './pause.ts';
import { addPauseRoutes } from './pause-routes.ts';

const TOPIC = 'told.releases.luton';
const GROUP = 'luton.reconcile';
const PAUSE = { group: GROUP, reason: 'their database moves', actor: 'operator', pausedAtMs: 1 };
const INSERT = {
  name: 'insert_effects',
  text: 'INSERT INTO effect (key, id) SELECT * FROM unnest($1::text[], $2::text[])',
};

let service: ServiceDatabase;
let log: MemoryLog;
let consumers: Consumer[];
beforeEach(async () => {
  service = await createServiceDatabase();
  log = createMemoryLog();
  consumers = [];
  await log.createTopics([
    { name: TOPIC, partitions: 2, retentionMs: 90 * 86_400_000 },
    { name: 'told.actions.luton', partitions: 1, retentionMs: null },
  ]);
});
afterEach(async () => {
  await Promise.allSettled(consumers.map((one) => one.stop()));
  await log.close();
  await service.drop();
});

const insert = async (tx: Transaction, records: readonly StoredRecord[]): Promise<void> => {
  const values = records.map(({ value }) => value.toString());
  await tx.query(INSERT, [records.map(({ key }) => key.toString()), values]);
};
const start = async (handle = insert, guard = guardByPause(GROUP)): Promise<Consumer> => {
  const logger = createListeningLogger();
  const options = { log, db: service.open(), logger, group: GROUP, topics: [TOPIC] };
  const consumer = await consume({ ...options, handle, guard });
  consumers.push(consumer);
  return consumer;
};
const say = (partition: number, ...values: readonly string[]) =>
  log.append(
    { topic: TOPIC, partition },
    values.map((value) => ({ key: Buffer.from(`k${partition}`), value: Buffer.from(value) })),
  );
const effects = async () =>
  (await service.rows<{ id: string }>('SELECT id FROM effect ORDER BY place')).map(({ id }) => id);
const pause = () => service.db.transaction((tx) => keepPause(tx, PAUSE));
const resume = () => service.db.transaction((tx) => endPause(tx, GROUP));

describe('a paused group', () => {
  test('takes nothing in, keeps its position, and takes up what waits in order once resumed', async () => {
    const consumer = await start();
    await say(0, 'a1');
    await until(async () => (await effects()).length === 1);
    expect(await pause()).toBe(true);
    expect(await pause()).toBe(false);
    await say(0, 'a2', 'a3');
    await say(1, 'b1');
    await until(() => consumer.state()[0]?.code === 'paused');
    expect(await effects()).toEqual(['a1']);
    const [watermark] = await service.rows<{ next: string }>(
      'SELECT next_offset::text AS next FROM watermark WHERE partition = 0',
    );
    expect(watermark?.next).toBe('1');
    expect(await resume()).toBe(true);
    expect(await resume()).toBe(false);
    await until(async () => (await effects()).length === 4);
    expect((await effects()).filter((id) => id.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    await until(() => consumer.state()[0]?.state === 'running');
  });

  test('stays paused for whoever starts later, and for every member', async () => {
    await pause();
    await say(0, 'a1');
    const first = await start();
    await until(() => first.state()[0]?.code === 'paused');
    await first.stop();
    const second = await start();
    await until(() => second.state()[0]?.code === 'paused');
    expect(await effects()).toEqual([]);
    await resume();
    await until(async () => (await effects()).length === 1);
  });

  test('finishes the batch under way before the pause is answered, and begins none after', async () => {
    const began = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    await start(async (tx, records) => {
      await insert(tx, records);
      began.resolve();
      await go.promise;
    });
    await say(0, 'a1');
    await began.promise;
    let isAnswered = false;
    const pausing = pause().then(() => {
      isAnswered = true;
    });
    await new Promise((done) => setTimeout(done, 100));
    expect(isAnswered).toBe(false);
    go.resolve();
    await pausing;
    expect(await effects()).toEqual(['a1']);
    await say(0, 'a2');
    await new Promise((done) => setTimeout(done, 300));
    expect(await effects()).toEqual(['a1']);
  });

  test('holds up nobody else of the same database', async () => {
    await pause();
    await start(insert, guardByPause('luton.submission-results'));
    await say(0, 'a1');
    await until(async () => (await effects()).length === 1);
  });
});

describe('the operator’s routes', () => {
  let http: FastifyInstance;
  beforeEach(async () => {
    const codec = await openCodecFrom(createLocalSource(), [actionsUseFor('luton')]);
    http = await createHttpServer({
      config: { rateLimitPerSecond: 1_000, authTokenUrl: 'http://issuer.example/token' },
      logger: createLogger({ service: 'luton', logLevel: 'silent' }),
      title: 'An office',
      auth: {
        verify: async (token) => ({
          ...{ agency: token, clientId: token },
          scopes: new Set(token === 'operator' ? ['operations:read', 'operations:write'] : []),
        }),
      },
      ready: createHealth(),
      checkAnswers: true,
    });
    addPauseRoutes(http, {
      ...{ db: service.db, log, codec, publisher: await createPublisher({ log }) },
      ...{ clock: { nowMs: () => Date.parse('2010-05-13T10:00:00Z') }, origin: 'luton' },
      ...{ group: GROUP, topics: [TOPIC] },
    });
    await http.ready();
  });
  afterEach(() => http.close());
  const call = async (method: 'GET' | 'POST', path: string, body?: object, as = 'operator') => {
    const headers = { authorization: `Bearer ${as}` };
    const answer = await http.inject({
      method,
      url: path,
      headers,
      ...(body && { payload: body }),
    });
    return { status: answer.statusCode, body: JSON.parse(answer.body) };
  };
  const REASON = { reason: 'their database moves' };

  test('say how it stands, how many wait and for how long they are kept', async () => {
    await say(0, 'a1', 'a2');
    await say(1, 'b1');
    const standing = { agency: 'luton', paused: false, since: null, reason: null };
    expect((await call('GET', '/v1/consumption')).body).toEqual({
      ...{ ...standing, waiting: 3, keptDays: 90 },
    });
    const paused = await call('POST', '/v1/consumption/pause', REASON);
    expect(paused).toMatchObject({
      status: 200,
      body: { paused: true, since: '2010-05-13T10:00:00.000Z', ...REASON, changed: true },
    });
    expect((await call('POST', '/v1/consumption/pause', REASON)).body.changed).toBe(false);
    const naming = await call('POST', '/v1/consumption/pause', { reason: 'for QQ123456C' });
    expect([naming.status, naming.body.code]).toEqual([422, 'names-a-person']);
    const resumed = await call('POST', '/v1/consumption/resume', { reason: 'it has moved' });
    expect(resumed.body).toMatchObject({ ...standing, changed: true });
    expect((await call('POST', '/v1/consumption/resume', REASON)).body.changed).toBe(false);
  });

  test('tell of each change once, in its own transaction', async () => {
    for (const verb of ['pause', 'pause', 'resume', 'resume']) {
      await call('POST', `/v1/consumption/${verb}`, REASON);
    }
    const rows = await service.rows<{ value: Buffer; key: Buffer }>(
      "SELECT key, value FROM outbox WHERE topic = 'told.actions.luton' ORDER BY id",
    );
    const codec = await openCodecFrom(createLocalSource(), [actionsUseFor('luton')]);
    const decoded = await codec.decode(
      'Action',
      rows.map(({ value }) => value),
    );
    expect(decoded.map((one) => one.ok && one.value)).toMatchObject([
      { action: 'agency-paused', targetKind: 'agency', target: 'luton', actor: 'operator' },
      { action: 'agency-pause-ended', targetKind: 'agency', target: 'luton', ...REASON },
    ]);
  });

  test.each([
    [
      'a reason that names somebody',
      'operator',
      { reason: 'for QQ123456C' },
      422,
      'names-a-person',
    ],
    ['no reason', 'operator', {}, 422, 'invalid-request'],
    ['anybody but the operator', 'luton', REASON, 403, 'forbidden'],
  ])('refuse %s', async (_, as, body, status, code) => {
    const answer = await call('POST', '/v1/consumption/pause', body, as);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await call('GET', '/v1/consumption')).body.paused).toBe(false);
  });
});
