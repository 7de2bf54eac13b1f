import { AGREEMENT_SETS } from '@told/agreements';
import { FACTS } from '@told/codec';
import { reasonSchema } from '@told/service';
import {
  agency,
  caseReference,
  count,
  fieldNames,
  maybeText,
  maybeTime,
  pageOf,
  subjectKey,
  text,
  time,
  uuid,
} from '../schema-parts.ts';
import { CAUSES } from './find-causes.ts';
import { NOT_JUDGED } from './re-decide-changes.ts';
import { NOT_KEPT } from './recorded-inputs.ts';
import { REPLAY_KINDS } from './replay.ts';

const offset = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;

const filterSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'Which changes; everything given must hold.',
  properties: {
    changeId: { ...uuid, description: 'This one.' },
    agency: { ...agency, description: 'Recipient; a redelivery needs it.' },
    caseReference: {
      ...caseReference,
      description: 'Case of that agency: the person whom it is about.',
    },
    subjectKey: { ...subjectKey, description: 'Key of the person.' },
    fact: { type: 'string', enum: FACTS },
    since: { ...time, description: 'Told, or for a redelivery decided, then or later.' },
    until: { ...time, description: 'Told, or for a redelivery decided, before.' },
    partition: { type: 'integer', minimum: 0, maximum: 65_535, description: 'Of told.changes.' },
    fromOffset: { ...offset, description: 'In that partition.' },
    toOffset: { ...offset, description: 'The first that is left out.' },
  },
} as const;

/** Agreement files of one set: as many as any area has, each far longer than any. */
const FILES_MAX = 200;
const FILE_LENGTH_MAX = 100_000;

const setSchema = {
  description: 'A set that was decided by, by its hash; or the files of one.',
  oneOf: [
    {
      type: 'object',
      additionalProperties: false,
      required: ['hash'],
      properties: { hash: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
    },
    {
      type: 'object',
      additionalProperties: false,
      required: ['set', 'files'],
      properties: {
        set: { type: 'string', enum: AGREEMENT_SETS },
        files: {
          type: 'array',
          minItems: 1,
          maxItems: FILES_MAX,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['name', 'text'],
            properties: {
              name: { type: 'string', minLength: 1, maxLength: 100 },
              text: { type: 'string', minLength: 1, maxLength: FILE_LENGTH_MAX },
            },
          },
        },
      },
    },
  ],
} as const;

export const askSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['kind', 'filter', 'reason'],
  properties: {
    kind: { type: 'string', enum: REPLAY_KINDS },
    filter: filterSchema,
    asOf: {
      type: 'string',
      enum: ['then', 'now'],
      description: 'Of re-decide: by the inputs of then, or by those of now.',
    },
    sets: {
      type: 'array',
      minItems: 2,
      maxItems: 2,
      items: setSchema,
      description: 'Of compare-agreements: before and after.',
    },
    reason: reasonSchema,
    replayId: {
      ...uuid,
      description:
        'Chosen by whoever asks, so that asking again after a lost answer is safe; by default the gateway chooses.',
    },
  },
} as const;

const groupSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    agency: text,
    capacity: text,
    field: { type: 'string', description: 'The fact, where a change tells no field.' },
    before: { type: 'string', description: '`given`, or the reason why not.' },
    after: text,
    count,
    examples: { type: 'array', items: uuid, description: 'Some of the changes.' },
  },
} as const;

const previewSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    records: { ...count, description: 'To go through.' },
    releases: { ...count, description: 'Of a redelivery: in the window.' },
    agencies: { type: 'array', items: text },
    estimatedSeconds: count,
  },
} as const;

export const previewAnswerSchema = {
  ...previewSchema,
  description: 'What it would be about. Nothing was kept.',
} as const;

export const replaySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    replayId: uuid,
    kind: { type: 'string', enum: REPLAY_KINDS },
    asOf: { type: ['string', 'null'], enum: ['then', 'now', null] },
    filter: filterSchema,
    reason: text,
    state: { type: 'string', enum: ['asked', 'running', 'done', 'failed'] },
    askedBy: text,
    askedAt: { ...time, description: 'RFC 3339.' },
    approvedBy: maybeText,
    approvedAt: maybeTime,
    startedAt: maybeTime,
    finishedAt: maybeTime,
    preview: previewSchema,
    done: { ...count, description: 'Records gone through.' },
    total: { ...count, description: 'Records to go through.' },
    counts: {
      type: 'object',
      additionalProperties: count,
      description:
        'What came out, by kind: `equal`, `engine`, `different`, `erased` and `not-kept`; of a redelivery by verdict, and why a release was not repeated.',
    },
    groups: {
      type: 'array',
      items: groupSchema,
      description: 'Of compare-agreements: which answers differ, and how many.',
    },
    failure: { ...maybeText, description: 'Code of what it could not go on for.' },
  },
} as const;

const differenceSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    number: { type: 'integer' },
    kind: { type: 'string', enum: ['engine', 'different', 'not-kept', 'erased'] },
    changeId: uuid,
    run: { type: ['integer', 'null'] },
    agency: maybeText,
    fields: fieldNames,
    causes: {
      type: 'array',
      items: { type: 'string', enum: [...CAUSES, ...NOT_KEPT, ...NOT_JUDGED] },
      description: 'Which rule changed, or why nothing could be decided again.',
    },
  },
} as const;

export const differencesSchema = pageOf(differenceSchema, 'integer');
