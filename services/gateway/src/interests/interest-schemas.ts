import { jsonSchemaFor, type Person } from '@told/codec';

export interface InterestJson {
  readonly capacity: string;
  readonly caseReference: string;
  readonly person: Partial<Person>;
  readonly from: string;
  readonly until?: string | null;
}

const person = jsonSchemaFor('Person') as { readonly properties: object };

const capacity = {
  type: 'string',
  pattern: '^[a-z][a-z0-9-]{1,39}$',
  description: 'The role in which the agency holds the case.',
  examples: ['ctb-claimant'],
};
const caseReference = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$',
  description: "The agency's own reference.",
  examples: ['CTB-000123'],
};
const from = { type: 'string', format: 'date', description: 'First day of the interest.' };
const until = {
  type: ['string', 'null'],
  format: 'date',
  description: 'Last day, when known.',
};

/** A registration. The person's National Insurance number is required: matching without one is a person's work. */
export const registrationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['capacity', 'caseReference', 'person', 'from'],
  properties: {
    capacity,
    caseReference,
    person: {
      ...person,
      required: ['nino'],
      properties: {
        ...person.properties,
        nino: {
          type: 'string',
          maxLength: 16,
          description: 'National Insurance number; spaces and lower case are accepted.',
          examples: ['QQ123456C'],
        },
      },
    },
    from,
    until,
  },
} as const;

export const endSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['until'],
  properties: { until: { type: 'string', format: 'date', description: 'Last day.' } },
} as const;

export const interestSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    interestId: { type: 'string' },
    version: { type: 'integer' },
    capacity: { type: 'string' },
    caseReference: { type: 'string' },
    state: { type: 'string', enum: ['provisional', 'final'] },
    from: { type: 'string' },
    until: { type: ['string', 'null'] },
  },
} as const;

export const listQuerySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    cursor: { type: 'string', maxLength: 200, description: 'From the page before: `next`.' },
    limit: { type: 'integer', minimum: 1, maximum: 1000, description: 'Interests a page; 100.' },
    capacity,
    caseReference,
    on: { type: 'string', format: 'date', description: 'Only those whose period contains it.' },
    agency: {
      type: 'string',
      pattern: '^[a-z][a-z0-9-]{1,39}$',
      description: 'Whose interests; for auditors alone.',
    },
  },
} as const;
