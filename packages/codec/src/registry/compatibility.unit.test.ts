import { describe, expect, test } from '@jest/globals';
import type { Level } from './compatibility.ts';
import { findBreaks } from './compatibility.ts';

const record = (fields: readonly object[], more: object = {}): object => ({
  type: 'record',
  namespace: 'told',
  name: 'Thing',
  fields,
  ...more,
});

const id = { name: 'id', type: 'string' };
const count = { name: 'count', type: 'int' };
const note = { name: 'note', type: ['null', 'string'], default: null };
const word = (...values: string[]) => ({ name: 'word', type: { type: 'string', values } });
const at = (logicalType: string) => ({ name: 'at', type: { type: 'long', logicalType } });
const symbols = (...all: string[]) => ({
  name: 'e',
  type: { type: 'enum', name: 'E', symbols: all },
});
const sub = (fields: readonly object[]) => ({ name: 'sub', type: record(fields, { name: 'Sub' }) });

const allows = (level: Level, next: object, ...earlier: readonly object[]): boolean =>
  findBreaks(
    level,
    JSON.stringify(next),
    earlier.map((schema, index) => ({ version: index + 1, schema: JSON.stringify(schema) })),
  ).length === 0;

describe('an evolution', () => {
  test.each<[string, object, object, { backward: boolean; forward: boolean }]>([
    ['nothing changed', record([id]), record([id]), { backward: true, forward: true }],
    [
      'a doc changed',
      record([id]),
      record([{ ...id, doc: 'x' }]),
      { backward: true, forward: true },
    ],
    [
      'a field with a default added',
      record([id]),
      record([id, note]),
      { backward: true, forward: true },
    ],
    [
      'a field without default added',
      record([id]),
      record([id, count]),
      { backward: false, forward: true },
    ],
    [
      'a field with a default removed',
      record([id, note]),
      record([id]),
      { backward: true, forward: true },
    ],
    [
      'a field without default removed',
      record([id, count]),
      record([id]),
      { backward: true, forward: false },
    ],
    [
      'a field renamed',
      record([id]),
      record([{ ...id, name: 'ident' }]),
      { backward: false, forward: false },
    ],
    [
      'an int made long',
      record([count]),
      record([{ ...count, type: 'long' }]),
      { backward: true, forward: false },
    ],
    [
      'a string made int',
      record([id]),
      record([{ ...id, type: 'int' }]),
      { backward: false, forward: false },
    ],
    [
      'a field made nullable',
      record([id]),
      record([{ ...id, type: ['null', 'string'], default: null }]),
      { backward: true, forward: false },
    ],
    [
      'a symbol added to an enum',
      record([symbols('A')]),
      record([symbols('A', 'B')]),
      { backward: true, forward: false },
    ],
    [
      'a symbol removed from an enum',
      record([symbols('A', 'B')]),
      record([symbols('A')]),
      { backward: false, forward: true },
    ],
    [
      'fields in another order',
      record([id, count]),
      record([count, id]),
      { backward: true, forward: true },
    ],
    [
      'a nested field without default added',
      record([sub([id])]),
      record([sub([id, count])]),
      { backward: false, forward: true },
    ],
    [
      'the name changed',
      record([id]),
      record([id], { name: 'Other' }),
      { backward: false, forward: false },
    ],
    [
      'the namespace changed',
      record([id]),
      record([id], { namespace: 'else' }),
      { backward: false, forward: false },
    ],
    [
      'the name changed behind an alias',
      record([id]),
      record([id], { name: 'Other', aliases: ['told.Thing'] }),
      { backward: false, forward: false },
    ],
    [
      'milliseconds made microseconds',
      record([at('timestamp-millis')]),
      record([at('timestamp-micros')]),
      { backward: false, forward: false },
    ],
    [
      'a word added to a closed list',
      record([word('a')]),
      record([word('a', 'b')]),
      { backward: true, forward: true },
    ],
    [
      'a word removed from a closed list',
      record([word('a', 'b')]),
      record([word('a')]),
      { backward: false, forward: true },
    ],
  ])('%s', (_, earlier, next, { backward, forward }) => {
    expect({
      backward: allows('BACKWARD', next, earlier),
      forward: allows('FORWARD', next, earlier),
    }).toEqual({ backward, forward });
    expect(allows('FULL', next, earlier)).toBe(backward && forward);
    expect(allows('NONE', next, earlier)).toBe(true);
  });

  test('is judged against every version only by a transitive level', () => {
    const one = record([id, note]);
    const two = record([id]);
    const three = record([id, { name: 'note', type: 'int', default: 0 }]);
    for (const level of ['BACKWARD', 'FORWARD', 'FULL'] as const) {
      expect(allows(level, three, one, two)).toBe(true);
      expect(allows(`${level}_TRANSITIVE`, three, one, two)).toBe(false);
    }
  });

  test('that is refused is told with version, record and field', () => {
    const [reason] = findBreaks('BACKWARD', JSON.stringify(record([id, count])), [
      { version: 3, schema: JSON.stringify(record([id])) },
    ]);
    expect(reason).toContain('it cannot read version 3');
    expect(reason).toContain('told.Thing.count');
  });
});
