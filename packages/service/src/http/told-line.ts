import { jsonSchemaFor, type SubmittedJson } from '@told/codec';
import { IDEMPOTENCY_KEY } from './idempotency-key.ts';

/** One change among many, as a line of a file. */
export interface ToldLine {
  readonly idempotencyKey: string;
  readonly change: SubmittedJson;
}

/** What a ToldLine must be, whichever door it goes through. */
export const TOLD_LINE_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['idempotencyKey', 'change'],
  properties: {
    idempotencyKey: { type: 'string', pattern: IDEMPOTENCY_KEY.source },
    change: jsonSchemaFor('SubmittedChange'),
  },
} as const;
