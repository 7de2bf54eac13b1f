import type { EvolutionRule } from './evolution-break.ts';

type Answer = 'taken' | 'refused';

/** One way in which a record may change, and what each judge says of it at the level FULL_TRANSITIVE. */
export interface EvolutionCase {
  readonly change: string;
  /** Every version before, oldest first, and last the one that is judged. */
  readonly versions: readonly [object, ...object[]];
  readonly embedded: Answer;
  readonly apicurio: Answer;
  /** The rules that `told schemas check` names; empty: it lets the change through. */
  readonly check: readonly (EvolutionRule | 'bus-rule')[];
}

const doc = 'A thing.';
const record = (fields: readonly object[], more: object = {}): object => ({
  ...{ type: 'record', namespace: 'told', name: 'Thing', doc, fields },
  ...more,
});
const part = (fields: readonly object[], more: object = {}): object => ({
  ...{ name: 'part', doc },
  type: record(fields, { name: 'Part', ...more }),
});
const field = (name: string, type: unknown, more: object = {}): object => ({
  ...{ name, type, doc },
  ...more,
});
const id = field('id', 'string');
const note = field('note', ['null', 'string'], { default: null });
const time = (logicalType: string): object => ({ type: 'long', logicalType });
const amount = (precision: number, scale: number): object => ({
  ...{ type: 'bytes', logicalType: 'decimal' },
  ...{ precision, scale },
});
const kind = (symbols: readonly string[], more: object = {}): object =>
  field('kind', { type: 'enum', name: 'Kind', symbols, ...more });
const words = (...values: string[]): object => field('word', { type: 'string', values });
const list = (items: unknown): object => field('list', { type: 'array', items });
const map = (values: unknown): object => field('map', { type: 'map', values });

