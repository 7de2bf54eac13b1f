import { allowOnly, isCode } from './allow-list.ts';

const CAUSE_DEPTH_MAX = 4;
const FRAMES_MAX = 12;
// Our messages read "rule (values)": the rule is a constant sentence, the values stay behind.
const RULE = /^[^(\n\d"“]{1,160}/;
/** Names of things in a database, which pg reports with an error; its message and detail hold values. */
const DATABASE_KEYS = ['schema', 'table', 'constraint'] as const;

/**
 * An error as it may be logged: name, code, the rule of our own errors, allowed details, frames, causes. The message of a foreign error is left out,
 * since JSON.parse, pg and many others quote what they were given; so is the first line of the stack, which repeats it.
 */
export function serializeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, retryable, details } = error as Partial<OwnError>;
  const own = isCode(code) && typeof retryable === 'boolean';
  return {
    type: /^[A-Za-z]{1,60}$/.test(error.name) ? error.name : 'Error',
    ...(isCode(code) ? { code } : {}),
    ...(own ? { rule: RULE.exec(error.message)?.[0].trim(), retryable } : namesOf(error)),
    ...(own && details !== null && typeof details === 'object'
      ? { details: allowOnly(details) }
      : {}),
    stack: framesOf(error),
    ...(error.cause !== undefined && depth < CAUSE_DEPTH_MAX
      ? { cause: serializeError(error.cause, depth + 1) }
      : {}),
  };
}

interface OwnError {
  readonly code: unknown;
  readonly retryable: unknown;
  readonly details: unknown;
}

function namesOf(error: Error): Record<string, unknown> {
  const named = error as unknown as Record<string, unknown>;
  const entries = DATABASE_KEYS.map((key) => [key, named[key]] as const);
  return Object.fromEntries(entries.filter(([, value]) => isCode(value)));
}

function framesOf(error: Error): string {
  const lines = typeof error.stack === 'string' ? error.stack.split('\n') : [];
  // A frame ends in a position; a line of a message that only begins like one does not.
  const frames = lines.filter((line) => /^ {4}at [^"']*:\d+:\d+\)?$/.test(line));
  return frames.slice(0, FRAMES_MAX).join('\n');
}
