import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseSources, readSources, type SchemaSources } from '../generate/read-sources.ts';
import { checkEvolution } from './check-evolution.ts';
import type { EvolutionRule } from './evolution-break.ts';

const doc = 'A thing.';
const base = { type: 'record', namespace: 'told', name: 'Thing', doc };
const id = { name: 'id', type: 'string', doc };
const note = { name: 'note', type: ['null', 'string'], default: null, doc };
const at = (logicalType: string) => ({ name: 'at', type: { type: 'long', logicalType }, doc });
const word = (...values: string[]) => ({ name: 'word', type: { type: 'string', values }, doc });
const amount = (precision: number, scale: number) => ({
  name: 'amount',
  type: { type: 'bytes', logicalType: 'decimal', precision, scale },
  doc,
});
const kind = (symbols: readonly string[], more: object = {}) => ({
  name: 'kind',
  type: { type: 'enum', name: 'Kind', symbols, ...more },
  doc,
});
const part = (fields: readonly object[], more: object = {}) => ({
  name: 'part',
  type: { ...base, name: 'Part', fields, ...more },
  doc,
});
const list = (items: unknown) => ({ name: 'list', type: { type: 'array', items }, doc });

const SUBJECTS = { compatibility: 'FULL_TRANSITIVE', subjects: [{ topic: 't', schema: 'Thing' }] };

function sources(fields: readonly object[], more: object = {}): SchemaSources {
  return parseSources(
    new Map([
      ['records/thing.avsc', JSON.stringify({ ...base, fields, ...more })],
      ['subjects.json', JSON.stringify(SUBJECTS)],
    ]),
  );
}

const check = (next: SchemaSources, ...earlier: readonly SchemaSources[]) =>
  checkEvolution(
    next,
    earlier.map((one, index) => ({ name: `v${index + 1}`, sources: one })),
  );

describe('checkEvolution', () => {
  test.each<[string, readonly object[], readonly object[], EvolutionRule, string]>([
    [
      'a field without default',
      [id],
      [id, { ...note, default: undefined }],
      'added-without-default',
      'Thing.note',
    ],
    [
      'a field gone that had no default',
      [id, at('timestamp-micros')],
      [id],
      'removed-without-default',
      'Thing.at',
    ],
    ['another type', [id], [{ ...id, type: 'int' }], 'type-changed', 'Thing.id'],
    [
      'a promotion that only new readers follow',
      [{ ...id, type: 'int' }],
      [{ ...id, type: 'long' }],
      'type-changed',
      'Thing.id',
    ],
    [
      'a field made nullable',
      [id],
      [{ ...id, type: ['null', 'string'], default: null }],
      'type-changed',
      'Thing.id',
    ],
    [
      'milliseconds for microseconds',
      [at('timestamp-micros')],
      [at('timestamp-millis')],
      'logical-type-changed',
      'Thing.at',
    ],
    ['another scale', [amount(9, 2)], [amount(9, 4)], 'decimal-changed', 'Thing.amount'],
    ['a word gone', [word('a', 'b')], [word('a')], 'word-removed', 'Thing.word'],
    [
      'a symbol gone',
      [kind(['A', 'B'], { default: 'A' })],
      [kind(['A'], { default: 'A' })],
      'symbol-removed',
      'Thing.kind',
    ],
    [
      'a symbol that old readers have no default for',
      [kind(['A'])],
      [kind(['A', 'B'])],
      'symbol-added',
      'Thing.kind',
    ],
    ['an enum without default', [], [kind(['A'])], 'enum-default', 'Thing.kind'],
    [
      'a record within, under another name',
      [part([id])],
      [part([id], { name: 'Piece' })],
      'name-changed',
      'Thing.part',
    ],
    [
      'a record within, in another namespace',
      [part([id])],
      [part([id], { namespace: 'x' })],
      'namespace-changed',
      'Thing.part',
    ],
    [
      'deep in an array',
      [list({ ...base, name: 'Item', fields: [id] })],
      [list({ ...base, name: 'Item', fields: [] })],
      'removed-without-default',
      'Thing.list[].id',
    ],
  ])('names field, rule and fix: %s', (_case, was, now, rule, field) => {
    const found = check(sources(now), sources(was)).filter((one) => one.rule === rule);
    expect(found).toEqual([
      expect.objectContaining({
        rule,
        path: field,
        record: 'Thing',
        fix: expect.stringMatching(/./),
      }),
    ]);
    if (rule !== 'enum-default') expect(found[0]?.versions).toEqual(['v1']);
  });

  test.each<[string, readonly object[], readonly object[]]>([
    ['nothing', [id], [id]],
    ['a nullable field more', [id], [id, note]],
    ['a nullable field less', [id, note], [id]],
    ['a word more', [word('a')], [word('a', 'b')]],
    ['another order', [id, note], [note, id]],
    ['another doc', [id], [{ ...id, doc: 'Other.' }]],
  ])('lets through: %s', (_case, was, now) => {
    expect(check(sources(now), sources(was))).toEqual([]);
  });

  test('judges every version, not the latest alone, and names each once', () => {
    const found = check(sources([]), sources([id]), sources([id]), sources([]));
    expect(found).toEqual([
      expect.objectContaining({ rule: 'removed-without-default', versions: ['v1', 'v2'] }),
    ]);
  });

  test('refuses a removed name used again, also with the same type', () => {
    const found = check(sources([id, note]), sources([id, note]), sources([id]));
    expect(found).toEqual([
      expect.objectContaining({ rule: 'name-reused', path: 'Thing.note', versions: ['v1'] }),
    ]);
  });

  test('refuses another record, another record of a subject, and a namespace', () => {
    const renamed = parseSources(
      new Map([
        ['records/other.avsc', JSON.stringify({ ...base, name: 'Other', fields: [id] })],
        [
          'subjects.json',
          JSON.stringify({ ...SUBJECTS, subjects: [{ topic: 't', schema: 'Other' }] }),
        ],
      ]),
    );
    expect(check(renamed, sources([id])).map(({ rule, path: at }) => [rule, at])).toEqual([
      ['record-removed', 'Thing'],
      ['subject-record-changed', 't'],
    ]);
    const moved = check(sources([id], { namespace: 'x' }), sources([id]));
    expect(moved.map(({ rule }) => rule)).toContain('namespace-changed');
  });

  test.each([
    ['a union of two types', { name: 'u', type: ['string', 'null'], doc }, '["null", type]'],
    [
      'a nullable field without default',
      { name: 'u', type: ['null', 'string'], doc },
      '"default": null',
    ],
    ['an enum', kind(['A'], { default: 'A' }), 'string with values'],
    ['milliseconds', at('timestamp-millis'), 'timestamp-micros'],
  ])('says how to mend %s', (_case, field, fix) => {
    const found = check(sources([field])).filter(({ rule }) => rule === 'bus-rule');
    expect(found[0]?.fix).toContain(fix);
  });

  test('the shipped schemas follow themselves', () => {
    const here = readSources(path.join(import.meta.dirname, '../../../../schemas'));
    expect(check(here, here)).toEqual([]);
  });
});
