import type pg from 'pg';
import { askInOrder } from './ask-in-order.ts';
import { classifyFailure, DatabaseError } from './errors.ts';
import type { Signal, Statement, Transaction } from './ports.ts';
import { gatherWrites } from './run-statement.ts';

const COMMIT: Statement = { name: 'commit', text: 'COMMIT' };
const ROLLBACK: Statement = { name: 'rollback', text: 'ROLLBACK' };
const SAVEPOINT: Statement = { name: 'savepoint', text: 'SAVEPOINT part' };
const RELEASE: Statement = { name: 'release_savepoint', text: 'RELEASE SAVEPOINT part' };
const UNDO: Statement = { name: 'rollback_to_savepoint', text: 'ROLLBACK TO SAVEPOINT part' };

/** What a transaction says of what it would tell; it may tell more. */
export type Conclude = (tx: Transaction, signals: readonly Signal[]) => Promise<void>;

export type Committed<T> = { readonly value: T; readonly signals: readonly Signal[] };

/**
 * One BEGIN … COMMIT on this connection. Rejects with what `run` rejected with, rolled back; with `unknown-outcome` when
 * the answer to COMMIT was lost; with `rolled-back` when `run` hid the failure of a statement. What `run` leaves behind, as one of several
 * statements sent together that goes on after another has failed, is refused from then on: the connection may be another transaction's.
 */
export async function runTransaction<T>(
  client: pg.ClientBase,
  run: (tx: Transaction) => Promise<T>,
  conclude?: Conclude,
): Promise<Committed<T>> {
  const signals: Signal[] = [];
  const asked = askInOrder(client);
  let value: T;
  try {
    const tx = createTransaction(asked.query, asked.forgive, signals);
    value = await run(tx);
    if (signals.length > 0) await conclude?.(tx, signals);
    await asked.begun;
  } catch (error) {
    asked.end();
    await rollBack(client);
    throw error;
  }
  const unanswered = asked.end();
  await commit(client, unanswered);
  return { value, signals };
}

function createTransaction(
  query: Transaction['query'],
  forgive: () => void,
  signals: Signal[],
): Transaction {
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
        forgive();
        await query(RELEASE);
        throw error;
      }
    },
  };
}

/** Sends COMMIT behind what is under way, whose first failure says more than that nothing was committed. */
async function commit(
  client: pg.ClientBase,
  unanswered: readonly Promise<unknown>[],
): Promise<void> {
  const outcome = sendCommit(client);
  const [refusal, ...failures] = await Promise.all([outcome, ...unanswered]);
  const failure = failures.find((one) => one !== undefined);
  // Whatever ended the connection, COMMIT may have been done before.
  if (isCode(refusal, 'unknown-outcome') && isCode(failure, 'dependency-unavailable'))
    throw refusal;
  if (failure !== undefined || refusal !== undefined) throw failure ?? refusal;
}

/** Answers why it did not commit; undefined: it did. */
async function sendCommit(client: pg.ClientBase): Promise<unknown> {
  try {
    gatherWrites(client);
    const { command } = await client.query(COMMIT.text);
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error.
    return command === 'COMMIT' ? undefined : new DatabaseError('rolled-back');
  } catch (error) {
    const failure = classifyFailure(error, COMMIT.name);
    const isLost = isCode(failure, 'dependency-unavailable');
    return isLost ? new DatabaseError('unknown-outcome', {}, failure) : failure;
  }
}

const isCode = (error: unknown, code: DatabaseError['code']): boolean =>
  error instanceof DatabaseError && error.code === code;

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