/** The table of docs/reference/evolutions.md; every registry is held to its column. */
export const EVOLUTION_CASES: readonly EvolutionCase[] = [
  {
    change: 'only a doc changed',
    versions: [record([id]), record([field('id', 'string', { doc: 'Another.' })])],
    ...{ embedded: 'taken', apicurio: 'taken', check: [] },
  },
  {
    change: 'fields in another order',
    versions: [record([id, note]), record([note, id])],
    ...{ embedded: 'taken', apicurio: 'taken', check: [] },
  },
  {
    change: 'a field added, with a default',
    versions: [record([id]), record([id, note])],
    ...{ embedded: 'taken', apicurio: 'taken', check: [] },
  },
  {
    change: 'a field added, without a default',
    versions: [record([id]), record([id, field('count', 'int')])],
    ...{ embedded: 'refused', apicurio: 'refused', check: ['added-without-default'] },
  },
  {
    change: 'a field removed that had a default',
    versions: [record([id, note]), record([id])],
    ...{ embedded: 'taken', apicurio: 'taken', check: [] },
  },
  {
    change: 'a field removed that had no default',
    versions: [record([id, field('count', 'int')]), record([id])],
    ...{ embedded: 'refused', apicurio: 'refused', check: ['removed-without-default'] },
  },
  {
    change: 'a name used again after its field was removed',
    versions: [record([id, note]), record([id]), record([note, id])],
    ...{ embedded: 'taken', apicurio: 'taken', check: ['name-reused'] },
  },
  {
    change: 'a field renamed',
    versions: [record([id]), record([field('reference', 'string')])],
    ...{
      embedded: 'refused',
      apicurio: 'refused',
      check: ['removed-without-default', 'added-without-default'],
    },
  },
  {
    change: 'a field renamed behind an alias',
    versions: [record([id]), record([field('reference', 'string', { aliases: ['id'] })])],
    ...{
      embedded: 'refused',
      apicurio: 'refused',
      check: ['removed-without-default', 'added-without-default', 'bus-rule'],
    },
  },
  {
    change: 'a field with a default renamed behind an alias',
    versions: [
      record([id, note]),
      record([id, field('remark', ['null', 'string'], { default: null, aliases: ['note'] })]),
    ],
    ...{ embedded: 'taken', apicurio: 'taken', check: ['bus-rule'] },
  },
  {
    change: 'a string made an int',
    versions: [record([id]), record([field('id', 'int')])],
    ...{ embedded: 'refused', apicurio: 'refused', check: ['type-changed'] },
  },
  {
    change: 'an int made a long',
    versions: [record([field('count', 'int')]), record([field('count', 'long')])],
    ...{ embedded: 'refused', apicurio: 'refused', check: ['type-changed'] },
  },
  {
    change: 'a string made bytes',
    versions: [record([id]), record([field('id', 'bytes')])],
    ...{ embedded: 'taken', apicurio: 'taken', check: ['type-changed'] },
  },
  {
    change: 'another default',
    versions: [
      record([field('count', 'int', { default: 0 })]),
      record([field('count', 'int', { default: 1 })]),
    ],
    ...{ embedded: 'taken', apicurio: 'taken', check: [] },
  },
  {
    change: 'a default given to a field that had none',
    versions: [record([field('count', 'int')]), record([field('count', 'int', { default: 0 })])],
    ...{ embedded: 'taken', apicurio: 'taken', check: [] },
  },
  {
    change: 'a field made nullable',
    versions: [record([id]), record([field('id', ['null', 'string'], { default: null })])],
    ...{ embedded: 'refused', apicurio: 'refused', check: ['type-changed'] },
  },
  {
    change: 'a nullable field made required',
    versions: [record([note]), record([field('note', 'string')])],
    ...{ embedded: 'refused', apicurio: 'refused', check: ['type-changed'] },
  },
  {
    change: 'a union widened',
    versions: [
      record([note]),
      record([field('note', ['null', 'string', 'int'], { default: null })]),
    ],
    ...{ embedded: 'refused', apicurio: 'refused', check: ['type-changed', 'bus-rule'] },
  },
  {
    change: 'a union narrowed',
    versions: [
      record([field('note', ['null', 'string', 'int'], { default: null })]),
      record([note]),
    ],
    ...{ embedded: 'refused', apicurio: 'refused', check: ['type-changed'] },
  },
  {
    change: 'a union in another order',
    versions: [record([note]), record([field('note', ['string', 'null'], { default: '' })])],
    ...{ embedded: 'taken', apicurio: 'taken', check: ['type-changed', 'bus-rule'] },
  },
  {
    change: 'a symbol added to an enum without a default',
    versions: [record([kind(['A'])]), record([kind(['A', 'B'])])],
    ...{
      embedded: 'refused',
      apicurio: 'refused',
      check: ['symbol-added', 'enum-default', 'bus-rule'],
    },
  },
  {
    change: 'a symbol added to an enum with a default',
    versions: [
      record([kind(['A'], { default: 'A' })]),
      record([kind(['A', 'B'], { default: 'A' })]),
    ],
    ...{ embedded: 'taken', apicurio: 'taken', check: ['bus-rule'] },
  },
  {
    change: 'a symbol removed from an enum without a default',
    versions: [record([kind(['A', 'B'])]), record([kind(['A'])])],
    ...{
      embedded: 'refused',
      apicurio: 'refused',
      check: ['symbol-removed', 'enum-default', 'bus-rule'],
    },
  },
  {
    change: 'a symbol removed from an enum with a default',
    versions: [
      record([kind(['A', 'B'], { default: 'A' })]),
      record([kind(['A'], { default: 'A' })]),
    ],
    ...{ embedded: 'taken', apicurio: 'taken', check: ['symbol-removed', 'bus-rule'] },
  },
  {
    change: 'a default given to an enum',
    versions: [record([kind(['A', 'B'])]), record([kind(['A', 'B'], { default: 'A' })])],
    ...{ embedded: 'taken', apicurio: 'taken', check: ['bus-rule'] },
  },
  {
    change: 'another namespace',
    versions: [record([id]), record([id], { namespace: 'elsewhere' })],
    ...{ embedded: 'refused', apicurio: 'taken', check: ['namespace-changed', 'bus-rule'] },
  },
  {
    change: 'another record name',
    versions: [record([id]), record([id], { name: 'Other' })],
    ...{
      embedded: 'refused',
      apicurio: 'refused',
      check: ['record-removed', 'subject-record-changed'],
    },
  },
  {
    change: 'another record name behind an alias',
    versions: [record([id]), record([id], { name: 'Other', aliases: ['told.Thing'] })],
    ...{
      embedded: 'refused',
      apicurio: 'refused',
      check: ['record-removed', 'subject-record-changed', 'bus-rule'],
    },
  },
  {
    change: 'a logical type given to a plain long',
    versions: [record([field('at', 'long')]), record([field('at', time('timestamp-micros'))])],
    ...{ embedded: 'refused', apicurio: 'taken', check: ['logical-type-changed'] },
  },
  {
    change: 'milliseconds made microseconds',
    versions: [
      record([field('at', time('timestamp-millis'))]),
      record([field('at', time('timestamp-micros'))]),
    ],
    ...{ embedded: 'refused', apicurio: 'taken', check: ['logical-type-changed'] },
  },
  {
    change: 'another scale of a decimal',
    versions: [record([field('sum', amount(9, 2))]), record([field('sum', amount(9, 4))])],
    ...{ embedded: 'refused', apicurio: 'taken', check: ['decimal-changed', 'bus-rule'] },
  },
  {
    change: 'another precision of a decimal',
    versions: [record([field('sum', amount(9, 2))]), record([field('sum', amount(12, 2))])],
    ...{ embedded: 'refused', apicurio: 'taken', check: ['decimal-changed', 'bus-rule'] },
  },
  {
    change: 'a word added to a closed list',
    versions: [record([words('a')]), record([words('a', 'b')])],
    ...{ embedded: 'taken', apicurio: 'taken', check: [] },
  },
  {
    change: 'a word removed from a closed list',
    versions: [record([words('a', 'b')]), record([words('a')])],
    ...{ embedded: 'refused', apicurio: 'taken', check: ['word-removed'] },
  },
  {
    change: 'a limit narrowed (length, range, pattern)',
    versions: [
      record([field('id', { type: 'string', maxLength: 35 })]),
      record([field('id', { type: 'string', maxLength: 20 })]),
    ],
    ...{ embedded: 'taken', apicurio: 'taken', check: [] },
  },
  {
    change: 'a limit widened',
    versions: [
      record([field('count', 'int', { minimum: 0, maximum: 10 })]),
      record([field('count', 'int', { minimum: -1, maximum: 20 })]),
    ],
    ...{ embedded: 'taken', apicurio: 'taken', check: [] },
  },
  {
    change: 'a field with a default added to a record within',
    versions: [record([part([id])]), record([part([id, note])])],
    ...{ embedded: 'taken', apicurio: 'taken', check: [] },
  },
  {
    change: 'a field without a default added to a record within',
    versions: [record([part([id])]), record([part([id, field('count', 'int')])])],
    ...{ embedded: 'refused', apicurio: 'refused', check: ['added-without-default'] },
  },
  {
    change: 'another name of a record within',
    versions: [record([part([id])]), record([part([id], { name: 'Piece' })])],
    ...{ embedded: 'refused', apicurio: 'refused', check: ['name-changed'] },
  },
  {
    change: 'another namespace of a record within',
    versions: [record([part([id])]), record([part([id], { namespace: 'elsewhere' })])],
    ...{ embedded: 'refused', apicurio: 'taken', check: ['namespace-changed', 'bus-rule'] },
  },
  {
    change: 'another type of an array’s items',
    versions: [record([list('string')]), record([list('int')])],
    ...{ embedded: 'refused', apicurio: 'refused', check: ['type-changed'] },
  },
  {
    change: 'another unit of an array’s items',
    versions: [record([list(time('timestamp-millis'))]), record([list(time('timestamp-micros'))])],
    ...{ embedded: 'refused', apicurio: 'taken', check: ['logical-type-changed'] },
  },
  {
    change: 'another type of a map’s values',
    versions: [record([map('string')]), record([map('int')])],
    ...{ embedded: 'refused', apicurio: 'refused', check: ['type-changed', 'bus-rule'] },
  },
  {
    change: 'another unit of a map’s values',
    versions: [record([map(time('timestamp-millis'))]), record([map(time('timestamp-micros'))])],
    ...{ embedded: 'refused', apicurio: 'taken', check: ['logical-type-changed', 'bus-rule'] },
  },
];
