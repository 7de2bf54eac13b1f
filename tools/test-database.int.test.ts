import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import { removeAbandoned } from './test-server.ts';

let sql: string;
let database: TestDatabase;

beforeAll(async () => {
  sql = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'told-migrations-')), 'sql');
  fs.mkdirSync(sql);
  fs.writeFileSync(path.join(sql, '0001_t.sql'), 'CREATE TABLE t (v int PRIMARY KEY);');
  fs.writeFileSync(
    path.join(sql, '0002_grant.sql'),
    'INSERT INTO t VALUES (1); GRANT SELECT ON t TO told_service;',
  );
  database = await createTestDatabase({ migrations: [{ name: 'sample', dir: sql }] });
});

afterAll(async () => {
  await database.drop();
  fs.rmSync(path.dirname(sql), { recursive: true });
});

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describe('createTestDatabase', () => {
  test('carries the migrations, in name order', async () => {
    expect(await ask(database.url, 'SELECT v FROM t')).toEqual([{ v: 1 }]);
  });

  test('gives each caller a database of its own from one template', async () => {
    const others = await Promise.all(
      [1, 2, 3].map(() => createTestDatabase({ migrations: [{ name: 'sample', dir: sql }] })),
    );
    await ask(others[0]?.url ?? '', 'INSERT INTO t VALUES (2)');
    expect(await ask(others[1]?.url ?? '', 'SELECT v FROM t')).toEqual([{ v: 1 }]);
    for (const other of others) await other.drop();
  });

  test('gives a role what the migrations grant and nothing else', async () => {
    const url = await database.roleUrl('intake');
    expect(await ask(url, 'SELECT v FROM t')).toEqual([{ v: 1 }]);
    await expect(ask(url, 'DELETE FROM t')).rejects.toMatchObject({ code: '42501' });
    const other = await createTestDatabase();
    const elsewhere = new URL(url);
    elsewhere.pathname = `/${other.name}`;
    await expect(ask(elsewhere.href, 'SELECT 1')).rejects.toMatchObject({ code: '42501' });
    await other.drop();
  });

  test('lets connections part before it is dropped', async () => {
    const passing = await createTestDatabase();
    const parting = new pg.Client({ connectionString: passing.url });
    const broken: Error[] = [];
    parting.on('error', (error) => broken.push(error));
    await parting.connect();
    const dropped = passing.drop();
    await sleep(200);
    await parting.end();
    await dropped;
    expect(broken).toEqual([]);
  });
});

test('a later run removes the server that a killed run left behind', async () => {
  const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'told-abandoned-'));
  fs.chmodSync(parent, 0o755);
  const run = fork(path.join(import.meta.dirname, 'test/hold-test-server.mjs'), {
    execArgv: [],
    env: { PATH: process.env['PATH'], TMPDIR: parent },
  });
  const [url] = (await once(run, 'message')) as [string];
  run.kill('SIGKILL');
  await once(run, 'exit');
  expect(await ask(url, 'SELECT 1 AS up')).toEqual([{ up: 1 }]);
  expect(removeAbandoned(parent)).toHaveLength(1);
  await expect(ask(url, 'SELECT 1')).rejects.toThrow();
  expect(fs.readdirSync(parent)).toEqual([]);
  fs.rmSync(parent, { recursive: true });
});
