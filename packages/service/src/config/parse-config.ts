import type { ConfigOf, Spec, Variable } from './variables.ts';

/** sysexits.h EX_CONFIG: what a service exits with when its environment is not fit to start on. */
export const CONFIG_EXIT_CODE = 78;

export interface ConfigFault {
  readonly variable: string;
  readonly fault: string;
}

/** The environment is not fit to start on. The message names every fault at once, and no value. */
export class ConfigError extends Error {
  readonly code = 'invalid-config';
  readonly retryable = false;
  readonly details: { readonly faults: readonly ConfigFault[] };

  constructor(faults: readonly ConfigFault[]) {
    const lines = faults.map(({ variable, fault }) => `  ${variable}: ${fault}`);
    super(`the environment is not fit to start on:\n${lines.join('\n')}`);
    this.name = 'ConfigError';
    this.details = { faults };
  }
}

/**
 * Reads every variable of the spec; throws one ConfigError that names all missing and bad ones. An empty text counts as not set.
 * `check` is for rules over several variables; one that is itself at fault is undefined there, and named once.
 */
export function parseConfig<S extends Spec>(
  env: Readonly<Record<string, string | undefined>>,
  spec: S,
  check: (config: Partial<ConfigOf<S>>) => readonly ConfigFault[] = () => [],
): ConfigOf<S> {
  const faults: ConfigFault[] = [];
  const entries = Object.entries(spec).map(([key, variable]) => {
    const read = readVariable(env[variable.name], variable);
    if (!read.ok) faults.push({ variable: variable.name, fault: read.fault });
    return [key, read.ok ? read.value : undefined] as const;
  });
  const config = Object.fromEntries(entries) as ConfigOf<S>;
  const named = new Set(faults.map(({ variable }) => variable));
  faults.push(...check(config).filter(({ variable }) => !named.has(variable)));
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

function readVariable(
  value: string | undefined,
  variable: Variable<unknown>,
): { ok: true; value: unknown } | { ok: false; fault: string } {
  if (value === undefined || value === '') {
    if (variable.fallback !== undefined) return { ok: true, value: variable.fallback };
    return variable.optional
      ? { ok: true, value: undefined }
      : { ok: false, fault: `is not set; it must be ${variable.rule}` };
  }
  const parsed = variable.parse(value);
  return parsed.ok ? parsed : { ok: false, fault: `must be ${variable.rule}` };
}
