import fs from 'node:fs';
import type net from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { readPassword } from './cluster.ts';

/** Held shared by every user of a server, exclusively by the one that stops it. The number has no meaning. */
const USERS_LOCK = 7_418_001;
const CONNECT_TIMEOUT_MS = 2_000;

/** A connection that counts us among the server's users, for as long as it is open. */
export type Membership = {
  readonly client: pg.Client;
  readonly pid: number;
  readonly port: number;
  readonly password: string;
};

/** Joins whatever server runs on this cluster; undefined when it is being stopped or the port is a stranger's. */
export async function joinServer(data: string): Promise<Membership | undefined> {
  const lines = fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!(pid > 0 && port > 0)) return undefined;
  const password = readPassword(data);
  const client = new pg.Client({
    connectionString: formatUrl(password, port, 'postgres'),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // The server went away; whoever uses it sees that in its own queries.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ dir: string; ok: boolean }>(
      `SELECT current_setting('data_directory') AS dir, pg_try_advisory_lock_shared($1) AS ok`,
      [USERS_LOCK],
    );
    if (rows[0]?.dir === data && rows[0].ok) {
      socketOf(client).unref(); // counting as a user must not keep the process alive
      return { client, pid, port, password };
    }
  } catch (error) {
    await client.end().catch(() => undefined); // the first error is the one that tells
    throw error;
  }
  await client.end();
  return undefined;
}

/** Leaves; true when nobody else is left, and then nobody can join any more. */
export async function leaveServer(client: pg.Client): Promise<boolean> {
  socketOf(client).ref();
  const { rows } = await client.query<{ last: boolean }>(
    'SELECT pg_advisory_unlock_shared($1), pg_try_advisory_lock($1) AS last',
    [USERS_LOCK],
  );
  return rows[0]?.last === true;
}

export const formatUrl = (password: string, port: number, database: string): string =>
  `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;

/** pg has no public way to reach the socket. */
const socketOf = (client: pg.Client): net.Socket =>
  (client as unknown as { connection: { stream: net.Socket } }).connection.stream;
