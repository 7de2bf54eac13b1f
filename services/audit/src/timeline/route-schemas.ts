import { FACTS } from '@told/codec';
import { reasonSchema } from '@told/service';

const LIMIT_MAX = 1_000;
export const PAGE_DEFAULT = 100;

const time = (description: string) => ({ type: 'string', format: 'date-time', description });

export const TIMELINE_QUERY = {
  type: 'object',
  additionalProperties: false,
  required: ['reason'],
  properties: {
    reason: reasonSchema,
    kind: {
      type: 'string',
      enum: ['change', 'decision', 'interest', 'consent', 'outcome', 'action'],
    },
    agency: {
      type: 'string',
      maxLength: 40,
      description: 'What concerns this agency, as source, recipient or holder of a case.',
    },
    fact: {
      type: 'string',
      enum: FACTS,
      description: 'What was told of this fact, decided on that and answered to it.',
    },
    from: time('Not before this time.'),
    until: time('Before this time.'),
    limit: { type: 'integer', minimum: 1, maximum: LIMIT_MAX, default: PAGE_DEFAULT },
    cursor: { type: 'string', maxLength: 100, description: 'The `next` of the page before.' },
  },
} as const;

export const TIMELINE_SCHEMA = {
  description: 'A page, the newest entry first, and the cursor of the next one.',
  type: 'object',
  required: ['items', 'next', 'erasedUntil'],
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['ledgerId', 'index', 'at', 'kind', 'sentence', 'facts', 'erased', 'cases'],
        properties: {
          ledgerId: { type: 'string' },
          index: {
            type: 'integer',
            description: 'With the ledger’s id, names the entry for a proof.',
          },
          at: { type: 'string', format: 'date-time' },
          kind: { type: 'string' },
          sentence: { type: 'string', description: 'What happened, in ids and codes.' },
          facts: { type: 'object', additionalProperties: true },
          erased: { type: 'boolean', description: 'Whom it is about cannot be told any more.' },
          cases: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                agency: { type: 'string' },
                caseReference: {
                  type: ['string', 'null'],
                  description: 'Null once it was erased.',
                },
              },
            },
          },
        },
      },
    },
    next: { type: ['string', 'null'] },
    erasedUntil: {
      type: ['string', 'null'],
      format: 'date-time',
      description:
        'Of a person: entries up to this time were erased, and only what came later is here. Null: nothing was erased.',
    },
  },
} as const;
