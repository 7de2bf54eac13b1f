import fs from 'node:fs';
import path from 'node:path';
import { migrateDatabase } from '@told/service';
import pg from 'pg';
import { readStackConfig } from '../config.ts';
import { StackError } from '../errors.ts';
import { type Postgres, startPostgres } from '../postgres/index.ts';
import { withClient } from '../postgres/with-client.ts';
import { readComponents } from '../stack/databases.ts';
import type { ServiceDefinition } from '../stack/service-list.ts';

export type ScratchOptions = {
  /** Of the stack, which runs. */
  readonly dir: string;
  /** Whose office it is. */
  readonly service: ServiceDefinition;
  /** The office's own database, as its login. */
  readonly databaseUrl: string;
};

/**
 * Makes the database of a running stack that an office is made anew in, `rebuild_<database>`, or finds it as an interrupted rebuild left it; one
 * whose rebuild is done is thrown away first. Answers its URL, as the office's login. Throws `no-server-here`.
 */
export const openScratch = (options: ScratchOptions): Promise<string> =>
  withServer(options, async (server) => {
    const { service, databaseUrl } = options;
    const name = nameScratch(service);
    const database = pg.escapeIdentifier(name);
    const login = pg.escapeIdentifier(decodeURIComponent(new URL(databaseUrl).username));
    await withClient(server.url(), async (client) => {
      if (await isThere(client, name)) {
        if (!(await isDone(server.url(name)))) return;
        await client.query(`DROP DATABASE ${database}`);
      }
      await client.query(`CREATE DATABASE ${database}`);
      await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${database} FROM PUBLIC`);
      await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${login}`);
    });
    await prepareScratch(server.url(name), service);
    await withClient(
      server.url(name),
      async (client) => void (await client.query(`GRANT CREATE ON SCHEMA public TO ${login}`)),
    );
    return asLogin(databaseUrl, name);
  });

/** The same, if it is there; nothing is made or thrown away. */
export const findScratch = (options: ScratchOptions): Promise<string | undefined> =>
  withServer(options, async (server) => {
    const name = nameScratch(options.service);
    let isHere = false;
    await withClient(server.url(), async (client) => {
      isHere = await isThere(client, name);
    });
    return isHere ? asLogin(options.databaseUrl, name) : undefined;
  });

/** Gives a database the tables of an office, as a login that may make tables and roles there. */
export const prepareScratch = async (url: string, { folder }: ServiceDefinition): Promise<void> =>
  void (await migrateDatabase(url, readComponents(folder)));

const nameScratch = ({ database }: ServiceDefinition): string => `rebuild_${database}`;

const asLogin = (databaseUrl: string, name: string): string => {
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
};

async function isThere(client: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  return rowCount === 1;
}

async function isDone(url: string): Promise<boolean> {
  let isDone = false;
  await withClient(url, async (client) => {
    const { rows } = await client.query(`SELECT to_regclass('rebuild') IS NOT NULL AS begun`);
    if (rows[0]?.begun !== true) return;
    const done = await client.query('SELECT FROM rebuild WHERE report IS NOT NULL');
    isDone = done.rowCount === 1;
  });
  return isDone;
}

/** Joins the stack's server, and leaves it again. */
async function withServer<T>(
  { dir }: ScratchOptions,
  use: (server: Postgres) => Promise<T>,
): Promise<T> {
  const { databaseUrl } = readStackConfig();
  const own = path.join(dir, 'postgres');
  if (databaseUrl === undefined && !fs.existsSync(own))
    throw new StackError('no-server-here', { dir });
  const server = await startPostgres({ dir: own, ...(databaseUrl && { databaseUrl }) });
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}
