import path from 'node:path';
import { type Database, openDatabase, serviceMigrations } from '@told/service';
import { createTestDatabase } from '../../../tools/test-database.ts';

export interface GatewayDatabase {
  /** Opened with the rights the gateway has. */
  readonly db: Database;
  readonly url: string;
  /** Any statement, as the gateway's own role. */
  rows<R extends object>(text: string, values?: readonly unknown[]): Promise<readonly R[]>;
  close(): Promise<void>;
}

/** A database as the gateway has it. */
export async function openGatewayDatabase(): Promise<GatewayDatabase> {
  const database = await createTestDatabase({
    migrations: [
      { name: 'service', dir: serviceMigrations },
      { name: 'gateway', dir: path.join(import.meta.dirname, '../sql') },
    ],
  });
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
