import { createPostgresLog, eventLogMigrations } from '@told/event-log';
import { createTestDatabase } from '../../../../tools/test-database.ts';
import { checkRaces } from '../../test/check-races.ts';

checkRaces('embedded log', async () => {
  const database = await createTestDatabase({ migrations: [eventLogMigrations] });
  const log = createPostgresLog({ connectionString: database.url, clientId: 'gateway' });
  return {
    log,
    async close() {
      await log.close();
      await database.drop();
    },
  };
});
