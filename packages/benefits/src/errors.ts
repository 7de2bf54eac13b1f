/** Every way in which this package refuses a programmer's mistake; expected answers are results, never errors. */
export type BenefitsErrorCode =
  | 'invalid-date'
  | 'invalid-amount'
  | 'invalid-case'
  | 'unknown-scheme'
  | 'invalid-rates';

/**
 * A caller broke a contract that its own validation should have kept. Never retryable: the same
 * input fails again. `details` carries field names and limits, never a value of a person.
 */
export class BenefitsError extends Error {
  readonly code: BenefitsErrorCode;
  readonly retryable = false;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    code: BenefitsErrorCode,
    message: string,
    details: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'BenefitsError';
    this.code = code;
    this.details = details;
  }
}
