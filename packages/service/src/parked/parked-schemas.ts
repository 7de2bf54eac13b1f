import { reasonSchema } from '../actions/reason.ts';

const DIGEST = '^[0-9a-f]{16}$';
const TOPIC = '^[a-z][a-z0-9.-]{1,119}$';
const LIMIT_MAX = 1_000;
export const PAGE_DEFAULT = 100;

const topic = { type: 'string', pattern: TOPIC, examples: ['told.changes'] } as const;
const keyDigest = {
  type: 'string',
  pattern: DIGEST,
  description: 'First 16 hex digits of the SHA-256 of the key, as the logs name it.',
  examples: ['9f86d081884c7d65'],
} as const;
const partition = { type: 'integer', minimum: 0, maximum: 2_147_483_647 } as const;
const offset = {
  type: 'string',
  pattern: '^\\d{1,19}$',
  description: 'In its partition.',
} as const;
const page = {
  cursor: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,300}$', description: 'The next of a page.' },
  limit: { type: 'integer', minimum: 1, maximum: LIMIT_MAX, default: PAGE_DEFAULT },
} as const;
const next = { type: ['string', 'null'], description: 'Cursor of the next page.' } as const;
const nullable = <T extends { readonly type: string }>(schema: T) => ({
  ...schema,
  type: [schema.type, 'null'],
});
const cause = {
  type: 'string',
  enum: ['gap', 'fork', 'failed', 'undecodable', 'key-parked'],
  description:
    'gap: an earlier record is missing; fork: another record took its place; failed: refused; undecodable: it cannot be read; key-parked: it waits its turn.',
} as const;
const code = {
  type: ['string', 'null'],
  description: 'Code of the error, or of the reading that failed.',
  examples: ['illegal-value'],
} as const;
const toldAt = {
  type: 'string',
  description: 'When it was written to the log, RFC 3339.',
} as const;

const parkedKeySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...{ topic, keyDigest, cause, code },
    partition: nullable(partition),
    offset: { ...nullable(offset), description: 'Of the record at fault.' },
    toldAt: {
      ...nullable(toldAt),
      description: 'When the record at fault was written to the log.',
    },
    records: { type: 'integer', description: 'Records that wait, the one at fault included.' },
  },
} as const;

export const parkedKeyWithRecordsSchema = {
  ...parkedKeySchema,
  properties: {
    ...parkedKeySchema.properties,
    waiting: {
      type: 'array',
      description: 'The first of them, those at fault before the others.',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          ...{ partition, offset, cause, code, toldAt },
          sequence: { type: ['integer', 'null'], description: 'Where it is known.' },
        },
      },
    },
  },
} as const;

export const parkedPageSchema = {
  type: 'object',
  properties: { items: { type: 'array', items: parkedKeySchema }, next },
} as const;

export const parkedQuerySchema = {
  type: 'object',
  additionalProperties: false,
  properties: { topic, keyDigest, cause, ...page },
} as const;

export const keyParams = {
  type: 'object',
  additionalProperties: false,
  required: ['topic', 'keyDigest'],
  properties: { topic, keyDigest },
} as const;

export const releasedSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...{ topic, keyDigest },
    state: {
      type: 'string',
      enum: ['released', 'waiting', 'parked'],
      description:
        'released: nothing waits any more; waiting: in its time it came this far, ask again; parked: a record is at fault again.',
    },
    moved: { type: 'integer', description: 'Records that took effect.' },
    waiting: { type: 'integer', description: 'Records that still wait.' },
    cause: { ...cause, type: ['string', 'null'], enum: [...cause.enum, null] },
    code,
  },
} as const;

export const giveUpSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['reason', 'partition', 'offset'],
  properties: { reason: reasonSchema, partition, offset },
} as const;

const deadLetterState = {
  type: 'string',
  enum: ['waiting', 'dead', 'redriven'],
  description:
    'waiting: its record waits with its key; dead: an operator took it out; redriven: it has been given to the service again.',
} as const;

export const deadLetterSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...{ topic, partition, offset, toldAt },
    cause: { type: 'string', description: 'A code.', examples: ['illegal-value'] },
    digest: { type: 'string', description: 'SHA-256 over key and value of the record.' },
    state: deadLetterState,
    keyDigest: { ...nullable(keyDigest), description: 'The parked key with which it waits.' },
    reason: { type: ['string', 'null'], description: 'What the operator said last.' },
  },
} as const;

export const deadLetterPageSchema = {
  type: 'object',
  properties: { items: { type: 'array', items: deadLetterSchema }, next },
} as const;

export const deadLetterQuerySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    topic,
    cause: { type: 'string', pattern: '^[A-Za-z0-9_.:-]{1,100}$' },
    state: deadLetterState,
    ...page,
  },
} as const;

export const placeParams = {
  type: 'object',
  additionalProperties: false,
  required: ['topic', 'partition', 'offset'],
  properties: { topic, partition, offset },
} as const;
