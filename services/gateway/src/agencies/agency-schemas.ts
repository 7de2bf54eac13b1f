import { reasonSchema } from '@told/service';
import { agency, time } from '../schema-parts.ts';

export const agencyParams = {
  type: 'object',
  additionalProperties: false,
  required: ['agency'],
  properties: { agency },
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
    appliedAt: time,
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
