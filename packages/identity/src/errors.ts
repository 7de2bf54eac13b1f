/** Errors of this package, by code. What a person may type wrongly is a result, never an error. */
export const IDENTITY_ERRORS = {
  'secret-too-short': {
    retryable: false,
    meaning:
      'an area secret has at least 32 bytes, so that digests of few possible values cannot be guessed',
  },
  'secret-version': {
    retryable: false,
    meaning: 'the version of an area secret is a whole number from 1',
  },
  'secret-missing': { retryable: false, meaning: 'there is at least one area secret' },
  'secret-order': {
    retryable: false,
    meaning: 'area secrets are given in the order of their versions, each version once',
  },
  randomness: { retryable: false, meaning: 'a random subject key is made of exactly 16 bytes' },
} as const;

export type IdentityErrorCode = keyof typeof IDENTITY_ERRORS;

export class IdentityError extends Error {
  readonly code: IdentityErrorCode;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, number>>;

  constructor(code: IdentityErrorCode, details: Readonly<Record<string, number>> = {}) {
    const values = Object.entries(details).map(([name, value]) => `${name}=${value}`);
    super([IDENTITY_ERRORS[code].meaning, ...values].join('; '));
    this.name = 'IdentityError';
    this.code = code;
    this.retryable = IDENTITY_ERRORS[code].retryable;
    this.details = details;
  }
}
