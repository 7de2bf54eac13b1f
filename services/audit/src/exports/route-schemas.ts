import { EXPORT_FORMATS } from '@told/service';
import type { EntryKind } from '../entries/entry.ts';

export const KINDS: readonly EntryKind[] = [
  ...(['change', 'decision', 'interest', 'consent', 'suspension', 'outcome', 'action'] as const),
  ...(['dead-letter', 'unreadable', 'gap', 'opening', 'key'] as const),
];

/** No leap second, which JavaScript does not know. */
const INSTANT = String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d`;
const time = (description: string) => ({
  ...{ type: 'string', format: 'date-time', pattern: INSTANT },
  description,
});
const count = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
const text = { type: 'string' } as const;

export const EXPORT_QUERY = {
  type: 'object',
  additionalProperties: false,
  properties: {
    format: { enum: EXPORT_FORMATS, default: 'csv' },
    kind: { enum: KINDS, description: 'Entries of this kind alone.' },
    agency: {
      type: 'string',
      pattern: '^[a-z][a-z0-9-]{1,39}$',
      description: 'Rows about this agency alone: what it told, was or was not given, and did.',
    },
    from: time('When it was told, decided or done: at this instant or later.'),
    until: time('Before this instant.'),
    ledger: { type: 'string', minLength: 1, maxLength: 200 },
    size: {
      ...count,
      description: 'The first so many entries; without it, what the newest head covers.',
    },
  },
} as const;

const piece = { rows: count, bytes: count, sha256: text };

export const MANIFEST_SCHEMA = {
  description: 'What the file holds that the same question gives, and its hashes.',
  type: 'object',
  properties: {
    ledgerId: text,
    size: count,
    head: { ...text, description: 'The signed head that covers every row.' },
    manifest: text,
    table: text,
    format: text,
    columns: { type: 'array', items: text },
    filters: { type: 'object', additionalProperties: true },
    ...piece,
    pieces: { type: 'array', items: { type: 'object', properties: piece } },
  },
} as const;

export const FILE_SCHEMA = {
  description: 'The file, with its header if it is CSV.',
  content: {
    'text/csv': { schema: text },
    'application/x-ndjson': { schema: text },
  },
} as const;
