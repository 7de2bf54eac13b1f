const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
const ledgerId = { ...text, description: 'The ledger’s id, as its heads name it.' } as const;

const key = {
  key: { ...text, description: 'As it is published: name+id+key.' },
  succession: {
    type: ['string', 'null'],
    description: 'The signed note by which the key before names this one; null of the first.',
  },
  entry: {
    type: ['integer', 'null'],
    description: 'The entry that names it: heads that cover it are signed by this key.',
  },
  since: { ...text, format: 'date-time' },
} as const;

export const KEYS_QUERY = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ledger: {
      ...{ type: 'string', minLength: 1, maxLength: 200 },
      description: 'An earlier ledger’s id; without it, the newest.',
    },
  },
} as const;

export const KEYS_SCHEMA = {
  description: 'The keys, the newest last.',
  type: 'object',
  required: ['ledgerId', 'size', 'items'],
  properties: {
    ledgerId,
    size: { ...count, description: 'So many entries does the newest head cover.' },
    items: { type: 'array', items: { type: 'object', properties: key } },
  },
} as const;

export const KEY_SCHEMA = {
  description: 'The key that signs from now on.',
  type: 'object',
  properties: { ledgerId, ...key },
} as const;
