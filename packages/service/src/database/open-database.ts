import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { backOffMs } from './back-off.ts';
import { classifyFailure, DatabaseError } from './errors.ts';
import { openSession } from './open-session.ts';
import type { Database, Signal } from './ports.ts';
import { rowTypes } from './row-types.ts';
import { runStatement } from './run-statement.ts';
import { type Conclude, isBroken, runTransaction } from './transaction.ts';

export type DatabaseOptions = {
  readonly url: string;
  /** Connections kept at most. */
  readonly max?: number;
  /** Shown by PostgreSQL as the application's name. */
  readonly name: string;
  /** For so long a stopped process keeps what it has locked. */
  readonly silentMs?: number;
  readonly random?: () => number;
  /**
   * Asked at the end of each transaction that would tell something, before its COMMIT: what is to be said of it in the same transaction. Its
   * failure is the transaction's.
   */
  readonly conclude?: Conclude;
};

const CONNECTIONS_MAX = 10;
const CONNECT_TIMEOUT_MS = 5_000;
/** A statement of ours takes milliseconds; one that takes this long is stuck behind something. */
const STATEMENT_TIMEOUT_MS = 30_000;
/** A stopped process (SIGSTOP, a paused machine) must not keep its locks, of rows or of a session, from the one that took over. */
const SILENT_MS = 15_000;
/** The last resort on a half-open connection: later than the server's own limit, so that the server speaks first. */
const ANSWER_TIMEOUT_MS = 40_000;
const TRANSACTION_ATTEMPTS_MAX = 5;
const RETRY = { baseMs: 5, maxMs: 200 };
/**
 * Every statement of ours finds its rows by key. Prepared plans are kept, and one made while a table was small would read all of
 * it for each batch as it grows: the ways of reading whole tables are left for when there is no other.
 */
const PLAN_BY_KEY = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off';

function connectionConfig({ url, name, silentMs = SILENT_MS }: DatabaseOptions): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: silentMs,
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
    // What is asked for together travels together: each answer that is waited for is two wake-ups of a processor.
    pipeline: true,
    // The last: a server that waits until a stopped process takes its answer looks at no other limit.
    options: `${PLAN_BY_KEY} -c tcp_user_timeout=${silentMs}`,
    types: rowTypes,
  };
}

/** Opens no connection yet: the first statement does, so that a service starts while its database is away. */
export function openDatabase(options: DatabaseOptions): Database {
  const { name, silentMs = SILENT_MS, random = Math.random, conclude } = options;
  const pool = new pg.Pool({
    ...connectionConfig(options),
    max: options.max ?? CONNECTIONS_MAX,
  });
  // An idle connection died. The pool has dropped it already, and the next statement meets the cause itself.
  pool.on('error', () => undefined);
  // The same for one that a transaction holds between two statements; without a listener Node would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const listeners = new Set<(signal: Signal) => void>();
  let closing: Promise<void> | undefined;

  return {
    name,
    query: (statement, values) => lend(pool, (client) => runStatement(client, statement, values)),
    async transaction(run, { onSignal } = {}) {
      for (let attempt = 1; ; attempt++) {
        try {
          const { value, signals } = await lend(pool, (client) =>
            runTransaction(client, run, conclude),
          );
          for (const signal of signals) {
            onSignal?.(signal);
            for (const listener of listeners) listener(signal);
          }
          return value;
        } catch (error) {
          const lostRace = error instanceof DatabaseError && error.code === 'conflict';
          if (!lostRace || attempt >= TRANSACTION_ATTEMPTS_MAX) throw error;
        }
        await sleep(backOffMs(attempt, RETRY, random));
      }
    },
    openSession: () => openSession(connectionConfig(options), silentMs),
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closing ??= pool.end();
      return closing;
    },
  };
}

/** Lends a connection of the pool, and does not take a broken one back. */
async function lend<T>(pool: pg.Pool, use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await connect(pool);
  let keep = true;
  try {
    return await use(client);
  } catch (error) {
    keep = !isConnectionTrouble(error) && !isBroken(client);
    throw error;
  } finally {
    client.release(!keep);
  }
}

const isConnectionTrouble = (error: unknown): boolean =>
  error instanceof DatabaseError &&
  (error.code === 'dependency-unavailable' || error.code === 'unknown-outcome');

/** Whatever keeps us from connecting (also a wrong password or a missing database) is the dependency's failure. */
async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    const failure = classifyFailure(error, 'connect');
    if (failure instanceof DatabaseError && failure.retryable) throw failure;
    throw new DatabaseError('dependency-unavailable', { statement: 'connect' }, failure);
  }
}
