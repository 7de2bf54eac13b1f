import type { FieldError } from './field-errors.ts';
import { type Problem, problem, problemOfFields } from './problems.ts';
import { countKept, countTold, findRepeatedKey } from './scan-json.ts';

/** Deeper than any body of ours, and far less than what makes a recursive reader of it run out of stack. */
export const JSON_DEPTH_MAX = 20;

const POINTER_LENGTH_MAX = 200;
const decoder = new TextDecoder('utf-8', { fatal: true });
// Only texts with one of these can hold a null byte, half a character or a forbidden key; escapes can spell each.
const SUSPICIOUS = /\\u|\ufffd|__proto__|constructor/;

/** Parses a body's bytes. Throws the problem malformed-json, too-deep, forbidden-key, repeated-key, null-byte or broken-text. */
export function parseJsonBytes(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch (cause) {
    throw problem('malformed-json', { detail: 'The body is not valid UTF-8.', cause });
  }
  return parseJsonText(text);
}

export function parseJsonText(text: string): unknown {
  const told = countTold(text, JSON_DEPTH_MAX);
  if (told === undefined) throw problem('too-deep');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not kept as the cause: its message quotes the body.
    throw problem('malformed-json');
  }
  if (SUSPICIOUS.test(text)) {
    const fault = findFault(value, '');
    if (fault !== undefined) throw fault;
  }
  // The parser keeps the last of several. That it dropped some shows in their number, which costs far less than a parser of our own.
  if (countKept(value) !== told) throw repeatedKey(text);
  return value;
}

function repeatedKey(text: string): Problem {
  const path = findRepeatedKey(text) ?? [];
  const pointer = path.map((place) => `/${escapePointer(String(place))}`).join('');
  const code = 'repeated-key';
  return problem(code, { errors: [{ pointer: pointer.slice(0, POINTER_LENGTH_MAX), code }] });
}

// Recursion is bounded by JSON_DEPTH_MAX.
function findFault(value: unknown, pointer: string): Problem | undefined {
  if (typeof value === 'string') return findTextFault(value, pointer);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    if (isForbiddenKey(key, child)) return problem('forbidden-key');
    const fault =
      findTextFault(key, pointer) ?? findFault(child, `${pointer}/${escapePointer(key)}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isForbiddenKey(key: string, child: unknown): boolean {
  if (key === '__proto__') return true;
  return (
    key === 'constructor' &&
    typeof child === 'object' &&
    child !== null &&
    Object.hasOwn(child, 'prototype')
  );
}

/** The texts of a value that came otherwise than as JSON, held to the same rules; the fault of the first that breaks one. */
export function findBrokenText(value: unknown): FieldError | undefined {
  return findFault(value, '')?.errors[0];
}

/** U+FFFD stands for what was lost before it came here, and half a surrogate pair becomes it; every reader of a record refuses it. */
function findTextFault(text: string, pointer: string): Problem | undefined {
  if (text.includes('\0')) {
    return textFault(pointer, 'null-byte', 'must not contain the character U+0000');
  }
  if (!text.isWellFormed() || text.includes('\ufffd')) {
    return textFault(pointer, 'broken-text', 'must be whole characters, without U+FFFD');
  }
  return undefined;
}

function textFault(pointer: string, code: 'null-byte' | 'broken-text', detail: string): Problem {
  return problemOfFields([{ pointer: pointer.slice(0, POINTER_LENGTH_MAX), code, detail }]);
}

/** RFC 6901 §3. */
export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
