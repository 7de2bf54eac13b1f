/** Never part of JSON text, which escapes control characters. */
const SEPARATOR = '\x1f';

/**
 * JSON texts as one parameter for `string_to_array($n, E'\x1f', '')::jsonb[]`; null stays null. As an array parameter every quote of every
 * text would be escaped on the way out and back on the way in.
 */
export function joinJson(texts: readonly (string | null)[]): string {
  return texts.map((text) => text ?? '').join(SEPARATOR);
}

/** The same of values. */
export function joinJsonOf(values: readonly (object | null)[]): string {
  return joinJson(values.map((value) => (value === null ? null : JSON.stringify(value))));
}
