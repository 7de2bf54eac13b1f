import { DIFFERENCE_KINDS, STANDINGS } from './differences.ts';

const LIMIT_MAX = 1_000;
export const PAGE_DEFAULT = 100;
const FORMATS = ['json', 'csv'] as const;

const text = { type: 'string' } as const;
const nullable = { type: ['string', 'null'] } as const;
const count = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
const day = (description: string) => ({ type: 'string', format: 'date', description }) as const;

const which = {
  agency: {
    type: 'string',
    pattern: '^[a-z][a-z0-9-]{1,39}$',
    description:
      'What was decided about this agency alone; of what it told itself, what was not decided.',
  },
  from: day('From this day on, in London.'),
  to: day('Up to and with this day.'),
  limit: { type: 'integer', minimum: 1, maximum: LIMIT_MAX, default: PAGE_DEFAULT },
  cursor: { type: 'string', maxLength: 200, description: 'The `next` of the page before.' },
} as const;

export const REPORT_QUERY = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...which,
    format: {
      enum: FORMATS,
      default: 'json',
      description: 'csv: all rows in one file, without page and totals.',
    },
  },
} as const;

export const DIFFERENCES_QUERY = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...which,
    kind: { enum: DIFFERENCE_KINDS },
    standing: {
      enum: STANDINGS,
      description:
        'open: somebody has yet to decide or to answer; wrong: something was lost, invented or said twice.',
    },
  },
} as const;

const counts = {
  decided: { ...count, description: 'Answers for one recipient each: the next five together.' },
  released: { ...count, description: 'All that was told.' },
  trimmed: { ...count, description: 'Without some fields.' },
  refused: count,
  held: count,
  own: { ...count, description: 'The source’s own case.' },
  answered: { ...count, description: 'Of released and trimmed.' },
  outstanding: { ...count, description: 'The rest of released and trimmed.' },
  takenBack: {
    ...count,
    description: 'Releases that take back what others gave, as far as they are known.',
  },
  takenBackAnswered: count,
  takenBackOutstanding: count,
  differences: { ...count, description: 'Listed one by one by /v1/reconciliation/differences.' },
} as const;

export const COUNT_NAMES = Object.keys(counts) as readonly (keyof typeof counts)[];

const reach = {
  ledgerId: {
    ...text,
    description: 'The newest ledger; earlier ones of the same database are counted, too.',
  },
  size: { ...count, description: 'Entries of it that are counted: a signed head covers them.' },
  behind: {
    ...count,
    description:
      'Entries that a signed head covers and that are not counted yet; above 0: ask again.',
  },
} as const;
const next = { ...nullable, description: 'Cursor of the next page.' } as const;

export const REPORT_SCHEMA = {
  description: 'The report.',
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: {
          ...reach,
          from: nullable,
          to: nullable,
          balanced: {
            type: 'boolean',
            description: 'Nothing differs, nothing is behind, and both sums are right.',
          },
          totals: { type: 'object', properties: counts },
          kinds: {
            type: 'object',
            additionalProperties: count,
            description: 'How many differences there are of each kind that there are any of.',
          },
          items: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                day: text,
                agency: { ...nullable, description: 'Null: nobody holds a case.' },
                ...counts,
              },
            },
          },
          next,
        },
      },
    },
    'text/csv': { schema: text },
  },
} as const;

export const DIFFERENCES_SCHEMA = {
  description: 'A page, the oldest first.',
  type: 'object',
  properties: {
    ...reach,
    items: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          kind: text,
          standing: text,
          day: text,
          agency: nullable,
          changeId: nullable,
          decisionId: nullable,
          releaseId: nullable,
          number: {
            type: ['integer', 'null'],
            description: 'Of an answer, or of a decision’s run; of missing entries, how many.',
          },
          ledgerId: { ...text, description: 'With the index, names the entry for a proof.' },
          index: count,
          since: { ...text, description: 'When a head first covered that entry.' },
          sentence: text,
        },
      },
    },
    next,
  },
} as const;
