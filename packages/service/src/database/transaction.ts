import type pg from 'pg';
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
    const { rows, rowCount } = await client.query<R>({ ...statement, values: [...values] });
    return { rows, rowCount: rowCount ?? 0 };
  } catch (error) {
    throw classifyFailure(error, statement.name);
  }
}

export type Committed<T> = { readonly value: T; readonly signals: readonly Signal[] };

/**
 * One BEGIN … COMMIT on this connection. Rejects with what `run` rejected with, rolled back; with `unknown-outcome` when
 * the answer to COMMIT was lost; with `rolled-back` when `run` hid the failure of a statement.
 */
export async function runTransaction<T>(
  client: pg.ClientBase,
  run: (tx: Transaction) => Promise<T>,
): Promise<Committed<T>> {
  const signals: Signal[] = [];
  let value: T;
  await client.query(BEGIN.text).catch((error: unknown) => {
    throw classifyFailure(error, BEGIN.name);
  });
  try {
    value = await run(createTransaction(client, signals));
  } catch (error) {
    await rollBack(client);
    throw error;
  }
  await commit(client);
  return { value, signals };
}

function createTransaction(client: pg.ClientBase, signals: Signal[]): Transaction {
  return {
    query: (statement, values) => runStatement(client, statement, values),
    signal: (signal) => signals.push(signal),
    async savepoint(run) {
      const kept = signals.length;
      await runStatement(client, SAVEPOINT);
      try {
        const value = await run();
        await runStatement(client, RELEASE);
        return value;
      } catch (error) {
        signals.length = kept;
        await runStatement(client, UNDO);
        await runStatement(client, RELEASE);
        throw error;
      }
    },
  };
}

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
