const LIMIT_MAX = 1_000;
export const PAGE_DEFAULT = 100;

const count = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
const hash = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;
const ledgerId = { type: 'string', description: 'The ledger’s id, as its heads name it.' } as const;
const ledger = { type: 'string', minLength: 1, maxLength: 200 } as const;
const size = { ...count, description: 'So many entries; without it, what the newest head covers.' };

const query = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties: {
    ledger: { ...ledger, description: 'An earlier ledger’s id; without it, the newest.' },
    ...properties,
  },
});

const answer = (description: string, properties: object) => ({
  description,
  type: 'object',
  required: ['ledgerId', 'size'],
  properties: { ledgerId, size: count, ...properties },
});

export const HEAD_QUERY = query({});
export const HEAD_SCHEMA = answer('The head, as a signed note (C2SP tlog-checkpoint).', {
  root: hash,
  note: { type: 'string' },
  keys: { type: 'array', items: { type: 'string' } },
});

const limit = { type: 'integer', minimum: 1, maximum: LIMIT_MAX, default: PAGE_DEFAULT } as const;
const items = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      index: count,
      text: { type: 'string', description: 'Canonical JSON (RFC 8785), whose bytes are hashed.' },
    },
  },
} as const;

export const ENTRIES_QUERY = query({ from: { ...count, default: 0 }, limit });
export const ENTRIES_SCHEMA = answer('A page, and where the next one begins.', {
  items,
  next: { type: ['integer', 'null'] },
});

export const HEADS_SCHEMA = answer('A page, and where the next one begins.', {
  items: {
    type: 'array',
    items: { type: 'object', properties: { size: count, root: hash, note: { type: 'string' } } },
  },
  next: { type: ['integer', 'null'] },
});

export const ALARMS_QUERY = query({ limit });
export const ALARMS_SCHEMA = answer('How many there are, and the newest of them.', {
  counts: { type: 'object', properties: { gap: count, unreadable: count, opening: count } },
  items,
});

const proof = { type: 'array', items: hash } as const;

export const INCLUSION_QUERY = query({ index: count, size }, ['index']);
export const INCLUSION_SCHEMA = answer('The proof.', { index: count, leaf: hash, proof });

export const CONSISTENCY_QUERY = query({ earlier: count, size }, ['earlier']);
export const CONSISTENCY_SCHEMA = answer('The proof.', { earlier: count, proof });
