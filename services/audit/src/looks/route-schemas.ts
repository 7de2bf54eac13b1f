import { reasonSchema } from '@told/service';
import { KINDS } from '../exports/route-schemas.ts';

const LIMIT_MAX = 500;
export const LISTED_DEFAULT = 50;

const time = (description: string) => ({ type: 'string', format: 'date-time', description });
const count = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;

export const LIST_QUERY = {
  type: 'object',
  additionalProperties: false,
  required: ['reason'],
  properties: {
    reason: reasonSchema,
    ledger: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      description: 'An earlier ledger’s id.',
    },
    before: { ...count, description: 'The `next` of the page before.' },
    kind: { type: 'string', enum: KINDS },
    agency: {
      type: 'string',
      pattern: '^[a-z][a-z0-9-]{1,39}$',
      description: 'What concerns this agency, as source, recipient or holder of a case.',
    },
    actor: { type: 'string', minLength: 1, maxLength: 128, description: 'What this one did.' },
    looks: {
      type: 'boolean',
      default: false,
      description: 'Actions alone by which somebody looked at something.',
    },
    from: time('Not before this time.'),
    until: time('Before this time.'),
    limit: { type: 'integer', minimum: 1, maximum: LIMIT_MAX, default: LISTED_DEFAULT },
  },
} as const;

export const LIST_SCHEMA = {
  description: 'A page, and before which entry to go on.',
  type: 'object',
  required: ['ledgerId', 'size', 'items', 'next'],
  properties: {
    ledgerId: { type: 'string' },
    size: { ...count, description: 'What the newest head covers; younger entries are not listed.' },
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['ledgerId', 'index', 'at', 'kind', 'sentence', 'facts', 'subjectKey'],
        properties: {
          ledgerId: { type: 'string' },
          index: count,
          at: { type: 'string', format: 'date-time' },
          kind: { type: 'string' },
          sentence: { type: 'string', description: 'What happened, in ids and codes.' },
          facts: { type: 'object', additionalProperties: true },
          subjectKey: {
            type: ['string', 'null'],
            description: 'Whom it is about; null where it is about nobody, or that was erased.',
          },
        },
      },
    },
    next: { type: ['integer', 'null'] },
  },
} as const;

export const VIEW_BODY = {
  type: 'object',
  additionalProperties: false,
  required: ['page', 'reason'],
  properties: {
    page: {
      type: 'string',
      pattern: '^[a-z][a-z0-9-]*(/[a-z0-9-]+){0,4}$',
      maxLength: 100,
      description: 'Which page, without whom it is about.',
    },
    reason: reasonSchema,
  },
} as const;
