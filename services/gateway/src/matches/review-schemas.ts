import { uuidParams } from '@told/service';
import { pageQuery } from '../interests/cursor.ts';
import { officer, reason } from '../interests/interest-schemas.ts';
import { caseReference, maybeText, maybeTime, time } from '../schema-parts.ts';

const verdict = { type: 'string', enum: ['equal', 'different', 'unknown'] };

export const reviewSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    reviewId: { type: 'string' },
    state: { type: 'string', enum: ['open', 'confirmed', 'rejected'] },
    cause: {
      type: 'string',
      enum: ['candidate', 'conflict'],
      description:
        'candidate: found by particulars. conflict: something told of the case’s own person disagrees with what the agency says of them.',
    },
    interestId: { type: 'string' },
    interestState: { type: 'string', enum: ['pending', 'provisional', 'final', 'refused'] },
    capacity: { type: 'string' },
    caseReference: { type: 'string' },
    verdicts: {
      type: 'object',
      additionalProperties: false,
      description:
        'How each field that the agency gave compares with what was told; not what was told.',
      properties: {
        birthDate: verdict,
        surname: verdict,
        surnamePrefix: verdict,
        forename: verdict,
        initial: verdict,
        postcode: verdict,
      },
    },
    heldChanges: { type: 'integer', description: 'Changes that wait at this interest.' },
    openedAt: time,
    decidedAt: maybeTime,
    decidedBy: maybeText,
    reason: maybeText,
  },
} as const;

export const reviewsQuerySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    state: {
      type: 'string',
      enum: ['open', 'confirmed', 'rejected', 'all'],
      description: 'Which; open.',
    },
    caseReference,
    ...pageQuery('Reviews'),
  },
} as const;

export const reviewParams = uuidParams('reviewId');

export const verdictSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['verdict', 'officer', 'reason'],
  properties: {
    verdict: {
      type: 'string',
      enum: ['confirm', 'reject'],
      description: 'Whether the case is about this person.',
    },
    officer,
    reason,
  },
} as const;
