import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../tools/test-database.ts';
import { migrateDatabase, serviceMigrations } from './migrate-database.ts';
import { openDatabase } from './open-database.ts';
import { createServiceDatabase } from './test/service-database.ts';

describe('migrateDatabase', () => {
  let database: TestDatabase;
  let dir: string;
  beforeEach(async () => {
    database = await createTestDatabase();
    dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-migrate-'));
  });
  afterEach(async () => {
    await database.drop();
    fs.rmSync(dir, { recursive: true });
  });
  const write = (name: string, text: string): void => fs.writeFileSync(path.join(dir, name), text);

  test('applies several components, each once, in order', async () => {
    write('0001_office.sql', "CREATE TABLE office (id int, note text DEFAULT '{plain} $1 $$');");
    const components = [
      { name: 'service', dir: serviceMigrations },
      { name: 'council-tax', dir },
    ];
    const applied = await migrateDatabase(database.url, components);
    expect(applied.at(0)).toBe('service/0001_told_service');
    expect(applied.at(-1)).toBe('council-tax/0001_office');
    write('0002_desk.sql', 'ALTER TABLE office ADD desk int;\n-- the end');
    expect(await migrateDatabase(database.url, components)).toEqual(['council-tax/0002_desk']);
    expect(await migrateDatabase(database.url, components)).toEqual([]);
  });

  test('callers at the same time wait for one another', async () => {
    const components = [{ name: 'service', dir: serviceMigrations }];
    const applied = await Promise.all(
      [1, 2, 3, 4].map(() => migrateDatabase(database.url, components)),
    );
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  });

  test('a failing migration leaves nothing of its component behind', async () => {
    write('0001_fine.sql', 'CREATE TABLE fine (id int);');
    write('0002_broken.sql', 'CREATE TABLE broken (id nonsense);');
    const run = migrateDatabase(database.url, [{ name: 'sample', dir }]);
    await expect(run).rejects.toMatchObject({
      code: 'migration-failed',
      details: { component: 'sample' },
    });
    write('0002_broken.sql', 'CREATE TABLE broken (id int);');
    expect(await migrateDatabase(database.url, [{ name: 'sample', dir }])).toHaveLength(2);
  });
});

test('a service may add to what is append-only, and neither change nor remove it', async () => {
  const service = await createServiceDatabase();
  const db = openDatabase({ url: service.url, max: 1, name: 'test' });
  for (const text of [
    'DELETE FROM sequence_record',
    'UPDATE sequence_record SET sequence = 1',
    'DELETE FROM dead_letter',
    "UPDATE dead_letter SET cause = ''",
    'DELETE FROM watermark',
    'DELETE FROM sequence_head',
    'DELETE FROM outbox_relay',
    'UPDATE parked_record SET key = key',
    'TRUNCATE outbox',
    'CREATE TABLE mine (id int)',
  ]) {
    await expect(db.query({ name: text, text })).rejects.toMatchObject({
      code: 'statement-failed',
      details: { sqlState: '42501' },
    });
  }
  await db.close();
  await service.drop();
});
