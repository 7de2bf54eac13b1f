import { types } from 'node:util';
import { LogError } from '@told/event-log';
import pg from 'pg';

/** Every error of the database half, by code. `retryable`: the same call may succeed later, unchanged. */
export const DATABASE_ERRORS = {
  'dependency-unavailable': {
    retryable: true,
    meaning: 'the database cannot be reached, is shutting down or has no room; try again',
  },
  conflict: {
    retryable: true,
    meaning: 'the transaction lost a race with another one; run it again',
  },
  'unknown-outcome': {
    retryable: true,
    meaning:
      'the answer to COMMIT was lost; ask for the effect (watermark, idempotency key) and run it again',
  },
  'statement-failed': { retryable: false, meaning: 'the database refused the statement' },
  'rolled-back': {
    retryable: false,
    meaning: 'COMMIT rolled back, since a statement had failed and the failure was not passed on',
  },
  'unsafe-integer': {
    retryable: false,
    meaning: 'a bigint beyond 2^53 was read as a number; select it as text',
  },
  'migration-failed': { retryable: false, meaning: 'a migration could not be applied' },
  'unknown-topic': {
    retryable: false,
    meaning: 'records are published only to topics that exist; see infra/topics.yaml',
  },
  'record-too-large': {
    retryable: false,
    meaning: 'a record exceeds the size that every log driver takes',
  },
  'illegal-sequence': {
    retryable: false,
    meaning: 'a sequence is a whole number from 1 up to 2^53 - 1',
  },
  'dead-letter-in-batch': {
    retryable: false,
    meaning:
      'a record that cannot be read has others of its key in its batch, which is therefore run record by record',
  },
  'parked-full': {
    retryable: true,
    meaning: 'the bound on parked records is reached; the partition waits for an operator',
  },
  paused: {
    retryable: true,
    meaning: 'an operator has paused this consumer; its records wait in the log, in order',
  },
} as const;

export type DatabaseErrorCode = keyof typeof DATABASE_ERRORS;
type Details = Readonly<Record<string, string | number | bigint>>;

export class DatabaseError extends Error {
  readonly code: DatabaseErrorCode;
  readonly retryable: boolean;
  readonly details: Details;

  constructor(code: DatabaseErrorCode, details: Details = {}, cause?: unknown) {
    const values = Object.entries(details).map(([name, value]) => `${name}=${value}`);
    super(
      `${DATABASE_ERRORS[code].meaning}${values.length > 0 ? ` (${values.join(' ')})` : ''}`,
      cause === undefined ? undefined : { cause },
    );
    this.name = 'DatabaseError';
    this.code = code;
    this.retryable = DATABASE_ERRORS[code].retryable;
    this.details = details;
  }
}

/** True for any error of the house that says the same call may succeed later. */
export const isRetryable = (error: unknown): boolean =>
  types.isNativeError(error) && 'retryable' in error && error.retryable === true;

/** The stable code of an error for states, logs and metrics. */
export const codeOf = (error: unknown): string =>
  types.isNativeError(error) && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'unexpected';

/** What readiness says of a failure: its code, and which right is missing if it is one. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (!(error instanceof LogError) || !('right' in error.details)) return code;
  const { right, topic, group, cluster } = error.details;
  return `${code}: ${right} on ${topic ?? group ?? cluster}`;
}

/** SQLSTATEs of a lost race: serialization_failure, deadlock_detected. */
const LOST_RACES = new Set(['40001', '40P01']);
/** Classes of SQLSTATE that speak of the server and not of the statement: connection, resources, operator, system. */
const SERVER_CLASSES = new Set(['08', '53', '57', '58']);
/** The same, one by one: read-only after a failover, session timeouts, lock_timeout. */
const SERVER_STATES = new Set(['25006', '25P03', '25P04', '55P03']);
/** What the driver says, without a code of its own, when the connection is the trouble. */
const LOST_CONNECTION =
  /^(Connection terminated|Connection ended|Query read timeout|timeout exceeded|Client was closed|Client has encountered|Cannot use a pool)/;
const SYSTEM_CODE = /^E[A-Z]{2,}/;

/**
 * What a failed statement means. The server's own text and detail are left out: they quote values, and values may be
 * personal data. An error that is neither the server's nor the connection's is a programmer's and returned as it is.
 */
export function classifyFailure(error: unknown, statement: string): unknown {
  if (error instanceof pg.DatabaseError) {
    const sqlState = error.code ?? 'none';
    const details = {
      statement,
      sqlState,
      ...(error.constraint === undefined ? {} : { constraint: error.constraint }),
    };
    if (LOST_RACES.has(sqlState)) return new DatabaseError('conflict', details);
    const unavailable = SERVER_CLASSES.has(sqlState.slice(0, 2)) || SERVER_STATES.has(sqlState);
    return new DatabaseError(unavailable ? 'dependency-unavailable' : 'statement-failed', details);
  }
  if (!types.isNativeError(error) || error instanceof DatabaseError) return error;
  const system = 'code' in error && typeof error.code === 'string' && SYSTEM_CODE.test(error.code);
  if (!system && !LOST_CONNECTION.test(error.message)) return error;
  return new DatabaseError('dependency-unavailable', { statement }, error);
}
