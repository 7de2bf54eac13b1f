/** Errors of this package, by code: mistakes of the program that calls it. What was tampered with is a result, never an error. */
export const LEDGER_ERRORS = {
  'hash-size': { retryable: false, meaning: 'a hash has 32 bytes (SHA-256)' },
  'roots-count': {
    retryable: false,
    meaning: 'a tree is taken up again from one root for each perfect subtree of its size',
  },
  'out-of-tree': {
    retryable: false,
    meaning: 'a leaf lies before the size of its tree, and an earlier size before a later one',
  },
  'node-missing': { retryable: false, meaning: 'a proof needs the hash of every node it names' },
  'name-invalid': {
    retryable: false,
    meaning: 'the name of a log or key is not empty and has neither spaces nor a plus sign',
  },
  'text-invalid': {
    retryable: false,
    meaning: 'the text of a note ends with a line break and has no control characters',
  },
  'line-invalid': { retryable: false, meaning: 'a line of a head is not empty and one line' },
  'trust-missing': { retryable: false, meaning: 'who verifies has at least one key to trust' },
  'key-invalid': { retryable: false, meaning: 'the key is not one of Ed25519' },
} as const;

export type LedgerErrorCode = keyof typeof LEDGER_ERRORS;

export class LedgerError extends Error {
  readonly code: LedgerErrorCode;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, number>>;

  constructor(code: LedgerErrorCode, details: Readonly<Record<string, number>> = {}) {
    const values = Object.entries(details).map(([name, value]) => `${name}=${value}`);
    super([LEDGER_ERRORS[code].meaning, ...values].join('; '));
    this.name = 'LedgerError';
    this.code = code;
    this.retryable = LEDGER_ERRORS[code].retryable;
    this.details = details;
  }
}
