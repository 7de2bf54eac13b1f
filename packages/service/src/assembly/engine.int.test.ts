import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { registerSchemas } from '@told/codec';
import { createPostgresLog, eventLogMigrations, type RunningLog } from '@told/event-log';
import { createTestDatabase, type TestDatabase } from '../../../../tools/test-database.ts';
import { createPublisher, type Publisher } from '../database/publisher.ts';
import {
  createServiceDatabase,
  type ServiceDatabase,
  until,
} from '../database/test/service-database.ts';
import { type Engine, startEngine } from './start-engine.ts';
import { type FaultyRegistry, startFaultyRegistry } from './test/faulty-registry.ts';
import { BUSY_MS, holdSlowLock, SLOW_LOCK, type TestConfig } from './test/test-config.ts';

const TOPIC = 'told.test';
const LETTERS = 'told.dead-letters.luton';
const MODULE = new URL('./test/test-engine.ts', import.meta.url);

let registry: FaultyRegistry;
let service: ServiceDatabase;
let logDatabase: TestDatabase;
let log: RunningLog;
let publisher: Publisher;
let engine: Engine | undefined;
const onFailure = jest.fn();
const counted = { sent: 0, delivered: 0 };

beforeAll(async () => {
  registry = await startFaultyRegistry();
  await registerSchemas({ registryUrl: registry.url, agencies: ['luton'] });
});
afterAll(() => registry?.close());
beforeEach(async () => {
  service = await createServiceDatabase();
  logDatabase = await createTestDatabase({ migrations: [eventLogMigrations] });
  log = createPostgresLog({ connectionString: logDatabase.url });
  for (const name of [TOPIC, LETTERS]) {
    await log.createTopics([{ name, partitions: 1, retentionMs: null }]);
  }
  publisher = await createPublisher({ log });
  onFailure.mockClear();
  Object.assign(counted, { sent: 0, delivered: 0 });
});
afterEach(async () => {
  await engine?.stop();
  engine = undefined;
  await log.close();
  await logDatabase.drop();
  await service.drop();
});

async function start(topic = TOPIC): Promise<Engine> {
  const config: TestConfig = {
    ...{ service: 'test', host: '127.0.0.1', port: 0, databaseUrl: service.url, topic },
    ...{ logKind: 'embedded', logUrl: logDatabase.url, logBrokers: undefined },
    ...{ logUser: undefined, logPassword: undefined },
    ...{ logTlsCa: undefined, logTlsCert: undefined, logTlsKey: undefined },
    ...{ tlsCert: undefined, tlsKey: undefined, tlsClientCa: undefined },
    ...{ registryUrl: registry.url, authIssuer: 'http://127.0.0.1:1' },
    ...{ authJwksUrl: 'http://127.0.0.1:1', authTokenUrl: 'http://127.0.0.1:1', authAudience: 'x' },
    ...{ clientId: undefined, clientSecret: undefined, readyFile: undefined },
    ...{ businessDate: { kind: 'system' }, identityMode: 'synthetic', logLevel: 'silent' },
    ...{ rateLimitPerSecond: 1_000, stopDeadlineMs: 1_000 },
  };
  engine = await startEngine({
    ...{ module: MODULE, config, onFailure },
    counts: {
      sent: ({ records }) => {
        counted.sent += records;
      },
      delivered: () => (delivered) => {
        counted.delivered += delivered.records;
      },
    },
  });
  return engine;
}
const tell = (...texts: readonly string[]) =>
  log.append(
    { topic: TOPIC, partition: 0 },
    texts.map((text) => ({ key: Buffer.from('k'), value: Buffer.from(text), headers: {} })),
  );
/** How many records each transaction wrote. */
const transactions = async (): Promise<number[]> =>
  (
    await service.rows<{ records: number }>(
      'SELECT count(*)::int AS records FROM effect GROUP BY xmin ORDER BY min(place)',
    )
  ).map(({ records }) => records);
const effects = async (): Promise<string[]> =>
  (await service.rows<{ id: string }>('SELECT id FROM effect ORDER BY place')).map(({ id }) => id);
const isHeldUp = async (): Promise<boolean> =>
  (
    await service.rows(
      `SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database
       WHERE datname = current_database() AND locktype = 'advisory' AND objid = ${SLOW_LOCK} AND NOT granted`,
    )
  ).length > 0;

test('an engine consumes and relays, and says how it is', async () => {
  const { report, group, wake } = await start();
  expect(group).toBe('test');
  await service.db.transaction((tx) =>
    publisher.publish(tx, [{ topic: TOPIC, key: 'k', value: Buffer.from('said') }]),
  );
  wake();
  await until(async () => (await effects()).includes('said'));
  await until(() => counted.sent === 1 && counted.delivered === 1);
  expect(await report()).toMatchObject({
    relay: { state: 'running' },
    topics: [{ topic: TOPIC, state: 'running' }],
  });
});

test('what it cannot read is said on the bus', async () => {
  await start();
  await tell('unread');
  await until(async () => ((await log.bounds(LETTERS))[0]?.end ?? 0n) > 0n);
});

test('a thread that is busy keeps nobody else waiting', async () => {
  await start();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  await tell('busy');
  await until(async () => (await effects()).includes('busy'));
  delay.disable();
  expect(delay.max / 1e6).toBeLessThan(BUSY_MS);
});

test('while somebody waits for an answer its transactions are short', async () => {
  const { ask, report } = await start();
  const many = Array.from({ length: 120 }, (_, number) => String(number));
  ask();
  await report(); // heard in order: it has heard the question too
  const asking = setInterval(ask, 50); // a busy machine may take longer than the second that one lasts
  await tell(...many);
  await until(async () => (await effects()).length === 120);
  clearInterval(asking);
  expect(await transactions()).toEqual([50, 50, 20]);
  await sleep(1_100);
  await tell(...many);
  await until(async () => (await effects()).length === 240);
  expect(await transactions()).toEqual([50, 50, 20, 120]);
});

test('stopped, it finishes what is under way', async () => {
  const { stop } = await start();
  const stopping = await service.db.transaction(async (tx) => {
    await tx.query(holdSlowLock);
    await tell('slow');
    await until(isHeldUp);
    return { stopped: stop() };
  });
  await stopping.stopped;
  expect(await effects()).toEqual(['slow']);
  expect(onFailure).not.toHaveBeenCalled();
});

test('one that ends unasked is told of, once', async () => {
  const { stop } = await start();
  await tell('die');
  await until(() => onFailure.mock.calls.length > 0);
  await stop();
  expect(onFailure).toHaveBeenCalledTimes(1);
});

test('one that cannot start says why', async () => {
  await expect(start('told.nothing')).rejects.toMatchObject({
    message: expect.stringContaining('told.nothing'),
  });
});
