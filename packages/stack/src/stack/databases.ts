import fs from 'node:fs';
import path from 'node:path';
import { registryMigrations } from '@told/codec';
import { eventLogMigrations } from '@told/event-log';
import { type MigrationComponent, migrateDatabase } from '@told/service';
import pg from 'pg';
import { prepareRegistryStore, REGISTRY_STORE } from '../deploy/registry-database.ts';
import { withClient } from '../postgres/with-client.ts';
import type { RegistryKind } from '../registry/registry.ts';
import { PACKAGES, SERVICES } from '../repository.ts';
import { LOG_DATABASE, REGISTRY_DATABASE, type ServiceDefinition } from './service-list.ts';

/** Migrations grant to it; every service's login is a member. */
const SERVICE_ROLE = 'told_service';

export type DatabaseOptions = {
  /** A superuser's URL of a database of this name. */
  readonly adminUrl: (database?: string) => string;
  readonly services: readonly ServiceDefinition[];
  readonly passwords: Readonly<Record<string, string>>;
  /** Whether the log is in a database too. */
  readonly embeddedLog: boolean;
  /** Whose tables the schemas are in; by default the embedded one's. */
  readonly registry?: RegistryKind;
  /** The server is ours alone, so its maintenance databases can be closed too. */
  readonly private: boolean;
};

/** The database of the schemas, and its login's name. */
export const nameRegistryDatabase = (registry: RegistryKind): string =>
  registry === 'apicurio' ? REGISTRY_STORE : REGISTRY_DATABASE;

/** Logins that the stack makes: one a service, one for the embedded log and one for the embedded registry. */
export const listLogins = (services: readonly ServiceDefinition[]): string[] => [
  LOG_DATABASE,
  REGISTRY_DATABASE,
  ...services.map(({ database }) => database),
];

/**
 * The deploy step: roles, databases and migrations, as the superuser; services never migrate. A login may connect to its
 * own database and to the log's, and to nothing else. Doing it again changes nothing.
 */
export async function prepareDatabases(options: DatabaseOptions): Promise<void> {
  const { adminUrl, services, passwords, embeddedLog, registry = 'embedded' } = options;
  await withClient(adminUrl(), async (client) => {
    await createRoles(client, listLogins(services), passwords);
    await createDatabases(client, options);
    if (options.private) await closeMaintenance(client);
  });
  await Promise.all([
    ...(embeddedLog ? [prepareLog(adminUrl(LOG_DATABASE))] : []),
    registry === 'apicurio'
      ? prepareRegistryStore(adminUrl(), passwords[REGISTRY_STORE] ?? '')
      : migrateDatabase(adminUrl(REGISTRY_DATABASE), [
          { name: 'registry', dir: registryMigrations },
        ]),
    ...services.map((service) =>
      migrateDatabase(adminUrl(service.database), readComponents(service.folder)),
    ),
  ]);
}

/** What `create_topics` needs and no service has. Nobody but the reader of stack.json, the deployment's owner, has the log's own login. */
const GRANT_TOPICS = `
  GRANT EXECUTE ON FUNCTION event_log.create_topics TO ${LOG_DATABASE};
  GRANT INSERT (name, partitions, retention_ms), UPDATE (retention_ms) ON event_log.topic TO ${LOG_DATABASE};
  GRANT INSERT (topic_id, partition) ON event_log.partition_head TO ${LOG_DATABASE}`;

async function prepareLog(url: string): Promise<void> {
  await migrateDatabase(url, [{ name: 'event-log', dir: eventLogMigrations }]);
  await withClient(url, async (client) => void (await client.query(GRANT_TOPICS)));
}

async function createRoles(
  client: pg.Client,
  logins: readonly string[],
  passwords: Readonly<Record<string, string>>,
): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT rolname AS name FROM pg_roles');
  const present = new Set(rows.map(({ name }) => name));
  if (!present.has(SERVICE_ROLE)) await client.query(`CREATE ROLE ${SERVICE_ROLE} NOLOGIN`);
  for (const login of logins) {
    const verb = present.has(login) ? 'ALTER' : 'CREATE';
    // A statement that defines something takes no parameters; the driver's own quoting does.
    const password = pg.escapeLiteral(passwords[login] ?? '');
    await client.query(`${verb} ROLE ${pg.escapeIdentifier(login)} LOGIN PASSWORD ${password}`);
    await client.query(`GRANT ${SERVICE_ROLE} TO ${pg.escapeIdentifier(login)}`);
  }
}

async function createDatabases(
  client: pg.Client,
  { services, embeddedLog, registry = 'embedded' }: DatabaseOptions,
): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT datname AS name FROM pg_database');
  const present = new Set(rows.map(({ name }) => name));
  const mayConnect = new Map([
    ...(embeddedLog ? [[LOG_DATABASE, [SERVICE_ROLE]] as const] : []),
    ...(registry === 'embedded' ? [[REGISTRY_DATABASE, [REGISTRY_DATABASE]] as const] : []),
    ...services.map(({ database }) => [database, [database]] as const),
  ]);
  for (const [database, logins] of mayConnect) {
    const name = pg.escapeIdentifier(database);
    if (!present.has(database)) await client.query(`CREATE DATABASE ${name}`);
    await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
    for (const login of logins) {
      await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${pg.escapeIdentifier(login)}`);
    }
  }
}

/** Every role may connect to these by default. */
async function closeMaintenance(client: pg.Client): Promise<void> {
  for (const database of ['postgres', 'template1']) {
    await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${database} FROM PUBLIC`);
  }
}

type ComponentEntry = { readonly name: string; readonly package?: string; readonly dir?: string };

/** `migrations.json` of a service: its components in order, each in a package's folder or in the service's own. */
export function readComponents(folder: string): MigrationComponent[] {
  const own = path.join(SERVICES, folder);
  const text = fs.readFileSync(path.join(own, 'migrations.json'), 'utf8');
  const { components } = JSON.parse(text) as { components: readonly ComponentEntry[] };
  return components.map(({ name, package: from, dir = 'sql' }) => ({
    name,
    dir: path.join(from ? path.join(PACKAGES, from.replace('@told/', '')) : own, dir),
  }));
}
