import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eventLogMigrations } from '@told/event-log';
import { migrateDatabase, serviceMigrations } from '@told/service';
import { listDescendants, startPostgres } from '@told/stack';
import pg from 'pg';
import { readProcessorTime } from '../measure/processor-time.ts';
import { ROOT } from '../places.ts';
import type { Places } from './gateway-parts.ts';

export type OpenDatabases = {
  /** Holds what must be gone afterwards, too. */
  readonly dir: string;
  readonly version: string;
  readonly durability: string;
  /** A pair with all tables and no rows. */
  create(): Promise<Pair>;
  /** A pair with the same rows. Nobody may be connected to the first. */
  copy(pair: Pair): Promise<Pair>;
  drop(pair: Pair): Promise<void>;
  /** Rows of one database, as its superuser. */
  rows<R extends object>(url: string, text: string): Promise<readonly R[]>;
  /** What the server has used so far, all its processes together; undefined where the machine does not tell. */
  processorTime(): number | undefined;
  close(): Promise<void>;
};

export type Pair = Places & { readonly name: string };

const GATEWAY = [
  { name: 'service', dir: serviceMigrations },
  { name: 'gateway', dir: path.join(ROOT, 'services/gateway/sql') },
];
const LOG = [{ name: 'event-log', dir: eventLogMigrations }];

/** A server of its own, as the stack starts it, on a folder that is gone afterwards. */
export async function openDatabases(): Promise<OpenDatabases> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-bench-'));
  const server = await startPostgres({ dir });
  const pairOf = (name: string): Pair => ({
    name,
    gatewayUrl: server.url(`gateway_${name}`),
    logUrl: server.url(`log_${name}`),
  });
  const makePair = async (from?: string): Promise<Pair> => {
    const name = randomBytes(4).toString('hex');
    for (const part of ['gateway', 'log']) {
      const template = from === undefined ? 'template1' : `${part}_${from}`;
      await run(server.url(), `CREATE DATABASE ${part}_${name} TEMPLATE ${template}`);
    }
    return pairOf(name);
  };
  return {
    dir: server.dir ?? dir,
    ...(await describe(server.url())),
    async create() {
      const pair = await makePair();
      await migrateDatabase(pair.gatewayUrl, GATEWAY);
      await migrateDatabase(pair.logUrl, LOG);
      return pair;
    },
    copy: ({ name }) => makePair(name),
    async drop({ name }) {
      for (const part of ['gateway', 'log'])
        await run(server.url(), `DROP DATABASE ${part}_${name} WITH (FORCE)`);
      // What is left of one contender must not be written out while the next one works.
      await run(server.url(), 'CHECKPOINT');
    },
    rows: run,
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

async function run<R extends object>(url: string, text: string): Promise<readonly R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(text)).rows;
  } finally {
    await client.end();
  }
}

type Settings = { readonly version: string; readonly fsync: string; readonly commit: string };

async function describe(url: string): Promise<Pick<OpenDatabases, 'version' | 'durability'>> {
  const [settings] = await run<Settings>(
    url,
    `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
            current_setting('synchronous_commit') AS commit`,
  );
  if (settings === undefined) throw new TypeError('a server tells its settings');
  const { version, fsync, commit } = settings;
  return {
    version,
    durability: `PostgreSQL with fsync ${fsync} and synchronous_commit ${commit}, gateway and log in databases of one server, no replica`,
  };
}
