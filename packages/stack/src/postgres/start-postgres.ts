import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StackError } from '../errors.ts';
import { takePort } from '../ports.ts';
import { isAlive } from '../processes/process-state.ts';
import { readTail } from '../processes/read-tail.ts';
import { findServerAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { initialiseCluster } from './cluster.ts';
import { formatUrl, joinServer, leaveServer, type Membership } from './membership.ts';
import { placeFolder } from './placement.ts';
import { launchServer, type ServerPlace } from './server-process.ts';

/** After a crash it takes up all that was written since its last checkpoint: 1.9 GB took 15 seconds here. */
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const POLL_MS = 15;
/** A fixed port may be held by the very server we are about to join, launched by another process a moment ago. */
const PORT_PATIENCE_MS = 2_000;
/** After a launch that lost a race, or while the remains of a killed server disappear. */
const RELAUNCH_DELAY_MS = 100;

export type PostgresOptions = {
  /** Holds the cluster and its log. Created when missing; kept between runs. */
  readonly dir: string;
  /** 0 (the default) takes any free port. */
  readonly port?: number;
  /** False turns fsync off: only for what a test throws away. */
  readonly durable?: boolean;
  readonly startTimeoutMs?: number;
  /** A superuser's URL of a real server, used instead of starting one. */
  readonly databaseUrl?: string;
};

export type Postgres = {
  readonly port: number;
  /** The server's process; undefined for a server that is not ours (`databaseUrl`). */
  readonly pid: number | undefined;
  /** Where cluster and log really are (see placeFolder); undefined for a server that is not ours. */
  readonly dir: string | undefined;
  /** True when the server was already running. */
  readonly joined: boolean;
  /** A superuser's URL; the default database is `postgres`. */
  url(database?: string): string;
  /** Stops the server unless somebody else still uses it. */
  stop(): Promise<'stopped' | 'in use'>;
};

/**
 * A private PostgreSQL from npm's binaries, or the server of `databaseUrl`. Works as root and as any other user; several
 * processes may start the same folder at once (one runs the server, the others join); the last to stop shuts it down; a
 * server or starter killed by SIGKILL is recovered at the next start. Throws StackError, each naming cause and fix.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  if (options.databaseUrl) return useServer(options.databaseUrl);
  const account = findServerAccount();
  const dir = placeFolder(path.resolve(options.dir), account);
  const place: ServerPlace = {
    native: findBinaries(account),
    data: path.join(dir, 'data'),
    account,
    log: path.join(dir, 'postgres.log'),
  };
  await initialiseCluster(place);
  return joinOrLaunch(place, options);
}

async function joinOrLaunch(place: ServerPlace, options: PostgresOptions): Promise<Postgres> {
  const startTimeoutMs = options.startTimeoutMs ?? START_TIMEOUT_MS;
  const deadline = Date.now() + startTimeoutMs;
  let child: ChildProcess | undefined;
  let lastError: unknown;
  const portDeadline = Date.now() + PORT_PATIENCE_MS;
  while (Date.now() < deadline) {
    const found = await joinServer(place.data).catch((error: unknown) => {
      lastError = error; // not running yet: the usual case, and the loop's reason
      return undefined;
    });
    if (found) return describeServer(found, place, child?.pid !== found.pid);
    if (!child || child.exitCode !== null || child.signalCode !== null) {
      if (child) await sleep(RELAUNCH_DELAY_MS);
      const port = await takePort(options.port).catch((error: unknown) => {
        if (Date.now() > portDeadline) throw error;
        return undefined;
      });
      if (port) child = launchServer(place, port, options.durable !== false);
    }
    await sleep(POLL_MS);
  }
  child?.kill('SIGQUIT');
  const cause = new Error(`the log ends with:\n${readTail(place.log)}`, { cause: lastError });
  throw new StackError('postgres-not-started', { startTimeoutMs, log: place.log }, cause);
}

function describeServer(found: Membership, place: ServerPlace, joined: boolean): Postgres {
  const { pid, port, password } = found;
  return {
    dir: path.dirname(place.data),
    port,
    pid,
    joined,
    url: (database = 'postgres') => formatUrl(password, port, database),
    async stop() {
      const { client, last } = await leave(found, place.data);
      if (last && isAlive(pid)) process.kill(pid, 'SIGINT'); // PostgreSQL's fast shutdown: ends sessions, writes a checkpoint
      await client.end().catch(() => undefined); // the server may close the connection first
      if (!last) return 'in use';
      await waitForEnd(pid);
      return 'stopped';
    },
  };
}

/**
 * Leaves the server. A membership whose connection was ended is taken up anew first, since only a member knows whether others are left; while the
 * server recovers from a crash it takes nobody. Of a server that is gone, or that takes nobody for as long as a stop may take, we are the last.
 */
async function leave(
  found: Membership,
  data: string,
): Promise<{ readonly client: pg.Client; readonly last: boolean }> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  let { client } = found;
  for (;;) {
    try {
      return { client, last: await leaveServer(client) };
    } catch {
      if (!isAlive(found.pid) || Date.now() > deadline) return { client, last: true };
      await sleep(POLL_MS);
      client = (await joinServer(data).catch(() => undefined))?.client ?? client; // not yet
    }
  }
}

async function waitForEnd(pid: number): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isAlive(pid) && Date.now() < deadline) await sleep(POLL_MS);
  if (isAlive(pid)) process.kill(pid, 'SIGQUIT'); // it recovers from its write-ahead log at the next start
}

async function useServer(databaseUrl: string): Promise<Postgres> {
  const base = new URL(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    const { rows } = await client.query<{ superuser: boolean }>(
      'SELECT rolsuper AS superuser FROM pg_roles WHERE rolname = current_user',
    );
    if (!rows[0]?.superuser) throw new Error('the user is not a superuser');
  } catch (error) {
    throw new StackError('database-unreachable', { host: base.host }, error);
  } finally {
    await client.end().catch(() => undefined); // never connected: nothing to end
  }
  return {
    port: Number(base.port || 5432),
    pid: undefined,
    dir: undefined,
    joined: true,
    url(database = base.pathname.slice(1) || 'postgres') {
      const url = new URL(base);
      url.pathname = `/${database}`;
      return url.href;
    },
    stop: async () => 'in use',
  };
}
