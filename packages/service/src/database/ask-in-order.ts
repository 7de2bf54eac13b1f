import type pg from 'pg';
import { classifyFailure, DatabaseError } from './errors.ts';
import type { Result, Statement, Transaction } from './ports.ts';
import { gatherWrites, runStatement } from './run-statement.ts';

const BEGIN: Statement = { name: 'begin', text: 'BEGIN' };

type Asked = {
  readonly query: Transaction['query'];
  /** What failed has been undone. */
  readonly forgive: () => void;
  readonly begun: Promise<void>;
  /** Refuses further statements. Answers those under way: of each, its failure or undefined. */
  readonly end: () => readonly Promise<unknown>[];
};

/** The statements of one transaction, in the order in which they are asked for; BEGIN is sent at once. */
export function askInOrder(client: pg.ClientBase): Asked {
  const unanswered = new Set<Promise<unknown>>();
  let isOver = false;
  let failure: unknown;
  let beginning: 'asked' | 'answered' | { readonly error: unknown } = 'asked';
  let held = 0;
  gatherWrites(client);
  const begun = client.query(BEGIN.text).then(
    () => {
      beginning = 'answered';
    },
    (cause: unknown) => {
      const error = classifyFailure(cause, BEGIN.name);
      beginning = { error };
      throw error;
    },
  );
  begun.catch(() => undefined); // whoever needs it waits for it too

  const ask = async <R extends object>(
    statement: Statement,
    values?: readonly unknown[],
  ): Promise<Result<R>> => {
    // Should BEGIN fail, what was sent behind it would be committed by itself; behind one that waits, all wait.
    if ((beginning !== 'answered' && statement.reads !== true) || held > 0) {
      held += 1;
      try {
        await begun;
      } finally {
        held -= 1;
      }
    }
    if (isOver) throw new TypeError('the transaction of this statement is over');
    try {
      const answer = await runStatement<R>(client, statement, values);
      if (typeof beginning === 'object') throw beginning.error;
      return answer;
    } catch (error) {
      // Of what was sent together, PostgreSQL answers all that comes behind the failure with this; only the failure says what to do about it.
      if (failure !== undefined && isAftermath(error)) throw failure;
      failure ??= error;
      throw error;
    }
  };
  return {
    query<R extends object>(statement: Statement, values?: readonly unknown[]) {
      const answer = ask<R>(statement, values);
      const settled = answer.then(
        () => undefined,
        (error: unknown) => error,
      );
      unanswered.add(settled);
      void settled.then(() => unanswered.delete(settled));
      return answer;
    },
    forgive() {
      failure = undefined;
    },
    begun,
    end() {
      isOver = true;
      return [...unanswered];
    },
  };
}

/** SQLSTATE in_failed_sql_transaction. */
const isAftermath = (error: unknown): boolean =>
  error instanceof DatabaseError && error.details['sqlState'] === '25P02';
