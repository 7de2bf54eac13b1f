/** What the schemas of several routes say in the same words. */

export const uuid = { type: 'string', format: 'uuid' } as const;
export const time = { type: 'string', format: 'date-time' } as const;
export const maybeTime = { type: ['string', 'null'], format: 'date-time' } as const;
export const text = { type: 'string' } as const;
export const maybeText = { type: ['string', 'null'] } as const;
export const count = { type: 'integer', minimum: 0 } as const;

/** The id of an agency. */
export const agency = { type: 'string', pattern: '^[a-z][a-z0-9-]{1,39}$' } as const;
/** An agency's own reference of a case. */
export const caseReference = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$',
} as const;
export const subjectKey = { type: 'string', pattern: '^[0-9a-f]{32}$' } as const;

/** Names of fields; what they hold is in no answer. */
export const fieldNames = { type: 'array', items: text, description: 'Names, no values.' } as const;

/** A page of `items`, and after which of them the one that follows begins. */
export const pageOf = (items: object, next: 'string' | 'integer') =>
  ({
    type: 'object',
    additionalProperties: false,
    properties: {
      items: { type: 'array', items },
      next: { type: [next, 'null'], description: 'Ask with `after` for what follows.' },
    },
  }) as const;
