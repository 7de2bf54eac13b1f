import { jsonSchemaFor, type Person } from '@told/codec';
import { uuidParams } from '@told/service';
import { agency, caseReference } from '../schema-parts.ts';
import { pageQuery } from './cursor.ts';

export interface InterestJson {
  readonly capacity: string;
  readonly caseReference: string;
  readonly person: Partial<Person>;
  readonly from: string;
  readonly until?: string | null;
  readonly backFill?: boolean;
}

const person = jsonSchemaFor('Person');

const capacity = {
  type: 'string',
  pattern: '^[a-z][a-z0-9-]{1,39}$',
  description: 'The role in which the agency holds the case.',
  examples: ['ctb-claimant'],
};
const ownCase = {
  ...caseReference,
  description: "The agency's own reference.",
  examples: ['CTB-000123'],
};
const from = { type: 'string', format: 'date', description: 'First day of the interest.' };
const until = {
  type: ['string', 'null'],
  format: 'date',
  description: 'Last day, when known.',
};

const backFill = {
  type: 'boolean',
  description:
    'It is also given the latest of what was told of its person before. Asked again, what it was not given yet and may have by now.',
};

/**
 * A registration. Without a National Insurance number, surname and forename are asked for, and birth date or postcode: read-registration.ts
 * says so, since a schema would say it in too many words.
 */
export const registrationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['capacity', 'caseReference', 'person', 'from'],
  properties: { capacity, caseReference: ownCase, person, from, until, backFill },
} as const;

export const bulkQuerySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    backFill: { ...backFill, description: 'For every line that does not say `backFill` itself.' },
  },
} as const;

export const endSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['until'],
  properties: { until: { type: 'string', format: 'date', description: 'Last day.' } },
} as const;

/** Who decided, and why, as a match review and a recall keep them. */
export const officer = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$',
  description: 'Reference of the officer at the agency, not a name.',
  examples: ['officer-17'],
};
export const reason = {
  type: 'string',
  minLength: 1,
  maxLength: 500,
  description: 'Why, in the officer’s words.',
};

export const recallSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['officer', 'reason'],
  properties: { officer, reason },
} as const;

/** One of the agency's own open cases. */
export const driftSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['capacity', 'caseReference', 'from'],
  properties: { capacity, caseReference: ownCase, from, until },
} as const;

export const driftQuerySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    after: { ...ownCase, description: 'Only cases after this reference, in byte order.' },
    through: { ...ownCase, description: 'Only cases up to this reference, in byte order.' },
  },
} as const;

export const interestParams = uuidParams('interestId');

export const interestSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    interestId: { type: 'string' },
    version: { type: 'integer' },
    capacity: { type: 'string' },
    caseReference: { type: 'string' },
    state: { type: 'string', enum: ['pending', 'provisional', 'final', 'refused'] },
    matched: { type: 'string', enum: ['nino', 'particulars', 'officer', 'none'] },
    from: { type: 'string' },
    until: { type: ['string', 'null'] },
  },
} as const;

export const listQuerySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...pageQuery('Interests'),
    capacity,
    caseReference: ownCase,
    on: { type: 'string', format: 'date', description: 'Only those whose period contains it.' },
    agency: { ...agency, description: 'Whose interests; for auditors alone.' },
  },
} as const;
