import { SERVICE_LIST, type ServiceDefinition, type Stack } from '@told/stack';
import { waitForLedger } from '../../history/wait-for-ledger.ts';
import { waitUntilQuiet } from '../../history/wait-until-quiet.ts';
import type { FaultTrial } from './fault-trial.ts';
import { runAsAdmin } from './run-as-admin.ts';

export const restoreDatabases: FaultTrial = {
  name: 'database-restored',
  shows:
    'The database of each service in turn is put back to a backup from before most of the load: what it lacks comes again from the log, and all is as if it had never been away. Intake’s and the gateway’s doors stay closed until they have it. The ledger is signed no more, and another one begins with its last head.',
  area: 'single',
  mayAnswerAgain: true,
  parts: SERVICE_LIST.length + 4,
  async run({ stack, area }, load) {
    // Officers' commands are in no log but as what came of them: they are before the backup.
    await load.tellNext();
    await load.tellNext();
    await waitUntilQuiet({ area });
    for (const { database } of SERVICE_LIST) await backUp(stack, database);
    await load.tellNext();
    const seconds: string[] = [];
    for (const service of IN_ORDER) {
      // What intake has accepted and not yet sent is in its database alone.
      if (service.name === 'intake') await waitUntilQuiet({ area });
      // So that it has signed what its backup does not have.
      if (service.name === 'audit') await waitForLedger(area);
      const startedMs = performance.now();
      await restore(stack, service, () => load.tellNext());
      seconds.push(`${service.name} ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
    }
    return `each database put back to one older backup, ready again after: ${seconds.join(', ')}`;
  },
};

/** Offices first: the longer the load has gone on, the more is missing. */
const IN_ORDER: readonly ServiceDefinition[] = SERVICE_LIST.toReversed();

const backupOf = (database: string): string => `${database}_backup`;

/** PostgreSQL copies a database that nobody is connected to; whoever wants to waits meanwhile. */
async function backUp(stack: Stack, database: string): Promise<void> {
  await runAsAdmin(
    stack,
    'postgres',
    `ALTER DATABASE ${database} ALLOW_CONNECTIONS false`,
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${database}'`,
    `CREATE DATABASE ${backupOf(database)} TEMPLATE ${database}`,
    `ALTER DATABASE ${database} ALLOW_CONNECTIONS true`,
  );
}

/** Puts the backup in the database's place while the service is stopped; `meanwhile` begins when it has stopped. */
async function restore(
  stack: Stack,
  { name, database }: ServiceDefinition,
  meanwhile: () => Promise<void>,
): Promise<void> {
  const service = stack.service(name);
  await service.stop();
  const going = meanwhile();
  going.catch(() => undefined); // thrown again where it is awaited
  await runAsAdmin(
    stack,
    'postgres',
    `DROP DATABASE ${database} WITH (FORCE)`,
    `ALTER DATABASE ${backupOf(database)} RENAME TO ${database}`,
    `ALTER DATABASE ${database} ALLOW_CONNECTIONS true`,
    `REVOKE CONNECT, TEMPORARY ON DATABASE ${database} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${database} TO ${database}`,
  );
  await service.restart();
  await going;
}
