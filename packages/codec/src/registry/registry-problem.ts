/** Confluent's error codes; the first three digits are the HTTP status. */
const REGISTRY_PROBLEMS = {
  404: 'Not found',
  409: 'Schema being registered is incompatible with an earlier schema',
  40401: 'Subject not found',
  40402: 'Version not found',
  40403: 'Schema not found',
  40408: 'Subject does not have subject-level compatibility configured',
  42201: 'Invalid schema',
  42202: 'Invalid version',
  42203: 'Invalid compatibility level',
  50001: 'Error in the backend datastore',
} as const;

export type RegistryProblemCode = keyof typeof REGISTRY_PROBLEMS;

/** An answer other than success, as the registry's clients know it: `{error_code, message}`. */
export class RegistryProblem extends Error {
  readonly code: RegistryProblemCode;
  readonly status: number;

  constructor(code: RegistryProblemCode, detail: string, cause?: unknown) {
    super(`${REGISTRY_PROBLEMS[code]}: ${detail}`, cause === undefined ? undefined : { cause });
    this.name = 'RegistryProblem';
    this.code = code;
    this.status = Number(String(code).slice(0, 3));
  }
}
