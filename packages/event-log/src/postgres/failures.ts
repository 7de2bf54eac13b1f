import { LogError, type LogErrorCode } from '../errors.ts';

/** SQLSTATE classes and codes (PostgreSQL manual, appendix A) that mean one of ours. The first prefix that fits counts. */
const CODES: readonly (readonly [prefix: string, code: LogErrorCode])[] = [
  ['42501', 'unauthorized'], // insufficient_privilege
  ['28', 'unauthorized'], // invalid authorization
  ['3D', 'fatal'], // no such database
  ['42', 'fatal'], // no such table or function: the migrations have not run
  ['22', 'fatal'], // no value of ours can be wrong, nor break a constraint, unless the program is
  ['23', 'fatal'],
  ['0A', 'fatal'],
  ['XX001', 'fatal'], // data_corrupted, index_corrupted: a person must look
  ['XX002', 'fatal'],
];

const codeOf = (error: unknown): string | undefined => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
};

/** What a failed call of PostgreSQL means to a user of the log. Whatever is not known to be lasting may pass. */
export function toLogError(error: unknown): LogError {
  if (error instanceof LogError) return error;
  const sqlState = codeOf(error);
  const known = CODES.find(([prefix]) => sqlState?.startsWith(prefix));
  return new LogError(known?.[1] ?? 'retriable', sqlState ? { sqlState } : {}, error);
}

/**
 * The same for an append. Only an answer that says "rolled back" settles it. Without an answer, or with one of a server that
 * is going down (class 57P: it may come between the commit and its confirmation), the records may be stored.
 */
export function toAppendError(error: unknown, sent: boolean): LogError {
  if (error instanceof LogError) return error;
  const sqlState = codeOf(error);
  if (sent && (sqlState === undefined || sqlState.startsWith('57P') || sqlState.startsWith('08')))
    return new LogError('unknown-outcome', sqlState ? { sqlState } : {}, error);
  return toLogError(error);
}
