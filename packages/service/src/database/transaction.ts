import type pg from 'pg';
import { toParameter } from './array-parameter.ts';
import { classifyFailure, DatabaseError } from './errors.ts';
import type { Result, Signal, Statement, Transaction } from './ports.ts';

const BEGIN: Statement = { name: 'begin', text: 'BEGIN' };
const COMMIT: Statement = { name: 'commit', text: 'COMMIT' };
const ROLLBACK: Statement = { name: 'rollback', text: 'ROLLBACK' };
const SAVEPOINT: Statement = { name: 'savepoint', text: 'SAVEPOINT part' };
const RELEASE: Statement = { name: 'release_savepoint', text: 'RELEASE SAVEPOINT part' };
const UNDO: Statement = { name: 'rollback_to_savepoint', text: 'ROLLBACK TO SAVEPOINT part' };

/** Runs one named statement and turns a failure into a DatabaseError. */
export async function runStatement<R extends object>(
  client: pg.ClientBase,
  statement: Statement,
  values: readonly unknown[] = [],
): Promise<Result<R>> {
  try {
    const { rows, rowCount } = await client.query<R>({
      ...statement,
      values: values.map(toParameter),
    });
    return { rows, rowCount: rowCount ?? 0 };
  } catch (error) {
    throw classifyFailure(error, statement.name);
  }
}

export type Committed<T> = { readonly value: T; readonly signals: readonly Signal[] };

/**
 * One BEGIN … COMMIT on this connection. Rejects with what `run` rejected with, rolled back; with `unknown-outcome` when
 * the answer to COMMIT was lost; with `rolled-back` when `run` hid the failure of a statement. What `run` leaves behind, as one of several
 * statements sent together that goes on after another has failed, is refused from then on: the connection may be another transaction's.
 */
export async function runTransaction<T>(
  client: pg.ClientBase,
  run: (tx: Transaction) => Promise<T>,
): Promise<Committed<T>> {
  const signals: Signal[] = [];
  const open = new AbortController();
  let value: T;
  await client.query(BEGIN.text).catch((error: unknown) => {
    throw classifyFailure(error, BEGIN.name);
  });
  try {
    value = await run(createTransaction(client, signals, open.signal));
  } catch (error) {
    open.abort();
    await rollBack(client);
    throw error;
  }
  open.abort();
  await commit(client);
  return { value, signals };
}

function createTransaction(
  client: pg.ClientBase,
  signals: Signal[],
  over: AbortSignal,
): Transaction {
  let failure: unknown;
  const query: Transaction['query'] = async (statement, values) => {
    if (over.aborted) throw new TypeError('the transaction of this statement is over');
    try {
      return await runStatement(client, statement, values);
    } catch (error) {
      // Of what was sent together, PostgreSQL answers all that comes behind the failure with this; only the failure says what to do about it.
      if (failure !== undefined && isAftermath(error)) throw failure;
      failure ??= error;
      throw error;
    }
  };
  return {
    query,
    signal: (signal) => signals.push(signal),
    async savepoint(run) {
      const kept = signals.length;
      await query(SAVEPOINT);
      try {
        const value = await run();
        await query(RELEASE);
        return value;
      } catch (error) {
        signals.length = kept;
        await query(UNDO);
        failure = undefined;
        await query(RELEASE);
        throw error;
      }
    },
  };
}

/** SQLSTATE in_failed_sql_transaction. */
const isAftermath = (error: unknown): boolean =>
  error instanceof DatabaseError && error.details['sqlState'] === '25P02';

async function commit(client: pg.ClientBase): Promise<void> {
  let command: string;
  try {
    ({ command } = await client.query(COMMIT.text));
  } catch (error) {
    const failure = classifyFailure(error, COMMIT.name);
    const lost = failure instanceof DatabaseError && failure.code === 'dependency-unavailable';
    throw lost ? new DatabaseError('unknown-outcome', {}, failure) : failure;
  }
  // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error.
  if (command !== 'COMMIT') throw new DatabaseError('rolled-back');
}

/** A connection that cannot even roll back is broken; the first error says more than this one would. */
async function rollBack(client: pg.ClientBase): Promise<void> {
  try {
    await client.query(ROLLBACK.text);
  } catch (error) {
    Object.assign(client, { [BROKEN]: error });
  }
}

/** Marks a connection that must not go back to its pool. */
const BROKEN = Symbol('broken');
export const isBroken = (client: pg.ClientBase): boolean => BROKEN in client;
