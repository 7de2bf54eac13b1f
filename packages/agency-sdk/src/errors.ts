/** Errors of this package, by code: an adapter breaks its contract, or a rebuild cannot be done. What a change may be is a result, never an error. */
export const AGENCY_ERRORS = {
  'illegal-definition': {
    retryable: false,
    meaning: 'an agency is defined by its id and either `on` handlers or one `onBatch`',
  },
  'results-mismatch': {
    retryable: false,
    meaning: 'onBatch answers change by change, in order: as many results as changes',
  },
  'repeated-key': {
    retryable: false,
    meaning: 'each change is submitted under a key of its own',
  },
  'not-a-scratch': {
    retryable: false,
    meaning:
      'a rebuild goes into a database with the tables of this office that has taken nothing itself',
  },
  'rebuild-done': {
    retryable: false,
    meaning: 'a rebuild that is done stays as it is; the next one goes into a database of its own',
  },
  'rebuild-under-way': {
    retryable: true,
    meaning: 'one rebuild at a time goes into a database',
  },
  'tables-differ': {
    retryable: false,
    meaning: 'both databases have the same tables and columns; migrate the older one',
  },
} as const;

export type AgencyErrorCode = keyof typeof AGENCY_ERRORS;

export class AgencyError extends Error {
  readonly code: AgencyErrorCode;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: AgencyErrorCode, details: Readonly<Record<string, string | number>> = {}) {
    const values = Object.entries(details).map(([name, value]) => `${name}=${value}`);
    super([AGENCY_ERRORS[code].meaning, ...values].join('; '));
    this.name = 'AgencyError';
    this.code = code;
    this.retryable = AGENCY_ERRORS[code].retryable;
    this.details = details;
  }
}
