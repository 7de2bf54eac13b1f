const count = (description: string) => ({ type: 'integer', description }) as const;

/** The report of an erasure. */
export const erasureSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    erasureId: { type: ['string', 'null'], format: 'uuid', description: 'null: a dry run.' },
    state: {
      type: 'string',
      enum: ['dry-run', 'destroying', 'telling', 'done'],
      description:
        'destroying: the keys stand yet; telling: they are destroyed, and not everybody was told.',
    },
    reason: { type: 'string' },
    orderedAt: { type: 'string', format: 'date-time' },
    keys: count('Keys of bodies that are destroyed, or would be.'),
    changes: count(
      'Changes whose bodies they sealed, or that were told before bodies were sealed.',
    ),
    inClear: count('Those of them told before bodies were sealed: they cannot be erased.'),
    recipients: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          agency: { type: 'string' },
          told: count('Releases that tell it to erase what it was given.'),
          answered: count('Those of them that it has answered.'),
          void: count('Releases that were made void before they left.'),
        },
      },
    },
    remains: {
      type: 'array',
      description: 'Where what was told is still kept, and until when.',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          topic: { type: 'string' },
          retentionDays: { type: ['number', 'null'], description: 'null: nobody said.' },
          until: { type: ['string', 'null'], format: 'date-time' },
        },
      },
    },
  },
} as const;
