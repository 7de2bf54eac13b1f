import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { generate } from './generate.ts';
import { lintSchemas } from './lint-schemas.ts';
import { readSources } from './read-sources.ts';
import type { FieldSchema, RecordSchema } from './schema-model.ts';

const schemasDir = path.join(import.meta.dirname, '../../../../schemas');
const generatedDir = path.join(import.meta.dirname, '../generated');

describe('generated files', () => {
  const { files, subjects } = readSources(schemasDir);

  test('are what the schemas give today', () => {
    const made = generate(files, subjects);
    expect(readdirSync(generatedDir).sort()).toEqual([...made.keys()].sort());
    for (const [name, text] of made) {
      expect(readFileSync(path.join(generatedDir, name), 'utf8') === text).toBe(true);
    }
  });

  test('are the same bytes each time', () => {
    expect([...generate(files, subjects)]).toEqual([...generate(files, subjects)]);
  });
});

const subjects = {
  compatibility: 'FULL_TRANSITIVE',
  subjects: [{ topic: 'told.things', schema: 'Thing' }],
};

const good: FieldSchema = { name: 'word', type: 'string', doc: 'A word.', example: 'one' };

function lintRecord(fields: readonly unknown[], more: Partial<RecordSchema> = {}): string[] {
  const schema = { type: 'record', namespace: 'told', name: 'Thing', doc: 'A thing.', fields };
  const file = { file: 'records/thing.avsc', folder: 'records' as const };
  return lintSchemas([{ ...file, schema: { ...schema, ...more } as RecordSchema }], subjects);
}

function lintFact(field: unknown): string[] {
  const fact = { type: 'record', namespace: 'told', name: 'Fact', doc: 'A fact.', fields: [field] };
  const thing = { type: 'record', namespace: 'told', name: 'Thing', doc: 'T.', fields: [good] };
  return lintSchemas(
    [
      { file: 'facts/fact.avsc', folder: 'facts', schema: fact as unknown as RecordSchema },
      { file: 'records/thing.avsc', folder: 'records', schema: thing as unknown as RecordSchema },
    ],
    subjects,
  );
}

describe('the lint of schemas', () => {
  test('has nothing to say of a good schema', () => {
    expect(lintRecord([good])).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['a field without doc', { ...good, doc: undefined }, 'a field has a doc'],
    [
      'a nullable field without default',
      { name: 'word', type: ['null', 'string'], doc: 'W.' },
      'a nullable field has default null',
    ],
    ['an example outside the type', { ...good, example: 7 }, 'an example fits its own field'],
    [
      'an example outside the vocabulary',
      { ...good, type: { type: 'string', values: ['two'] } },
      'an example fits its own field',
    ],
    [
      'an example outside the pattern',
      { ...good, type: { type: 'string', pattern: '^[0-9]$' } },
      'an example fits its own field',
    ],
    [
      'an example that is no day',
      { ...good, type: { type: 'int', logicalType: 'date' }, example: '2010-02-29' },
      'an example fits its own field',
    ],
    [
      'an example over the maximum',
      { ...good, type: 'int', maximum: 5, example: 6 },
      'an example fits its own field',
    ],
    ['a misspelt attribute', { ...good, exmaple: 'one' }, 'not exmaple'],
    [
      'a logical type on the wrong type',
      { ...good, type: { type: 'int', logicalType: 'timestamp-micros' }, example: 1 },
      'a logical type is one the bus knows',
    ],
    [
      'a pattern for a part of the text',
      { ...good, type: { type: 'string', pattern: 'one' } },
      'a pattern is a Unicode regular expression for the whole text',
    ],
    ['limits on a text', { ...good, minimum: 1 }, 'only a number has minimum and maximum'],
    ['a type not defined', { ...good, type: 'Missing' }, 'Missing is not'],
    ['an unknown shape', { ...good, type: ['string', 'int'] }, 'a type is one the bus knows'],
    [
      'a word listed twice',
      { ...good, type: { type: 'string', values: ['one', 'one'] } },
      'values are distinct',
    ],
  ])('names %s', (_, field, rule) => {
    expect(lintRecord([field]).join('\n')).toContain(rule);
  });

  test('names a fact field that cannot be withheld', () => {
    expect(lintFact(good)).toEqual(['Fact.word: a field of a fact is nullable']);
  });

  test('names a record without subject, a wrong namespace and a missing doc', () => {
    const broken = lintRecord([good], { name: 'Other', namespace: 'else', doc: '' }).join('\n');
    expect(broken).toContain('a record has a subject');
    expect(broken).toContain('namespace told');
    expect(broken).toContain('a type has a doc');
    expect(broken).toContain('a file bears the name of its type');
  });

  test('stops the generator', () => {
    const schema = { type: 'record', namespace: 'told', name: 'Thing', fields: [good] };
    const file = { file: 'records/thing.avsc', folder: 'records' as const };
    expect(() => generate([{ ...file, schema: schema as RecordSchema }], subjects)).toThrow(
      'a type has a doc',
    );
  });
});
