import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readPlain, readRecord, writeRecord } from '../test/open-record.ts';
import { recordArbitrary } from '../test/record-arbitrary.ts';
import type { AvroSchema } from './avro/compile-types.ts';
import { collectTypes, selfContained } from './generate/collect-types.ts';
import { generate } from './generate/generate.ts';
import { lintSchemas } from './generate/lint-schemas.ts';
import { readSources } from './generate/read-sources.ts';
import type { FieldSchema, RecordSchema } from './generate/schema-model.ts';
import { schemas as today } from './generated/schemas.ts';
import { findBreaks } from './registry/compatibility.ts';

const SCHEMAS = path.join(import.meta.dirname, '../../../schemas');

const RENT = {
  type: 'record',
  namespace: 'told',
  name: 'Rent',
  doc: 'What a home costs its tenant.',
  fields: [
    {
      name: 'weeklyPence',
      type: ['null', 'long'],
      default: null,
      doc: 'Rent for a week.',
      unit: 'pence a week',
      minimum: 0,
      maximum: 100_000_000,
      required: true,
      example: 9000,
    },
    {
      name: 'period',
      type: ['null', { type: 'string', values: ['weekly', 'monthly'] }],
      default: null,
      doc: 'How often it is due.',
      example: 'monthly',
    },
    {
      name: 'from',
      type: ['null', { type: 'int', logicalType: 'date' }],
      default: null,
      doc: 'First day at this rent.',
      example: '2010-05-12',
    },
  ],
};
const RENT_FIELD = {
  name: 'rent',
  type: ['null', 'Rent'],
  default: null,
  doc: 'Set when fact is rent.',
};

/** The records that carry facts, and where in each a fact is one more field. */
const CARRIERS: readonly (readonly [
  file: string,
  fieldsOf: (record: RecordSchema) => FieldSchema[],
])[] = [
  ['change-body', fieldsOf],
  ['release', fieldsOf],
  ['submission', (record) => fieldsOf(fieldsOf(record)[1]?.type as RecordSchema)],
];
function fieldsOf(record: RecordSchema): FieldSchema[] {
  return record.fields as FieldSchema[];
}
/** The records that name the kind of fact by its word. */
const NAMERS = [...CARRIERS.slice(1), ['claimant-change', fieldsOf] as const];

let dir: string;
let added: ReturnType<typeof readSources>;
let next: Readonly<Record<string, AvroSchema>>;

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'told-rent-'));
  cpSync(SCHEMAS, dir, { recursive: true });
  const edit = (file: string, change: (record: RecordSchema) => void): void => {
    const at = path.join(dir, 'records', `${file}.avsc`);
    const record = JSON.parse(readFileSync(at, 'utf8')) as RecordSchema;
    change(record);
    writeFileSync(at, JSON.stringify(record));
  };
  writeFileSync(path.join(dir, 'facts/rent.avsc'), JSON.stringify(RENT));
  for (const [file, fields] of CARRIERS) edit(file, (record) => fields(record).push(RENT_FIELD));
  for (const [file, fields] of NAMERS) {
    edit(file, (record) => {
      const fact = fields(record).find(({ name }) => name === 'fact');
      (fact as unknown as { type: { values: string[] } }).type.values.push('rent');
    });
  }
  added = readSources(dir);
  const types = collectTypes(added.files.map(({ schema }) => schema));
  next = Object.fromEntries(
    Object.keys(today).map((name) => {
      const schema = selfContained(types.get(name) as RecordSchema, types);
      return [name, schema as unknown as AvroSchema];
    }),
  );
});
afterAll(() => rmSync(dir, { recursive: true }));

/** A clone's bytes are no Buffer. */
const withBuffers = (record: Readonly<Record<string, unknown>>): unknown =>
  record['body'] instanceof Uint8Array ? { ...record, body: Buffer.from(record['body']) } : record;

const schemaOf = (name: string): AvroSchema => next[name] as AvroSchema;
const NAMES = Object.keys(today) as (keyof typeof today)[];

