/** How one environment variable is read. `parse` returns the value or the rule that the text breaks, never the text. */
export interface Variable<T> {
  readonly name: string;
  readonly fallback?: T;
  readonly optional: boolean;
  readonly parse: (text: string) => Parsed<T>;
  readonly rule: string;
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };

export type Spec = Readonly<Record<string, Variable<unknown>>>;
export type ConfigOf<S extends Spec> = {
  readonly [K in keyof S]: S[K] extends Variable<infer T> ? T : never;
};

/** A variable read by `parse`, which returns undefined for a text that breaks the rule. */
export function variable<T>(
  name: string,
  rule: string,
  parse: (text: string) => T | undefined,
): Variable<T> {
  return {
    name,
    rule,
    optional: false,
    parse(text) {
      const value = parse(text);
      return value === undefined ? { ok: false } : { ok: true, value };
    },
  };
}

/** The same variable, with a value for when it is not set. */
export function withDefault<T>(of: Variable<T>, fallback: T): Variable<T> {
  return { ...of, fallback };
}

/** The same variable, undefined when it is not set. */
export function optional<T>(of: Variable<T>): Variable<T | undefined> {
  return { ...of, optional: true };
}

export const text = (name: string, rule = 'a text'): Variable<string> =>
  variable(name, rule, (value) => value);

/** A secret of at least 16 characters; never logged, never part of an error. */
export const secret = (name: string): Variable<string> =>
  variable(name, 'a secret of at least 16 characters', (value) =>
    value.length >= 16 ? value : undefined,
  );

export const integer = (name: string, bounds: { min: number; max: number }): Variable<number> =>
  variable(name, `a whole number from ${bounds.min} to ${bounds.max}`, (value) => {
    const number = Number(value);
    return /^-?\d{1,15}$/.test(value) && number >= bounds.min && number <= bounds.max
      ? number
      : undefined;
  });

export function oneOf<const T extends string>(name: string, values: readonly T[]): Variable<T> {
  return variable(name, `one of ${values.join(', ')}`, (value) =>
    values.find((known) => known === value),
  );
}

export const url = (
  name: string,
  schemes: readonly string[] = ['http', 'https'],
): Variable<string> =>
  variable(name, `an address beginning with ${schemes.join(':// or ')}://`, (value) =>
    URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1))
      ? value
      : undefined,
  );

/** Where the instances of one service listen: 1 to 10 HTTP addresses without a slash at the end, separated by commas. */
export const urls = (name: string): Variable<readonly string[]> =>
  variable(
    name,
    'one to ten addresses beginning with http:// or https://, separated by commas',
    (value) => {
      const addresses = value.split(',').map((address) => address.trim().replace(/\/$/, ''));
      return addresses.length <= 10 && addresses.every(isHttp) ? addresses : undefined;
    },
  );

const isHttp = (address: string): boolean =>
  URL.canParse(address) && ['http:', 'https:'].includes(new URL(address).protocol);

/** A comma-separated list of 1 to 100 texts without spaces. */
export const list = (name: string): Variable<readonly string[]> =>
  variable(name, 'a comma-separated list of 1 to 100 names', (value) => {
    const items = value.split(',').map((item) => item.trim());
    return items.length <= 100 && items.every((item) => /^\S+$/.test(item)) ? items : undefined;
  });

/** An agency or service name: lower-case words joined by hyphens. */
export const hyphenated = (name: string): Variable<string> =>
  variable(name, 'lower-case words joined by hyphens', (value) =>
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(value) && value.length <= 63 ? value : undefined,
  );
