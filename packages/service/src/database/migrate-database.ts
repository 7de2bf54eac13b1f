import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { DatabaseError } from './errors.ts';

/** The migrations of this package: watermark, sequences, parked keys, dead letters, outbox. */
export const serviceMigrations: string = fileURLToPath(new URL('../../sql', import.meta.url));

export type MigrationComponent = {
  /** Lower case with hyphens; names the component's own table of applied migrations. */
  readonly name: string;
  /** Folder of plain `NNNN_name.sql` files, applied in order, each once. */
  readonly dir: string;
};

/** Held by the one migration under way in a database; the number is ours and means nothing. */
const MIGRATION_LOCK = 7_418_012;
const COMPONENT_NAME = /^[a-z][a-z0-9-]{0,40}$/;
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Brings a database up to date, as a role that may create tables and roles. A second caller waits for the first and then
 * finds nothing to do. All of one component's new migrations are one transaction. Returns what was applied, as
 * `component/NNNN_name`. Throws `migration-failed`.
 */
export async function migrateDatabase(
  url: string,
  components: readonly MigrationComponent[],
): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'told-migrate' });
  client.on('error', () => undefined); // the statement under way rejects with the same cause
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied: string[] = [];
    for (const component of components) applied.push(...(await migrate(client, component)));
    return applied;
  } finally {
    await client.end(); // and with the session goes the lock
  }
}

async function migrate(client: pg.Client, { name, dir }: MigrationComponent): Promise<string[]> {
  if (!COMPONENT_NAME.test(name)) throw new DatabaseError('migration-failed', { component: name });
  try {
    // Loaded here: every service imports this package, and none of them migrates.
    const { runner } = await import('node-pg-migrate');
    const applied = await runner({
      dbClient: client,
      dir,
      migrationsTable: `migration_${name.replaceAll('-', '_')}`,
      direction: 'up',
      noLock: true, // its own lock fails where ours waits
      singleTransaction: true,
      logger: SILENT,
    });
    return applied.map((migration) => `${name}/${migration.name}`);
  } catch (error) {
    throw new DatabaseError('migration-failed', { component: name }, error);
  }
}
