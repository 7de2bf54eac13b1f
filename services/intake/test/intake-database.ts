import { openDatabase, serviceMigrations } from '@told/service';
import pg from 'pg';
import { createTestDatabase } from '../../../tools/test-database.ts';

const intakeMigrations = { name: 'intake', dir: new URL('../sql', import.meta.url).pathname };

/** A database as intake has it, opened with the rights intake has. */
export async function openIntakeDatabase() {
  const database = await createTestDatabase({
    migrations: [{ name: 'service', dir: serviceMigrations }, intakeMigrations],
  });
  const db = openDatabase({ url: await database.roleUrl('intake'), name: 'intake-test' });
  return {
    db,
    /** As the database's owner, who may what intake may not. */
    async asOwner(statements: string): Promise<void> {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      await client.query(statements).finally(() => client.end());
    },
    async close() {
      await db.close();
      await database.drop();
    },
  };
}
