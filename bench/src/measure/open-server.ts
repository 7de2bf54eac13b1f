import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { migrateDatabase } from '@told/service';
import { listDescendants, startPostgres } from '@told/stack';
import pg from 'pg';
import { readProcessorTime } from './processor-time.ts';

type Migrations = Parameters<typeof migrateDatabase>[1];

/** A PostgreSQL server of a benchmark's own, with databases that come and go. */
export type OpenServer = {
  /** Holds what must be gone afterwards, too. */
  readonly dir: string;
  readonly version: string;
  /** What a commit is worth here. */
  readonly durability: string;
  /** URL of a database with all tables and no rows. */
  create(migrations: Migrations): Promise<string>;
  /** URL of one with the same rows. Nobody may be connected to the first. */
  copy(url: string): Promise<string>;
  drop(...urls: readonly string[]): Promise<void>;
  /** Rows of one database, as its superuser. */
  rows<R extends object>(url: string, text: string): Promise<readonly R[]>;
  /** What the server has used so far, all its processes together; undefined where the machine does not tell. */
  processorTime(): number | undefined;
  close(): Promise<void>;
};

/** Started as the stack starts it, on a folder that is gone afterwards. */
export async function openServer(): Promise<OpenServer> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-bench-'));
  const server = await startPostgres({ dir });
  const createDatabase = async (template: string): Promise<string> => {
    const name = `bench_${randomBytes(4).toString('hex')}`;
    await queryRows(server.url(), `CREATE DATABASE ${name} TEMPLATE ${template}`);
    return server.url(name);
  };
  return {
    dir: server.dir ?? dir,
    ...(await describe(server.url())),
    async create(migrations) {
      const url = await createDatabase('template1');
      await migrateDatabase(url, migrations);
      return url;
    },
    copy: (url) => createDatabase(nameIn(url)),
    async drop(...urls) {
      for (const url of urls)
        await queryRows(server.url(), `DROP DATABASE ${nameIn(url)} WITH (FORCE)`);
      // What is left of one contender must not be written out while the next one works.
      await queryRows(server.url(), 'CHECKPOINT');
    },
    rows: queryRows,
    processorTime() {
      if (server.pid === undefined) return undefined;
      const times = listDescendants([server.pid]).map(readProcessorTime);
      return times.reduce<number>((sum, time) => sum + (time ?? 0), 0);
    },
    async close() {
      await server.stop();
      for (const one of [dir, server.dir ?? dir]) fs.rmSync(one, { recursive: true, force: true });
    },
  };
}

const nameIn = (url: string): string => new URL(url).pathname.slice(1);

async function queryRows<R extends object>(url: string, text: string): Promise<readonly R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(text)).rows;
  } finally {
    await client.end();
  }
}

type Settings = { readonly version: string; readonly fsync: string; readonly commit: string };

async function describe(url: string): Promise<Pick<OpenServer, 'version' | 'durability'>> {
  const [settings] = await queryRows<Settings>(
    url,
    `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
            current_setting('synchronous_commit') AS commit`,
  );
  if (settings === undefined) throw new TypeError('a server tells its settings');
  const { version, fsync, commit } = settings;
  return {
    version,
    durability: `PostgreSQL with fsync ${fsync} and synchronous_commit ${commit}, all databases on one server, no replica`,
  };
}
