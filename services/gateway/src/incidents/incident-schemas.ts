import { reasonSchema, uuidParams } from '@told/service';
import {
  agency,
  caseReference,
  count,
  fieldNames,
  maybeText,
  maybeTime,
  pageOf,
  text,
  time,
  uuid,
} from '../schema-parts.ts';
import { INCIDENT_STATES } from './incident.ts';

const sequence = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const;

const rangeSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['agency'],
  description: 'What one agency was given: from a sequence or time, to one, or both.',
  properties: {
    agency: { ...agency, description: 'Recipient.' },
    caseReference: {
      ...caseReference,
      description: 'Case of that agency; release sequences need it.',
    },
    fromSequence: { ...sequence, description: 'The first.' },
    toSequence: { ...sequence, description: 'The last.' },
    since: { ...time, description: 'Decided then or later.' },
    until: { ...time, description: 'Decided before; without it, now.' },
  },
} as const;

export const idParams = uuidParams('id');

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
        properties: { agency: text, disclosures: count },
      },
    },
    fields: fieldNames,
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
    agency: text,
    agreement: text,
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
    reason: text,
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
    openedBy: text,
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

const disclosureSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    releaseId: uuid,
    agency: text,
    changeId: uuid,
    releaseSequence: { type: 'integer' },
    releasedAt: maybeTime,
    fields: fieldNames,
    state: { type: 'string', enum: ['given', 'void', 'told', 'answered'] },
    toldBy: { ...maybeText, description: 'The release that tells the recipient.' },
    toldAt: maybeTime,
    answer: maybeText,
    answeredAt: maybeTime,
  },
} as const;

export const disclosuresSchema = pageOf(disclosureSchema, 'string');

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
    reason: text,
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
          agency: text,
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
