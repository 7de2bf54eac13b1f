import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openEventLog } from '@told/service';
import pg from 'pg';
import { readTestKafka } from '../../../../tools/read-test-kafka.ts';
import { onOwnKafka } from '../../test/on-own-kafka.ts';
import { startPostgres } from '../postgres/index.ts';
import { isAlive } from '../processes/process-state.ts';
import { describeEnvironment, SERVICE_LIST, type Surroundings } from './service-list.ts';
import type { Stack, StackOptions } from './stack.ts';
import { startStack } from './start-stack.ts';

const SUBMISSIONS = 'told.submissions.luton';

let dir: string;
let stack: Stack;

const makeFolder = (): string => {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'told-stack-test-'));
  fs.chmodSync(made, 0o755);
  return made;
};

/** Everything but the services, on brokers of its own where they can be had. */
async function start(more: Partial<StackOptions> = {}): Promise<Stack> {
  const { kafkaSource } = await onOwnKafka();
  const where = kafkaSource && { kafkaSource };
  return startStack({ dir, services: [], fsync: false, ...where, ...more });
}

beforeAll(async () => {
  dir = makeFolder();
  stack = await start({ logKind: 'kafka' });
});

afterAll(async () => {
  await stack.stop();
  fs.rmSync(dir, { recursive: true });
});

async function listDatabases(url: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      'SELECT datname AS name FROM pg_database',
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** What the stack file says of a stack on Kafka that is started with nothing but this environment. */
async function describeStack(at: string, env: Record<string, string>): Promise<unknown> {
  const program = path.join(import.meta.dirname, '../../test/describe-stack.ts');
  const run = await promisify(execFile)(process.execPath, [program, at], { env });
  return JSON.parse(run.stdout);
}

describe('startStack on Kafka', () => {
  test('says where the brokers are, and makes no database for a log', async () => {
    const written = JSON.parse(fs.readFileSync(stack.stackFile, 'utf8'));
    expect(written.log).toEqual({ kind: 'kafka', brokers: stack.kafka?.brokers });
    expect(stack.log).toEqual(written.log);
    const databases = await listDatabases(stack.adminUrl());
    expect(databases).toContain('told_registry');
    expect(databases).not.toContain('told_log');
  });

  test('tells services the brokers, and no database of a log', () => {
    const [service] = SERVICE_LIST;
    if (service === undefined) throw new TypeError('the stack has services');
    const around = {
      dir,
      issuer: { ...stack.auth, clients: stack.clients },
      urls: new Map([[service.name, 'http://127.0.0.1:1']]),
      settings: {},
      agencies: [],
      registry: stack.registry,
      kafka: stack.kafka,
      databaseUrl: () => 'postgres://nobody@nowhere/own',
    } as unknown as Surroundings;
    const { TOLD_LOG_KIND, TOLD_LOG_BROKERS, TOLD_LOG_URL } = describeEnvironment(service, around);
    expect([TOLD_LOG_KIND, TOLD_LOG_URL]).toEqual(['kafka', undefined]);
    expect(TOLD_LOG_BROKERS).toBe(stack.kafka?.brokers.join(','));
  });

  test('has the topics of infra, and measures brokers apart', async () => {
    const log = openEventLog(stack.log, 'told-test');
    expect(await log.topics()).toContainEqual({
      name: 'told.releases.luton',
      partitions: 4,
      retentionMs: 90 * 86_400_000,
    });
    await log.close();
    const own = stack.pssBytes() ?? 0;
    const hasNodes = (stack.kafka?.nodes.length ?? 0) > 0;
    expect(own).toBeGreaterThan(30 * 1024 * 1024);
    expect((stack.brokerPssBytes() ?? 0) > 50 * 1024 * 1024).toBe(hasNodes);
  });

  test('ends its brokers, and keeps their records for a start that does not say which log', async () => {
    const log = openEventLog(stack.log, 'told-test');
    const record = { key: Buffer.from('a'), value: Buffer.from('b') };
    await log.append({ topic: SUBMISSIONS, partition: 0 }, [record]);
    await log.close();
    const pids = stack.kafka?.nodes.map((node) => node.pid() ?? 0) ?? [];
    await stack.stop();
    expect(pids.filter(isAlive)).toEqual([]);
    await expect(start({ logKind: 'embedded' })).rejects.toMatchObject({ code: 'choice-changed' });
    stack = await start();
    expect(stack.log.kind).toBe('kafka');
    const after = openEventLog(stack.log, 'told-test');
    const [bounds] = await after.bounds(SUBMISSIONS);
    expect(bounds).toMatchObject({ low: 0n, end: 1n });
    await after.close();
  });

  test('stops brokers and server when a later step fails', async () => {
    const taken = Number(new URL(stack.registry.url).port);
    const other = makeFolder();
    const failed = start({ dir: other, logKind: 'kafka', ports: { registry: taken } });
    await expect(failed).rejects.toMatchObject({ code: 'port-taken' });
    expect(fs.existsSync(path.join(other, 'stack.lock'))).toBe(false);
    expect(fs.existsSync(path.join(other, 'postgres/data/postmaster.pid'))).toBe(false);
    fs.rmSync(other, { recursive: true });
  });

  test('stops the server when Kafka cannot start', async () => {
    const other = makeFolder();
    const failed = describeStack(other, { KAFKA_BROKERS: '127.0.0.1:1' });
    await expect(failed).rejects.toThrow('kafka-unreachable');
    expect(fs.existsSync(path.join(other, 'postgres/data/postmaster.pid'))).toBe(false);
    fs.rmSync(other, { recursive: true });
  });

  test('uses a real server and given brokers instead, and leaves both running', async () => {
    const { brokers } = readTestKafka();
    const real = await startPostgres({ dir: path.join(dir, 'real'), durable: false });
    const other = makeFolder();
    const env = { DATABASE_URL: real.url(), KAFKA_BROKERS: brokers.join(',') };
    expect(await describeStack(other, env)).toMatchObject({ log: { kind: 'kafka', brokers } });
    expect(fs.existsSync(path.join(other, 'postgres'))).toBe(false);
    expect(await listDatabases(real.url())).toContain('told_registry');
    const log = openEventLog({ kind: 'kafka', brokers }, 'told-test');
    expect((await log.topics()).map(({ name }) => name)).toContain('told.changes');
    await log.close();
    await real.stop();
    fs.rmSync(other, { recursive: true });
  });
});
