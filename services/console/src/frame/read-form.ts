import { problem } from '@told/service';
import type { FastifyInstance } from 'fastify';

const FIELDS_MAX = 100;

/** Lets routes take what a form sends: flat texts, each name once. */
export function acceptForms(http: FastifyInstance): void {
  http.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: unknown, body: string) => readForm(body),
  );
}

/** Throws the problems `repeated-key`, `forbidden-key`, `null-byte` and `invalid-request`; none repeats what was sent. */
function readForm(body: string): Readonly<Record<string, string>> {
  const pairs = [...new URLSearchParams(body)];
  if (pairs.length > FIELDS_MAX) throw problem('invalid-request');
  const names = new Set(pairs.map(([name]) => name));
  if (names.size < pairs.length) throw problem('repeated-key');
  if (names.has('__proto__')) throw problem('forbidden-key');
  if (pairs.some((pair) => pair.some((text) => text.includes('\0')))) throw problem('null-byte');
  return Object.fromEntries(pairs);
}
