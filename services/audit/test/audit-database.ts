import path from 'node:path';
import { type Database, openDatabase, serviceMigrations } from '@told/service';
import { createTestDatabase } from '../../../tools/test-database.ts';

export interface AuditDatabase {
  /** Opened with the rights that audit has. */
  readonly db: Database;
  /** Runs a statement as the database's owner, who may do what audit may not. */
  asOwner(text: string): Promise<void>;
  close(): Promise<void>;
}

/** A database as audit has it. */
export async function openAuditDatabase(): Promise<AuditDatabase> {
  const database = await createTestDatabase({
    migrations: [
      { name: 'service', dir: serviceMigrations },
      { name: 'audit', dir: path.join(import.meta.dirname, '../sql') },
    ],
  });
  const db = openDatabase({ url: await database.roleUrl('audit'), name: 'audit-test' });
  let statements = 0;
  return {
    db,
    async asOwner(text) {
      const owner = openDatabase({ url: database.url, name: 'audit-owner', max: 1 });
      statements += 1;
      await owner.query({ name: `test_owner_${statements}`, text });
      await owner.close();
    },
    async close() {
      await db.close();
      await database.drop();
    },
  };
}
