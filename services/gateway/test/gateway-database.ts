import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Database, migrateDatabase, openDatabase, serviceMigrations } from '@told/service';
import { createTestDatabase } from '../../../tools/test-database.ts';

export interface GatewayDatabase {
  /** Opened with the rights the gateway has. */
  readonly db: Database;
  readonly url: string;
  /** Any statement, as the gateway's own role. */
  rows<R extends object>(text: string, values?: readonly unknown[]): Promise<readonly R[]>;
  close(): Promise<void>;
}

const SQL = path.join(import.meta.dirname, '../sql');

/** An older gateway's database: which of its migrations it had, and what it did until it was brought up to date. */
export interface Older {
  readonly migrations: number;
  /** As the superuser. */
  write(db: Database): Promise<unknown>;
}

/** A database as the gateway has it, or as it has come from an older one. */
export async function openGatewayDatabase(older?: Older): Promise<GatewayDatabase> {
  const dir = older === undefined ? SQL : copyFirst(older.migrations);
  const database = await createTestDatabase({
    migrations: [
      { name: 'service', dir: serviceMigrations },
      { name: 'gateway', dir },
    ],
  });
  if (older !== undefined) {
    const db = openDatabase({ url: database.url, name: 'older-gateway-test' });
    await older.write(db);
    await db.close();
    await migrateDatabase(database.url, [{ name: 'gateway', dir: SQL }]);
    fs.rmSync(dir, { recursive: true });
  }
  const url = await database.roleUrl('gateway');
  const db = openDatabase({ url, name: 'gateway-test' });
  let statements = 0;
  return {
    db,
    url,
    async rows<R extends object>(text: string, values: readonly unknown[] = []) {
      statements += 1;
      return (await db.query<R>({ name: `test_${statements}`, text }, values)).rows;
    },
    async close() {
      await db.close();
      await database.drop();
    },
  };
}

/** One with all its migrations and rows that the superuser wrote, statement by statement. */
export const openFilledDatabase = (statements: readonly string[]): Promise<GatewayDatabase> =>
  openGatewayDatabase({
    migrations: Number.POSITIVE_INFINITY,
    async write(db) {
      for (const [at, text] of statements.entries()) await db.query({ name: `fill_${at}`, text });
    },
  });

function copyFirst(count: number): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-older-gateway-'));
  const files = fs.readdirSync(SQL).sort().slice(0, count);
  for (const file of files) fs.copyFileSync(path.join(SQL, file), path.join(dir, file));
  return dir;
}