describe('the fact rent, added to a copy of the schemas', () => {
  test('breaks no rule of theirs, and its types are generated', () => {
    expect(lintSchemas(added.files, added.subjects)).toEqual([]);
    const files = generate(added.files, added.subjects);
    expect(files.get('types.ts')).toContain('export interface Rent {');
    expect(files.get('types.ts')).toContain('readonly weeklyPence: number | null;');
    expect(files.get('types.ts')).toContain("export const RENT_PERIODS = [\n  'weekly',");
    expect(files.get('json-schemas.ts')).toContain('"title": "Rent"');
  });

  test('leaves every field that was there as it was: only the list of facts has one more word', () => {
    const typesBefore = collectTypes(readSources(SCHEMAS).files.map(({ schema }) => schema));
    const typesAfter = collectTypes(added.files.map(({ schema }) => schema));
    /** Named types written inside a field are compared by themselves. */
    const alone = (_key: string, value: unknown) =>
      (value as RecordSchema | null)?.type === 'record' ? (value as RecordSchema).name : value;
    const text = (field: FieldSchema | undefined) => JSON.stringify(field, alone);
    for (const [name, { fields }] of typesBefore) {
      const after = typesAfter.get(name)?.fields ?? [];
      for (const [index, field] of fields.entries()) {
        const same =
          field.name === 'fact' ? text(field).replace('"death"]', '"death","rent"]') : text(field);
        expect(text(after[index])).toBe(same);
      }
      expect(after.slice(fields.length).map((field) => field.name)).toEqual(
        ['ChangeBody', 'Release', 'SubmittedChange'].includes(name) ? ['rent'] : [],
      );
    }
  });

  test.each(NAMES)('%s stays FULL_TRANSITIVE', (name) => {
    const versions = [{ version: 1, schema: JSON.stringify(today[name]) }];
    expect(findBreaks('FULL_TRANSITIVE', JSON.stringify(next[name]), versions)).toEqual([]);
  });

  test.each(NAMES)(
    '%s: old records decode, and an old reader reads what is written now',
    (name) => {
      const hasRent = name === 'ChangeBody' || name === 'Release';
      fc.assert(
        fc.property(recordArbitrary(today[name]), (record) => {
          const old = structuredClone(record);
          const bytes = writeRecord(today[name], record);
          const read = readPlain(schemaOf(name), today[name], bytes) as Record<string, unknown>;
          if (name === 'Submission') {
            expect((read['change'] as Record<string, unknown>)['rent']).toBeNull();
          } else expect(read).toEqual(hasRent ? { ...old, rent: null } : old);
          const again = writeRecord(schemaOf(name), withBuffers(read));
          expect(readPlain(today[name], schemaOf(name), again)).toEqual(old);
        }),
        { numRuns: 5 },
      );
    },
  );

  test('a body that tells a rent is read by an old reader without it, and a release too', () => {
    const rent = { weeklyPence: 9000, period: 'monthly', from: '2010-05-12' };
    for (const name of ['ChangeBody', 'Release'] as const) {
      const [record] = fc.sample(recordArbitrary(today[name]), { seed: 1, numRuns: 1 });
      const bytes = writeRecord(schemaOf(name), { ...record, rent });
      expect(readPlain(today[name], schemaOf(name), bytes)).toEqual(structuredClone(record));
      expect(readPlain(schemaOf(name), schemaOf(name), bytes)).toMatchObject({ rent });
    }
  });

  test('the new word is refused by an old reader by name, so it is updated before anyone is told', () => {
    const [record] = fc.sample(recordArbitrary(today.ClaimantChange), { seed: 1, numRuns: 1 });
    const name = 'ClaimantChange';
    const bytes = writeRecord(schemaOf(name), { ...record, fact: 'rent' });
    const read = readRecord(today[name], schemaOf(name), bytes);
    expect(!read.ok && [read.error.code, read.error.details['path']]).toEqual([
      'illegal-value',
      'fact',
    ]);
  });
});
