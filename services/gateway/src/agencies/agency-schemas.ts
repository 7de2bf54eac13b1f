import { reasonSchema } from '@told/service';

export const agencyParams = {
  type: 'object',
  additionalProperties: false,
  required: ['agency'],
  properties: { agency: { type: 'string', pattern: '^[a-z][a-z0-9-]{1,39}$' } },
} as const;

export const applySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['file'],
  properties: {
    file: {
      type: 'string',
      minLength: 1,
      maxLength: 16_384,
      description: 'The text of infra/agencies/<agency>.yaml, as reviewed.',
    },
    reason: reasonSchema,
  },
} as const;

export const keptSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    agency: { type: 'string' },
    version: { type: 'integer', description: 'Files put in force so far.' },
    state: { type: 'string', enum: ['onboarding', 'live', 'suspended'], description: 'By file.' },
    hash: { type: 'string', description: 'SHA-256 of the file, in hex.' },
    appliedAt: { type: 'string', format: 'date-time' },
    standing: {
      type: 'string',
      enum: ['onboarding', 'live', 'suspended', 'unknown'],
      description: 'What decisions go by: unknown until the services have been started with it.',
    },
    suspended: { type: 'boolean', description: 'By an operator, whatever the file says.' },
    running: { type: 'boolean', description: 'The gateway was started with it.' },
    document: { type: 'object', additionalProperties: true, description: 'The file.' },
  },
} as const;

export const listSchema = {
  type: 'object',
  additionalProperties: false,
  properties: { agencies: { type: 'array', items: keptSchema } },
} as const;
