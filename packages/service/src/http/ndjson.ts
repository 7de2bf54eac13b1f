import type { FastifyInstance, FastifyReply } from 'fastify';
import type { FieldError } from './field-errors.ts';
import { parseJsonBytes } from './parse-json.ts';
import { Problem, problem } from './problems.ts';

export const NDJSON_MEDIA_TYPE = 'application/x-ndjson';

/** One line of a bulk request, numbered from 1. A line that cannot be read is its own problem; the others go on. */
export type NdjsonLine =
  | { readonly line: number; readonly ok: true; readonly value: unknown }
  | { readonly line: number; readonly ok: false; readonly problem: Problem };

export interface NdjsonLimits {
  readonly maxLines: number;
  readonly maxLineBytes: number;
}

const NEWLINE = 0x0a;

/**
 * Lets the routes of this plugin context take `application/x-ndjson`, and nothing else; `request.body` is then `readonly NdjsonLine[]`. Validate each value with createValidator.
 * Register it in an own context (`app.register(async (bulk) => { acceptNdjson(bulk, …); bulk.post(…) })`) with a bodyLimit that fits.
 */
export function acceptNdjson(server: FastifyInstance, limits: NdjsonLimits): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    NDJSON_MEDIA_TYPE,
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => readLines(body, limits),
  );
}

/** Splits and parses. Throws `too-many-lines`; an empty line is skipped but counted. */
export function readLines(body: Buffer, limits: NdjsonLimits): readonly NdjsonLine[] {
  const lines: NdjsonLine[] = [];
  let from = 0;
  for (let line = 1; from < body.length; line += 1) {
    if (line > limits.maxLines) {
      throw problem('too-many-lines', { detail: `This route takes ${limits.maxLines} lines.` });
    }
    const newline = body.indexOf(NEWLINE, from);
    const to = newline === -1 ? body.length : newline;
    const bytes = body.subarray(from, to);
    if (bytes.some((byte) => byte > 0x20)) lines.push(readLine(line, bytes, limits.maxLineBytes));
    from = to + 1;
  }
  return lines;
}

function readLine(line: number, bytes: Buffer, maxBytes: number): NdjsonLine {
  if (bytes.length > maxBytes) return { line, ok: false, problem: problem('body-too-large') };
  try {
    return { line, ok: true, value: parseJsonBytes(bytes) };
  } catch (error) {
    if (error instanceof Problem) return { line, ok: false, problem: error };
    throw error;
  }
}

/** The answer to a line at fault. */
export interface RefusedLine {
  readonly line: number;
  readonly status: 'refused';
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
}

/** A line's own problem; anything else fails the whole request, which may be sent again. */
export function refuseLine(line: number, failure: unknown): RefusedLine {
  if (!(failure instanceof Problem) || failure.status >= 500) throw failure;
  const { code, detail, errors } = failure;
  return { line, status: 'refused', code, detail: detail ?? failure.message, errors };
}

/** Answers one JSON line a result. */
export function sendNdjson(reply: FastifyReply, results: readonly unknown[]): FastifyReply {
  const text = results.map((result) => `${JSON.stringify(result)}\n`).join('');
  return reply.type(NDJSON_MEDIA_TYPE).send(text);
}
