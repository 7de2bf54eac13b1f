import { reasonSchema } from '@told/service';
import { INCIDENT_STATES } from './incident.ts';

const uuid = { type: 'string', format: 'uuid' } as const;
const time = { type: 'string', format: 'date-time' } as const;
const maybeTime = { type: ['string', 'null'], format: 'date-time' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const maybeText = { type: ['string', 'null'] } as const;

const agency = { type: 'string', pattern: '^[a-z][a-z0-9-]{1,39}$' } as const;
const sequence = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const;

const rangeSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['agency'],
  description: 'What one agency was given: from a sequence or time, to one, or both.',
  properties: {
    agency: { ...agency, description: 'Recipient.' },
    caseReference: {
      type: 'string',
      pattern: '^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$',
      description: 'Case of that agency; release sequences need it.',
    },
    fromSequence: { ...sequence, description: 'The first.' },
    toSequence: { ...sequence, description: 'The last.' },
    since: { ...time, description: 'Decided then or later.' },
    until: { ...time, description: 'Decided before; without it, now.' },
  },
} as const;

export const idParams = {
  type: 'object',
  additionalProperties: false,
  required: ['id'],
  properties: { id: uuid },
} as const;

export const openSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['reason'],
  description: 'Names one of `interestId`, `agreement` and `releases`.',
  properties: {
    interestId: { ...uuid, description: 'A link to the wrong person.' },
    agreement: {
      type: 'string',
      pattern: '^[a-z][a-z0-9-]{1,59}$',
      description: 'An agreement that was found unlawful.',
    },
    agreementVersion: {
      type: 'integer',
      minimum: 1,
      maximum: 1_000_000,
      description: 'One version of it alone.',
    },
    releases: rangeSchema,
    awareAt: {
      ...time,
      description: 'When somebody became aware of it: 72 hours run from here. Without it, now.',
    },
    reason: reasonSchema,
  },
} as const;

const previewSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    disclosures: { ...count, description: 'Releases that gave a value.' },
    toldBefore: { ...count, description: 'Those that somebody was told not to rely on before.' },
    cases: count,
    persons: count,
    hasMorePersons: {
      type: 'boolean',
      description: 'There are more persons than are counted.',
    },
    agencies: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: { agency: { type: 'string' }, disclosures: count },
      },
    },
    fields: { type: 'array', items: { type: 'string' }, description: 'Names, no values.' },
    firstReleasedAt: maybeTime,
    lastReleasedAt: maybeTime,
    looked: { ...count, description: 'Releases looked at for it.' },
  },
} as const;

export const previewAnswerSchema = {
  ...previewSchema,
  description: 'What it would be about. Nothing was kept.',
} as const;

const targetSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    kind: { type: 'string', enum: ['interest', 'agreement', 'releases'] },
    interestId: uuid,
    agency: { type: 'string' },
    agreement: { type: 'string' },
    agreementVersion: { type: ['integer', 'null'] },
    fromSequence: { type: ['integer', 'null'] },
    toSequence: { type: ['integer', 'null'] },
    since: maybeTime,
    until: maybeTime,
  },
} as const;

export const incidentSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    incidentId: uuid,
    target: targetSchema,
    reason: { type: 'string' },
    state: { type: 'string', enum: INCIDENT_STATES },
    awareAt: time,
    deadline: { ...time, description: '72 hours after, as UK GDPR art. 33(1) has it.' },
    isOverdue: {
      type: 'boolean',
      description: 'The deadline has passed, and not everybody was told.',
    },
    preview: previewSchema,
    done: { ...count, description: 'Releases gone through by telling.' },
    voided: { ...count, description: 'Voided before they left.' },
    followed: { ...count, description: 'Followed by a do-not-rely.' },
    openedBy: { type: 'string' },
    openedAt: time,
    stoppedBy: maybeText,
    stoppedAt: maybeTime,
    tellBy: maybeText,
    toldAt: maybeTime,
    closedBy: maybeText,
    closedAt: maybeTime,
    closingReason: maybeText,
  },
} as const;

export const disclosuresSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          releaseId: uuid,
          agency: { type: 'string' },
          changeId: uuid,
          releaseSequence: { type: 'integer' },
          releasedAt: maybeTime,
          fields: { type: 'array', items: { type: 'string' }, description: 'Names, no values.' },
          state: { type: 'string', enum: ['given', 'void', 'told', 'answered'] },
          toldBy: {
            type: ['string', 'null'],
            description: 'The release that tells the recipient.',
          },
          toldAt: maybeTime,
          answer: maybeText,
          answeredAt: maybeTime,
        },
      },
    },
    next: { type: ['string', 'null'], description: 'Ask with `after` for what follows.' },
  },
} as const;

const standingProperties = {
  disclosures: { ...count, description: 'Releases that gave a value.' },
  voided: { ...count, description: 'Voided before they left: nothing was disclosed.' },
  told: count,
  untold: count,
  answered: count,
  silent: count,
  silentSince: { ...maybeTime, description: 'When the oldest that is not answered was told.' },
  lastAnsweredAt: maybeTime,
  isOverdue: {
    type: 'boolean',
    description: 'The deadline has passed, and something is untold or unanswered.',
  },
} as const;

export const reportSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    incidentId: uuid,
    state: { type: 'string', enum: INCIDENT_STATES },
    reason: { type: 'string' },
    awareAt: maybeTime,
    deadline: maybeTime,
    at: { ...maybeTime, description: 'As of when.' },
    ...standingProperties,
    agencies: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          agency: { type: 'string' },
          ...standingProperties,
          isReachable: { type: 'boolean', description: 'It has a topic here.' },
        },
      },
    },
  },
} as const;

export const formatQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    format: {
      type: 'string',
      enum: ['json', 'csv'],
      description: 'JSON unless asked otherwise; CSV has a line an agency.',
    },
  },
} as const;
