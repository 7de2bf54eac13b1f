import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { systemClock } from '../clock.ts';
import { createEventLog, type RunningLog } from '../engine/event-log.ts';
import { createSettings, type EngineOptions } from '../engine/settings.ts';
import { createPostgresStore } from './postgres-store.ts';

/** The folder of numbered SQL files that make the log's schema `event_log`. */
export const eventLogMigrations: string = fileURLToPath(new URL('../../sql', import.meta.url));

export type PostgresLogOptions = EngineOptions & {
  /** Connections for appends and reads; one more serves heartbeats and notifications. Only for a log's own pool. */
  readonly maxConnections?: number;
  /** How late a reader notices records whose appender died before it could notify. */
  readonly pollMs?: number;
} & ({ readonly connectionString: string } | { readonly pool: pg.Pool });

/** A log in a PostgreSQL database that has the migrations of `eventLogMigrations`. A given pool stays its owner's to end. */
export function createPostgresLog(options: PostgresLogOptions): RunningLog {
  const settings = { ...createSettings(options, systemClock), turn: nextTurn, linger: nextTurn };
  const own = 'pool' in options ? undefined : createPool(options);
  const pool = 'pool' in options ? options.pool : (own as pg.Pool);
  const store = createPostgresStore(pool, settings, options.pollMs ?? 500);
  return createEventLog(
    {
      ...store,
      async close() {
        await store.close();
        await own?.end();
      },
    },
    settings,
  );
}

/** A turn of the event loop: what its callbacks, and what they woke, have asked for goes in one statement. */
const nextTurn = (): Promise<void> => setImmediate();

function createPool(options: PostgresLogOptions & { readonly connectionString: string }): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    application_name: `event-log ${options.clientId ?? ''}`.trim(),
    max: (options.maxConnections ?? 4) + 1,
    connectionTimeoutMillis: 10_000,
    query_timeout: 30_000, // a server that fell silent; an append then has an unknown outcome
    keepAlive: true,
  });
  pool.on('error', () => undefined); // an idle connection broke; the pool has already let it go
  // One that is lent may break before its borrower listens: when the server's last word comes together with its answer. The next statement tells.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
