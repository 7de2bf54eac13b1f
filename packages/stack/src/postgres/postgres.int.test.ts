import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { isAlive } from '../processes/process-state.ts';
import { type Postgres, type PostgresOptions, startPostgres } from './start-postgres.ts';
import { startRestartable } from './start-restartable.ts';

let dir: string;
let started: Postgres[];

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-postgres-test-'));
  fs.chmodSync(dir, 0o755);
  started = [];
});

afterEach(async () => {
  for (const server of started) await server.stop();
  fs.rmSync(dir, { recursive: true, force: true });
});

async function start(options: Partial<PostgresOptions> = {}): Promise<Postgres> {
  const server = await startPostgres({ dir, durable: false, ...options });
  started.push(server);
  return server;
}

async function stop(server: Postgres): Promise<string> {
  started = started.filter((one) => one !== server);
  return server.stop();
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // some tests kill the server under it
  await client.connect();
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
}

describe('startPostgres', () => {
  test('starts a server that is not owned by root, and keeps what was written after it was stopped', async () => {
    const first = await start();
    expect(first.joined).toBe(false);
    const status = fs.readFileSync(`/proc/${first.pid}/status`, 'utf8');
    expect(status).not.toMatch(/^Uid:\s+0\s/m);
    await ask(first.url(), 'CREATE TABLE kept AS SELECT 7 AS value');
    expect(await stop(first)).toBe('stopped');
    expect(isAlive(first.pid ?? 0)).toBe(false);

    const second = await start();
    expect(await ask(second.url(), 'SELECT value FROM kept')).toEqual({ value: 7 });
  });

  test('lets a second starter join, and stops with the last one only', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect(first.pid).toBe(second.pid);
    expect([first.joined, second.joined].sort()).toEqual([false, true]);
    expect(await stop(first)).toBe('in use');
    expect(await ask(second.url(), 'SELECT 1 AS up')).toEqual({ up: 1 });
    expect(await stop(second)).toBe('stopped');
  });

  test('recovers a server that was killed', async () => {
    const first = await start({ durable: true });
    await ask(first.url(), 'CREATE TABLE kept AS SELECT 7 AS value');
    process.kill(first.pid ?? 0, 'SIGKILL');
    started = [];
    const second = await start({ durable: true });
    expect(second.pid).not.toBe(first.pid);
    expect(await ask(second.url(), 'SELECT value FROM kept')).toEqual({ value: 7 });
  });

  test('stops a server that has ended its connections, or is gone', async () => {
    const first = await start();
    const second = await start();
    const endOthers = `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;
    await ask(first.url(), endOthers);
    expect(await stop(first)).toBe('stopped'); // the other is no member any more, and has not said that it is still there
    expect(await stop(second)).toBe('stopped');

    const killed = await start();
    process.kill(killed.pid ?? 0, 'SIGKILL');
    expect(await stop(killed)).toBe('stopped');
  });

  test('starts again, on the same port, a server whose process was killed', async () => {
    const server = await startRestartable({ dir, durable: true });
    started.push(server);
    const { pid, port } = server;
    server.kill('SIGKILL');
    await server.restart();
    expect(server).toMatchObject({ port });
    expect(server.pid).not.toBe(pid);
    expect(await ask(server.url(), 'SELECT 1 AS up')).toEqual({ up: 1 });
  });

  test('joins the server of a starter that was killed', async () => {
    const other = fork(path.join(import.meta.dirname, '../../test/hold-postgres.ts'), [dir], {
      execArgv: [],
    });
    const [{ pid }] = (await once(other, 'message')) as [{ pid: number }];
    other.kill('SIGKILL');
    await once(other, 'exit');
    const joined = await start();
    expect(joined).toMatchObject({ joined: true, pid });
    expect(await stop(joined)).toBe('stopped');
  });

  test('uses the server of databaseUrl and never stops it', async () => {
    const ours = await start();
    const theirs = await startPostgres({ dir, databaseUrl: ours.url() });
    expect(new URL(theirs.url('other')).pathname).toBe('/other');
    expect(await theirs.stop()).toBe('in use');
    expect(await ask(ours.url(), 'SELECT 1 AS up')).toEqual({ up: 1 });
  });

  test('names cause and fix when databaseUrl is not a superuser', async () => {
    const ours = await start();
    await ask(ours.url(), "CREATE ROLE small LOGIN PASSWORD 'small'");
    const url = new URL(ours.url());
    url.username = url.password = 'small';
    await expect(startPostgres({ dir, databaseUrl: url.href })).rejects.toMatchObject({
      code: 'database-unreachable',
      message: expect.stringContaining('Fix: '),
    });
  });

  test('names the port when another program listens on it', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    await expect(start({ port })).rejects.toMatchObject({
      code: 'port-taken',
      details: { port },
    });
    server.close();
  });

  test('shows the end of the log when the server cannot start', async () => {
    const first = await start();
    await stop(first);
    fs.appendFileSync(path.join(dir, 'data', 'postgresql.conf'), '\nno_such_setting = 1\n');
    const failed = await start({ startTimeoutMs: 2_000 }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'postgres-not-started' });
    expect(String((failed as Error).cause)).toContain('no_such_setting');
  });
});
