import { fitsField } from './check-value.ts';
import { collectTypes } from './collect-types.ts';
import type { SchemaFile, SubjectList } from './read-sources.ts';
import type { FieldSchema, RecordSchema, ScalarSchema, TypeSchema } from './schema-model.ts';
import { kindOf } from './schema-model.ts';

const RECORD_KEYS = new Set(['type', 'namespace', 'name', 'doc', 'source', 'fields']);
const FIELD_KEYS = new Set([
  'name',
  'type',
  'doc',
  'default',
  'unit',
  'source',
  'example',
  'required',
  'minimum',
  'maximum',
]);
const SCALAR_KEYS = new Set(['type', 'logicalType', 'values', 'pattern', 'maxLength']);
const ARRAY_KEYS = new Set(['type', 'items', 'maxItems']);
const LOGICAL_TYPES: Readonly<Record<string, string>> = {
  date: 'int',
  uuid: 'string',
  'timestamp-micros': 'long',
};
const NUMBERS = new Set(['int', 'long', 'float', 'double']);

type Report = (place: string, rule: string) => void;
type Types = ReadonlyMap<string, RecordSchema>;

/** Every rule of schemas/ that the sources break, each as "place: rule"; empty when all is well. */
export function lintSchemas(files: readonly SchemaFile[], subjects: SubjectList): string[] {
  const broken: string[] = [];
  const report: Report = (place, rule) => broken.push(`${place}: ${rule}`);
  let types: Types;
  try {
    types = collectTypes(files.map(({ schema }) => schema));
  } catch (error) {
    return [`schemas: ${(error as Error).message}`]; // nothing else can be judged without the names
  }
  for (const { file, folder, schema } of files) {
    if (file !== `${folder}/${kebabCase(schema.name)}.avsc`) {
      report(file, 'a file bears the name of its type in kebab case');
    }
    if (folder === 'facts') lintFact(schema, report);
  }
  for (const record of types.values()) lintRecord(record, types, report);
  lintSubjects(files, subjects, report);
  return broken;
}

/** A release withholds fields one by one, so every field of a fact can be null. */
function lintFact(fact: RecordSchema, report: Report): void {
  for (const field of fact.fields) {
    if (kindOf(field.type).kind !== 'nullable') {
      report(`${fact.name}.${field.name}`, 'a field of a fact is nullable');
    }
  }
}

function lintRecord(record: RecordSchema, types: Types, report: Report): void {
  if (!record.doc) report(record.name, 'a type has a doc');
  if (record.namespace !== 'told') report(record.name, 'a type belongs to the namespace told');
  lintKeys(record, RECORD_KEYS, record.name, report);
  for (const field of record.fields) {
    lintField(field, `${record.name}.${field.name}`, types, report);
  }
}

function lintField(field: FieldSchema, place: string, types: Types, report: Report): void {
  if (!field.doc) report(place, 'a field has a doc');
  lintKeys(field, FIELD_KEYS, place, report);
  if (kindOf(field.type).kind === 'nullable' && field.default !== null) {
    report(place, 'a nullable field has default null');
  }
  if ('default' in field && !fitsField(field.default, field, types)) {
    report(place, 'a default fits its own field');
  }
  if ('example' in field && !fitsField(field.example, field, types)) {
    report(place, 'an example fits its own field');
  }
  const bounded = field.minimum !== undefined || field.maximum !== undefined;
  if (bounded && !isNumber(field.type)) report(place, 'only a number has minimum and maximum');
  lintType(field.type, place, types, report);
}

function lintType(type: TypeSchema, place: string, types: Types, report: Report): void {
  const kind = kindOf(type);
  if (kind.kind === 'unsupported') report(place, `a type is one the bus knows, not ${kind.what}`);
  if (kind.kind === 'nullable') lintType(kind.inner, place, types, report);
  if (kind.kind === 'reference' && !types.has(kind.name)) {
    report(place, `a type mentioned is defined: ${kind.name} is not`);
  }
  if (kind.kind === 'array') {
    lintKeys(kind.array, ARRAY_KEYS, place, report);
    lintType(kind.array.items, place, types, report);
  }
  if (kind.kind === 'scalar') lintScalar(kind.scalar, place, report);
}

function lintScalar(scalar: ScalarSchema, place: string, report: Report): void {
  lintKeys(scalar, SCALAR_KEYS, place, report);
  const { type, logicalType, values, pattern, maxLength } = scalar;
  if (logicalType !== undefined && LOGICAL_TYPES[logicalType] !== type) {
    report(place, `a logical type is one the bus knows, on its own Avro type, not ${logicalType}`);
  }
  if ((values ?? pattern ?? maxLength) !== undefined && type !== 'string') {
    report(place, 'only a string has values, pattern and maxLength');
  }
  if (values && (values.length === 0 || new Set(values).size !== values.length)) {
    report(place, 'values are distinct and not empty');
  }
  if (pattern !== undefined && !isWholePattern(pattern)) {
    report(place, 'a pattern is a Unicode regular expression for the whole text, ^…$');
  }
}

function lintSubjects(files: readonly SchemaFile[], list: SubjectList, report: Report): void {
  const records = new Set(
    files.filter(({ folder }) => folder === 'records').map(({ schema }) => schema.name),
  );
  for (const { topic, subject, schema } of list.subjects) {
    const place = `subjects.json ${topic ?? subject ?? ''}`;
    if ((topic === undefined) === (subject === undefined)) {
      report(place, 'an entry has a topic or a subject, not both');
    }
    if (!records.has(schema)) report(place, `a subject carries a record: ${schema} is none`);
  }
  const used = new Set(list.subjects.map(({ schema }) => schema));
  for (const record of records) {
    if (!used.has(record)) report(record, 'a record has a subject in subjects.json');
  }
}

function lintKeys(
  thing: object,
  allowed: ReadonlySet<string>,
  place: string,
  report: Report,
): void {
  for (const key of Object.keys(thing)) {
    if (!allowed.has(key)) report(place, `an attribute is one that the bus knows, not ${key}`);
  }
}

function isNumber(type: TypeSchema): boolean {
  const kind = kindOf(type);
  if (kind.kind === 'nullable') return isNumber(kind.inner);
  return kind.kind === 'scalar' && NUMBERS.has(kind.scalar.type);
}

function isWholePattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
  } catch {
    return false; // the answer asked for
  }
  return pattern.startsWith('^') && pattern.endsWith('$');
}

const kebabCase = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
