import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openEventLog } from '@told/service';
import pg from 'pg';
import { startPostgres } from '../postgres/index.ts';
import type { Stack, StackOptions } from './stack.ts';
import { startStack } from './start-stack.ts';

let dir: string;
let stack: Stack;

/** Everything but the services, which have tests of their own. */
const start = (more: Partial<StackOptions> = {}): Promise<Stack> =>
  startStack({ dir, services: [], fsync: false, ...more });

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-stack-test-'));
  fs.chmodSync(dir, 0o755);
  stack = await start();
});

afterAll(async () => {
  await stack.stop();
  fs.rmSync(dir, { recursive: true });
});

function logUrlOf({ log }: Stack): string {
  if (log.kind === 'embedded') return log.url;
  throw new TypeError('this stack has another log');
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { headers: { connection: 'close' } });
  return response.json();
}

describe('startStack', () => {
  test('writes what another program needs to join in, for its owner only', () => {
    const written = JSON.parse(fs.readFileSync(stack.stackFile, 'utf8'));
    expect(written).toMatchObject({
      pid: process.pid,
      log: { kind: 'embedded', brokers: [], url: logUrlOf(stack) },
      registry: { url: stack.registry.url },
      auth: { issuer: stack.auth.issuer, tokenUrl: stack.auth.tokenUrl, audience: 'told' },
    });
    expect(written.clients).toContainEqual(
      expect.objectContaining({ agency: 'luton', clientId: 'luton', scopes: expect.any(Array) }),
    );
    expect(fs.statSync(stack.stackFile).mode & 0o077).toBe(0);
  });

  test('has the topics of infra, and the log login may append', async () => {
    const log = openEventLog(stack.log, 'told-test');
    expect((await log.topics()).map(({ name }) => name)).toContain('told.releases.luton');
    const record = { key: Buffer.from('a'), value: Buffer.from('b') };
    await log.append({ topic: 'told.submissions.luton', partition: 0 }, [record]);
    await log.close();
  });

  test('lets its owner create topics and change how long they keep, and no service', async () => {
    const topic = { name: 'told.releases.bedford', partitions: 4, retentionMs: null };
    const log = openEventLog(stack.log, 'told-test');
    for (const retentionMs of [null, 60_000]) {
      await log.createTopics([{ ...topic, retentionMs }]);
      expect(await log.topics()).toContainEqual({ ...topic, retentionMs });
    }
    await log.append({ topic: topic.name, partition: 3 }, [
      { key: Buffer.from('a'), value: Buffer.from('b') },
    ]);
    await log.close();

    const asService = new URL(logUrlOf(stack));
    await ask(stack.adminUrl(), `CREATE ROLE service LOGIN PASSWORD 'pw' IN ROLE told_service`);
    asService.username = 'service';
    asService.password = 'pw';
    const theirs = openEventLog({ kind: 'embedded', url: asService.href }, 'told-test');
    await expect(theirs.createTopics([topic])).rejects.toMatchObject({ code: 'unauthorized' });
    await theirs.close();
  });

  test('has the schemas registered', async () => {
    expect(await fetchJson(`${stack.registry.url}/subjects`)).toContain('told.changes-value');
  });

  test('lets a login connect to its own database and the log only', async () => {
    const elsewhere = new URL(logUrlOf(stack));
    for (const database of ['told_registry', 'postgres']) {
      elsewhere.pathname = `/${database}`;
      await expect(ask(elsewhere.href, 'SELECT 1')).rejects.toMatchObject({ code: '42501' });
    }
    await expect(ask(logUrlOf(stack), 'CREATE TABLE own (a int)')).rejects.toMatchObject({
      code: '42501',
    });
  });

  test('refuses a second stack on the same folder', async () => {
    await expect(start()).rejects.toMatchObject({ code: 'stack-running' });
    expect(await fetchJson(`${stack.registry.url}/subjects`)).not.toEqual([]);
  });

  test('names the services it knows when asked for another', async () => {
    expect(() => stack.service('post-office')).toThrow(/intake,gateway/);
    await expect(start({ services: ['post-office'] })).rejects.toMatchObject({
      code: 'unknown-service',
    });
  });

  test('says the new secret of a rotated client in its file, still for its owner only', async () => {
    const secretIn = (clients: Stack['clients'], clientId: string) =>
      clients.find((one) => one.clientId === clientId)?.clientSecret ?? '';
    const { issuer, tokenUrl } = stack.auth;
    const operator = btoa(`operator:${secretIn(stack.clients, 'operator')}`);
    const token = await fetch(tokenUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${operator}`, connection: 'close' },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'operations:write' }),
    });
    const { access_token } = (await token.json()) as { access_token: string };
    const before = secretIn(stack.clients, 'luton');
    const rotated = await fetch(`${issuer}/v1/clients/luton/rotate`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${access_token}`,
        'content-type': 'application/json',
        connection: 'close',
      },
      body: JSON.stringify({ overlapSeconds: 60 }),
    });
    const { clientSecret } = (await rotated.json()) as { clientSecret: string };
    expect(clientSecret).not.toBe(before);
    const written = JSON.parse(fs.readFileSync(stack.stackFile, 'utf8'));
    expect(secretIn(written.clients, 'luton')).toBe(clientSecret);
    expect(secretIn(stack.clients, 'luton')).toBe(clientSecret);
    expect(written).toMatchObject({ pid: process.pid, startedAt: stack.startedAt });
    expect(fs.statSync(stack.stackFile).mode & 0o077).toBe(0);
  });

  test('keeps secrets, schemas and records over a restart, and leaves no file of a running one', async () => {
    const before = { ...stack };
    await stack.stop();
    expect(fs.existsSync(before.stackFile)).toBe(false);
    stack = await start();
    expect(stack.clients).toEqual(before.clients);
    expect(stack.businessDate).toBe(before.businessDate);
    const log = openEventLog(stack.log, 'told-test');
    const [bounds] = await log.bounds('told.submissions.luton');
    expect(bounds?.end).toBeGreaterThan(0n);
    await log.close();
  });

  test('undoes what it started when a later step fails', async () => {
    const taken = Number(new URL(stack.registry.url).port);
    const other = fs.mkdtempSync(path.join(os.tmpdir(), 'told-stack-test-'));
    fs.chmodSync(other, 0o755);
    const failed = start({ dir: other, ports: { registry: taken } });
    await expect(failed).rejects.toMatchObject({ code: 'port-taken', details: { port: taken } });
    expect(fs.existsSync(path.join(other, 'stack.lock'))).toBe(false);
    expect(fs.existsSync(path.join(other, 'postgres/data/postmaster.pid'))).toBe(false);
    fs.rmSync(other, { recursive: true });
  });

  test('uses a real server instead, and leaves it running', async () => {
    const real = await startPostgres({ dir: path.join(dir, 'real'), durable: false });
    const other = fs.mkdtempSync(path.join(os.tmpdir(), 'told-stack-test-'));
    const there = await start({ dir: other, databaseUrl: real.url() });
    expect(new URL(logUrlOf(there)).port).toBe(String(real.port));
    expect(await ask(logUrlOf(there), 'SELECT 1 AS up')).toEqual([{ up: 1 }]);
    await there.stop();
    expect(fs.existsSync(path.join(other, 'postgres'))).toBe(false);
    expect(await ask(real.url(), 'SELECT 1 AS up')).toEqual([{ up: 1 }]);
    await real.stop();
    fs.rmSync(other, { recursive: true });
  });

  test('measures the memory of all its processes', () => {
    expect(stack.pssBytes()).toBeGreaterThan(30 * 1024 * 1024);
  });
});
