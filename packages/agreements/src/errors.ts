/** Errors of this package, by code. A refusal is a result of `decide`, never an error. */
export const AGREEMENT_ERRORS = {
  'agreement-invalid': {
    retryable: false,
    meaning: 'an agreement file keeps every rule of its format',
  },
  'agreement-other-set': {
    retryable: false,
    meaning: 'agreements of two sets are never mixed',
  },
  'agreement-twice': {
    retryable: false,
    meaning: 'each version of an agreement is in exactly one file',
  },
  'agreements-unreadable': {
    retryable: true,
    meaning: 'the folder of an agreement set can be read and holds at least one agreement',
  },
  'agency-invalid': {
    retryable: false,
    meaning: 'an agency file keeps every rule of its format',
  },
  'agencies-unreadable': {
    retryable: true,
    meaning: 'the folder of the agencies can be read and holds at least one agency',
  },
} as const;

export type AgreementErrorCode = keyof typeof AGREEMENT_ERRORS;

/** One broken rule: where, and what the rule says. */
export interface AgreementProblem {
  readonly file: string;
  /** Dotted path inside the file; empty for the file as a whole. */
  readonly path: string;
  readonly rule: string;
}

export class AgreementError extends Error {
  readonly code: AgreementErrorCode;
  readonly retryable: boolean;
  readonly details: { readonly problems: readonly AgreementProblem[] };

  constructor(code: AgreementErrorCode, problems: readonly AgreementProblem[], cause?: unknown) {
    const lines = problems.map(
      ({ file, path, rule }) => `${[file, path].filter(Boolean).join(' ')}: ${rule}`,
    );
    super(
      [`${AGREEMENT_ERRORS[code].meaning}.`, ...lines].join('\n  '),
      cause === undefined ? undefined : { cause },
    );
    this.name = 'AgreementError';
    this.code = code;
    this.retryable = AGREEMENT_ERRORS[code].retryable;
    this.details = { problems };
  }
}
