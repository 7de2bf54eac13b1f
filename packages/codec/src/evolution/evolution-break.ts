/** Why a schema may not follow an earlier one. Each rule has one way out, which `FIXES` says. */
export const FIXES = {
  'added-without-default': 'make it ["null", type] with "default": null',
  'removed-without-default': 'put it back; a field can go only after it has had a default',
  'record-removed': 'put it back: what was written with it must stay readable',
  'subject-record-changed': 'give the new record a topic or subject of its own',
  'name-changed': 'put the old name back; a new name is a new record on a topic of its own',
  'namespace-changed': 'put the old namespace back',
  'name-reused':
    'take another name: a reader of the earlier version would take it for the old field',
  'type-changed': 'put the old type back, and add a nullable field of the new type beside it',
  'logical-type-changed':
    'put the old unit back, and add a nullable field in the new one beside it',
  'decimal-changed': 'put the old precision and scale back: the same bytes would be another amount',
  'word-removed': 'put the word back; stop writing it instead',
  'symbol-added': 'give the enum a default first, and ship that; or use a string with values',
  'symbol-removed': 'put the symbol back; stop writing it instead',
  'enum-default': 'use a string with values, or give the enum a default that is one of its symbols',
  unreadable: 'put it back as it was, and add what is new as nullable fields',
} as const;

export type EvolutionRule = keyof typeof FIXES;

export interface EvolutionBreak {
  readonly rule: EvolutionRule;
  /** Record and field: `Release.evidence.documents[].type`. */
  readonly path: string;
  /** What differs, in one clause. */
  readonly says: string;
}
