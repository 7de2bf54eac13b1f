/** A scenario's file is not written as it must be. Never retryable; `details` name the file and the place in it. */
export class ScenarioError extends Error {
  readonly code = 'invalid-scenario';
  readonly retryable = false;
  readonly details: Readonly<Record<string, string>>;

  constructor(rule: string, details: Readonly<Record<string, string>>) {
    const values = Object.entries(details).map(([name, value]) => `${name}=${value}`);
    super(`${rule} (${values.join(' ')})`);
    this.name = 'ScenarioError';
    this.details = details;
  }
}
