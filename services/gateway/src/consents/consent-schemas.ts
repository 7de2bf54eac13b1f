import { jsonSchemaFor, type Person } from '@told/codec';
import { agency, caseReference } from '../schema-parts.ts';

/** Who gave or withdrew what; the person as in an interest, or by the agency's own case reference. */
export interface ConsentJson {
  readonly person?: Partial<Person>;
  readonly caseReference?: string;
  readonly recipient: string;
  readonly purpose: string;
  readonly on: string;
  readonly until?: string | null;
  readonly renews?: boolean;
}

const ofCase = {
  ...caseReference,
  description: "The agency's own reference of a case on the person.",
  examples: ['JSA-000123'],
} as const;

const recipient = {
  ...agency,
  description: 'The agency that may be given what rests on it.',
  examples: ['central-bedfordshire'],
} as const;

const purpose = {
  type: 'string',
  pattern: '^[a-z][a-z0-9-]{1,59}$',
  description: 'What for, as an agreement by consent names it.',
  examples: ['pre-filling-forms'],
} as const;

const on = {
  type: 'string',
  format: 'date',
  description: 'The day the person gave or withdrew it.',
} as const;

const until = {
  type: ['string', 'null'],
  format: 'date',
  description: 'Last day, when it is given for a time.',
} as const;

const renews = {
  type: 'boolean',
  description:
    'The person gave it anew on the day on which it had been withdrawn. Without it, a consent given on that day does not revive.',
} as const;

const whose = { person: jsonSchemaFor('Person'), caseReference: ofCase, recipient, purpose, on };

export const givingSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['recipient', 'purpose', 'on'],
  properties: { ...whose, until, renews },
} as const;

export const withdrawingSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['recipient', 'purpose', 'on'],
  properties: whose,
} as const;

/** The answer to giving and withdrawing: what was asked, and nothing of what stood before. */
export const recordedSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    consentId: { type: 'string' },
    action: { type: 'string', enum: ['given', 'withdrawn'] },
    recipient: { type: 'string' },
    purpose: { type: 'string' },
    on: { type: 'string' },
    until: { type: ['string', 'null'] },
  },
} as const;

export const versionSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...recordedSchema.properties,
    version: { type: 'integer' },
    recordedBy: { type: 'string' },
    recordedAt: { type: 'string', description: 'RFC 3339.' },
  },
} as const;

export const listQuerySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['caseReference'],
  properties: {
    caseReference: ofCase,
    agency: { ...agency, description: 'Whose case it is; for auditors alone.' },
  },
} as const;
