import { count, fieldNames, maybeText, maybeTime, text } from '../schema-parts.ts';

const names = { type: 'array', items: text } as const;

const entrySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    kind: { type: 'string', enum: ['consent', 'decision', 'outcome'] },
    at: { ...count, description: 'Microseconds since 1970.' },
    consentId: text,
    version: count,
    changeId: text,
    run: count,
    releaseId: text,
    outcomeNo: count,
  },
} as const;

export const proofSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    consentId: text,
    recipient: text,
    purpose: text,
    version: { ...count, description: 'Of the withdrawal.' },
    on: text,
    recordedBy: text,
    recordedAt: maybeTime,
    at: { ...maybeTime, description: 'As of when.' },
    given: { ...count, description: 'Releases that gave something on the consent alone.' },
    unsent: { ...count, description: 'Taken out before they left: nobody has it.' },
    kept: { ...count, description: 'Another consent that stands allows the same.' },
    answered: count,
    silent: count,
    silentSince: maybeTime,
    isWhole: { type: 'boolean', description: 'Nothing is left out of `items`.' },
    isAnswered: { type: 'boolean', description: 'Whoever holds something of it has answered.' },
    items: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          releaseId: text,
          releaseSequence: count,
          agency: text,
          changeId: text,
          fields: fieldNames,
          takenOut: { ...names, description: 'Of these, before it left.' },
          takenBack: {
            ...names,
            description: 'Of these, after: another consent that stands allows the rest.',
          },
          state: { type: 'string', enum: ['unsent', 'kept', 'told', 'answered'] },
          releasedAt: maybeTime,
          toldBy: { ...maybeText, description: 'The release that takes it back.' },
          toldKind: maybeText,
          toldAt: maybeTime,
          delivery: { type: ['string', 'null'], enum: ['waiting', 'delivered', null] },
          answer: maybeText,
          answeredAt: maybeTime,
          silentHours: { type: ['integer', 'null'] },
          entries: { type: 'array', items: entrySchema },
        },
      },
    },
    entry: entrySchema,
  },
} as const;
