import type { FieldError } from './field-errors.ts';
import { type Problem, problem, problemOfFields } from './problems.ts';

/** Deeper than any body of ours, and far less than what makes a recursive reader of it run out of stack. */
export const JSON_DEPTH_MAX = 20;

const POINTER_LENGTH_MAX = 200;
const decoder = new TextDecoder('utf-8', { fatal: true });
// Only texts with one of these can hold a null byte, half a character or a forbidden key; escapes can spell each.
const SUSPICIOUS = /\\u|\ufffd|__proto__|constructor/;

/** Parses a body's bytes. Throws the problem malformed-json, too-deep, forbidden-key, null-byte or broken-text. */
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
  if (exceedsDepth(text)) throw problem('too-deep');
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
  return value;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Counts brackets outside strings, before anything recursive reads the text. */
function exceedsDepth(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) {
      at = skipString(text, at);
    } else if (char === 0x7b || char === 0x5b) {
      depth += 1;
      if (depth > JSON_DEPTH_MAX) return true;
    } else if (char === 0x7d || char === 0x5d) {
      depth -= 1;
    }
  }
  return false;
}

function skipString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) {
    at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  }
  return at;
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
