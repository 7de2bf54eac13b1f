import { openDatabase, serviceMigrations } from '@told/service';
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
    async close() {
      await db.close();
      await database.drop();
    },
  };
}
