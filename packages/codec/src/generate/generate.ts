import { collectTypes, selfContained } from './collect-types.ts';
import { lintSchemas } from './lint-schemas.ts';
import { nameVocabularies } from './name-vocabularies.ts';
import type { SchemaFile, SubjectList } from './read-sources.ts';
import type { RecordSchema } from './schema-model.ts';
import { buildJsonSchemas, writeJsonSchemas } from './write-json-schemas.ts';
import { GENERATED, writeTypes } from './write-types.ts';

/**
 * Generated files by name. The same sources always give the same bytes, so a stale file shows as a difference.
 * Throws one error that names every rule broken by the sources.
 */
export function generate(
  files: readonly SchemaFile[],
  subjects: SubjectList,
): ReadonlyMap<string, string> {
  const broken = lintSchemas(files, subjects);
  if (broken.length > 0) throw new Error(`schemas break their rules:\n${broken.join('\n')}`);
  const types = collectTypes(files.map(({ schema }) => schema));
  const records = files
    .filter(({ folder }) => folder === 'records')
    .map(({ schema }) => schema.name)
    .sort();
  const vocabularies = nameVocabularies(types);
  return new Map([
    ['types.ts', writeTypes({ types, records, vocabularies })],
    ['schemas.ts', writeSchemas(records, types)],
    ['json-schemas.ts', writeJsonSchemas(buildJsonSchemas(types))],
    ['subjects.ts', writeSubjects(subjects)],
    ['index.ts', `${GENERATED}\n${INDEX}`],
  ]);
}

const INDEX = ['json-schemas', 'schemas', 'subjects', 'types']
  .map((name) => `export * from './${name}.ts';\n`)
  .join('');

function writeSchemas(
  records: readonly string[],
  types: ReadonlyMap<string, RecordSchema>,
): string {
  const schemas = Object.fromEntries(
    records.map((name) => [name, selfContained(types.get(name) as RecordSchema, types)]),
  );
  return (
    `${GENERATED}\nimport type { RecordTypes } from './types.ts';\n\n` +
    '/** The Avro schema of every record, complete in itself, as it is registered. */\n' +
    `export const schemas: Readonly<Record<keyof RecordTypes, Readonly<Record<string, unknown>>>> = ${JSON.stringify(schemas, null, 2)};\n`
  );
}

function writeSubjects({ compatibility, services = [], subjects }: SubjectList): string {
  return (
    `${GENERATED}\nimport type { RecordTypes } from './types.ts';\n\n` +
    'export interface SubjectEntry {\n  readonly topic?: string;\n  readonly subject?: string;\n  readonly schema: keyof RecordTypes;\n}\n\n' +
    `export const subjectList: { readonly compatibility: string; readonly services: readonly string[]; readonly subjects: readonly SubjectEntry[] } = ${JSON.stringify({ compatibility, services, subjects }, null, 2)};\n`
  );
}
