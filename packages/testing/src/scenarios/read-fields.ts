import { isIsoDate } from '@told/benefits';
import { ScenarioError } from './scenario-error.ts';

/** A YAML mapping whose fields have been looked at by name. */
export type Fields = Readonly<Record<string, unknown>>;

export function fail(rule: string, at: string): never {
  throw new ScenarioError(rule, { at });
}

/** A mapping with no other fields than these. */
export function readFields(given: unknown, at: string, names: readonly string[]): Fields {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    fail('fields are expected', at);
  }
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) fail('a field is one of those that are read', `${at}/${unknown}`);
  return given as Fields;
}

/** A mapping of names that the file chooses. */
export function readEntries<Value>(
  given: unknown,
  at: string,
  read: (value: unknown, at: string) => Value,
): Readonly<Record<string, Value>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    fail('fields are expected', at);
  }
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, read(value, `${at}/${name}`)]),
  );
}

export function readList(given: unknown, at: string): readonly unknown[] {
  return Array.isArray(given) ? given : fail('a list is expected', at);
}

export function readText(given: unknown, at: string): string {
  return typeof given === 'string' && given !== '' ? given : fail('a text is expected', at);
}

export function readDay(given: unknown, at: string): string {
  const text = readText(given, at);
  return isIsoDate(text) ? text : fail('a day is written YYYY-MM-DD', at);
}
