import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  type MigrationComponent,
  migrateDatabase,
} from '../packages/service/src/database/migrate-database.ts';
import { withClient } from '../packages/stack/src/postgres/with-client.ts';

/** A component's numbered .sql files, as `migrateDatabase` takes them; a bare folder is named for the folder above it. */
export type Migrations = readonly (string | MigrationComponent)[];

export type TestDatabase = {
  readonly name: string;
  /** The superuser's. */
  readonly url: string;
  /** A login that may do what a service may: member of `told_service`, allowed to connect, owner of nothing. */
  roleUrl(role?: string): Promise<string>;
  drop(): Promise<void>;
};

/** NOLOGIN; migrations grant to it and each service's own login is a member. */
const SERVICE_ROLE = 'told_service';
const ROLE_PASSWORD = 'only-for-tests';
const PARTING_MS = 5_000;
/** Serialises everything that several workers would otherwise make twice. The number has no meaning. */
const MAKE_LOCK = 7_418_002;

/**
 * A database of a test file's own, copied in milliseconds from a template that carries the migrations asked for. The
 * template is made once a run for each set of migrations. Close your pools before `drop`: leaked ones fail the run.
 */
export async function createTestDatabase(
  options: { readonly migrations?: Migrations; readonly name?: string } = {},
): Promise<TestDatabase> {
  const server = testServerUrl();
  const name = `${options.name ?? 'test'}_${randomBytes(6).toString('hex')}`;
  const roles: string[] = [];
  const components = (options.migrations ?? []).map(toComponent);
  const template = components.length > 0 ? await makeTemplate(server, components) : 'template1';
  await execute(server, [
    `CREATE DATABASE ${quote(name)} TEMPLATE ${quote(template)} STRATEGY FILE_COPY`,
    `REVOKE CONNECT ON DATABASE ${quote(name)} FROM PUBLIC`,
  ]);
  return {
    name,
    url: withDatabase(server, name),
    async roleUrl(role = 'service') {
      const login = `${name}_${role}`;
      if (!roles.includes(login)) {
        await createServiceRole(server);
        await execute(server, [
          `CREATE ROLE ${quote(login)} LOGIN PASSWORD '${ROLE_PASSWORD}' IN ROLE ${SERVICE_ROLE}`,
          `GRANT CONNECT ON DATABASE ${quote(name)} TO ${quote(login)}`,
        ]);
        roles.push(login);
      }
      const url = new URL(withDatabase(server, name));
      url.username = login;
      url.password = ROLE_PASSWORD;
      return url.href;
    },
    async drop() {
      await withClient(server, (client) => awaitGone(client, name));
      await execute(server, [
        `DROP DATABASE IF EXISTS ${quote(name)} WITH (FORCE)`,
        ...roles.map((login) => `DROP ROLE IF EXISTS ${quote(login)}`),
      ]);
    },
  };
}

/**
 * A pool's `end` resolves before its connections have parted; ended by DROP … FORCE in that moment, they would tell an
 * error that nobody listens for any more. Connections that nobody closes are leaks, and FORCE ends them.
 */
async function awaitGone(client: pg.Client, database: string): Promise<void> {
  for (const endsMs = performance.now() + PARTING_MS; performance.now() < endsMs; await sleep(5)) {
    const { rowCount } = await client.query('SELECT FROM pg_stat_activity WHERE datname = $1', [
      database,
    ]);
    if (!rowCount) return;
  }
}

function testServerUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (url) return url;
  throw new Error(
    'TEST_DATABASE_URL is not set: only *.int.test.ts and *.e2e.test.ts have a database',
  );
}

function toComponent(migrations: Migrations[number]): MigrationComponent {
  if (typeof migrations !== 'string') return migrations;
  return { name: path.basename(path.dirname(migrations)), dir: migrations };
}

async function makeTemplate(
  server: string,
  components: readonly MigrationComponent[],
): Promise<string> {
  const name = `template_${digestOf(components)}`;
  await createServiceRole(server);
  await withClient(server, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [MAKE_LOCK]);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return;
    const partial = `partial_${name}`;
    await client.query(`DROP DATABASE IF EXISTS ${quote(partial)} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${quote(partial)} STRATEGY FILE_COPY`);
    await migrateDatabase(withDatabase(server, partial), components);
    await client.query(`ALTER DATABASE ${quote(partial)} RENAME TO ${quote(name)}`);
  });
  return name;
}

function digestOf(components: readonly MigrationComponent[]): string {
  const hash = createHash('sha256');
  for (const { name, dir } of components) {
    hash.update(`\0${name}`);
    const files = fs.readdirSync(dir).filter((file) => file.endsWith('.sql'));
    for (const file of files.sort()) {
      hash.update(`\0${file}\0`).update(fs.readFileSync(path.join(dir, file)));
    }
  }
  return hash.digest('hex').slice(0, 20);
}

async function createServiceRole(server: string): Promise<void> {
  await withClient(server, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [MAKE_LOCK]);
    const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [
      SERVICE_ROLE,
    ]);
    if (!rowCount) await client.query(`CREATE ROLE ${SERVICE_ROLE} NOLOGIN`);
  });
}

async function execute(url: string, statements: readonly string[]): Promise<void> {
  await withClient(url, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}

function withDatabase(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

const quote = (identifier: string): string => pg.escapeIdentifier(identifier);
