/**
 * Every error of the log, by code. `retryable`: the same call may succeed later, unchanged. So may one that names the `right` that is
 * missing: who this user is, is known, and a right can be granted.
 */
export const LOG_ERRORS = {
  retriable: { retryable: true, meaning: 'the log cannot be reached or is busy; try again' },
  fatal: { retryable: false, meaning: 'the driver cannot go on; the process should end' },
  'stale-member': {
    retryable: true,
    meaning: 'another member owns this partition now, or its position has moved',
  },
  'offset-out-of-range': {
    retryable: false,
    meaning: 'the position lies outside the records the log still holds',
  },
  forked: {
    retryable: false,
    meaning:
      'the record below the watermark is not the one that was handled; the log lost its tail and grew again',
  },
  corrupt: { retryable: false, meaning: 'a record does not match its digest' },
  'too-large': { retryable: false, meaning: 'a record exceeds the size limit' },
  'unknown-topic': {
    retryable: false,
    meaning: 'the topic or partition does not exist; topics are created from infra/topics.yaml',
  },
  unauthorized: {
    retryable: false,
    meaning:
      'this user may not do this here; where a right is named, services wait until it is granted',
  },
  'unknown-outcome': {
    retryable: true,
    meaning: 'the append may or may not have been stored; append the same batch again',
  },
} as const;

export type LogErrorCode = keyof typeof LOG_ERRORS;

export class LogError extends Error {
  readonly code: LogErrorCode;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, string | number | bigint>>;

  constructor(
    code: LogErrorCode,
    details: Readonly<Record<string, string | number | bigint>> = {},
    cause?: unknown,
  ) {
    const values = Object.entries(details)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ');
    super(
      `${LOG_ERRORS[code].meaning}${values && ` (${values})`}`,
      cause === undefined ? undefined : { cause },
    );
    this.name = 'LogError';
    this.code = code;
    this.retryable = LOG_ERRORS[code].retryable || isRightMissing(code, details);
    this.details = details;
  }
}

const isRightMissing = (code: LogErrorCode, details: object): boolean =>
  code === 'unauthorized' && 'right' in details;

/** Whether the same call may succeed later: what this package or another says of its error; an unknown error may pass. */
export const isRetryable = (error: unknown): boolean =>
  (error as { retryable?: unknown } | null)?.retryable !== false;
