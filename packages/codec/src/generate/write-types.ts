import type { Vocabulary } from './name-vocabularies.ts';
import { vocabularyKey } from './name-vocabularies.ts';
import type { Attributes, FieldSchema, RecordSchema, TypeSchema } from './schema-model.ts';
import { kindOf } from './schema-model.ts';

export const GENERATED =
  '// Generated from schemas/ by "npm run build -w @told/codec". Do not edit.\n';

export interface Sources {
  readonly types: ReadonlyMap<string, RecordSchema>;
  /** Names of the types that travel as records of their own. */
  readonly records: readonly string[];
  readonly vocabularies: ReadonlyMap<string, Vocabulary>;
}

/** The TypeScript interfaces of all named types, their vocabularies, and the two maps from name to interface. */
export function writeTypes({ types, records, vocabularies }: Sources): string {
  const lists = [...vocabularies.values()].sort((a, b) => (a.arrayName < b.arrayName ? -1 : 1));
  return [
    GENERATED,
    '/** A day, YYYY-MM-DD. */\nexport type IsoDate = string;\n',
    '/** A UUID in lower case, with hyphens. */\nexport type Uuid = string;\n',
    ...lists.map(writeVocabulary),
    ...[...types.values()].map((record) => writeInterface(record, vocabularies)),
    writeMap('RecordTypes', 'The types that travel as records, by name.', records),
    writeMap('NamedTypes', 'Every named type of schemas/, by name.', [...types.keys()]),
  ].join('\n');
}

function writeVocabulary({ typeName, arrayName, values, doc }: Vocabulary): string {
  const words = values.map((value) => `  ${quote(value)},\n`).join('');
  return (
    `${comment(doc, '')}export const ${arrayName} = [\n${words}] as const;\n` +
    `export type ${typeName} = (typeof ${arrayName})[number];\n`
  );
}

function writeInterface(
  record: RecordSchema,
  vocabularies: ReadonlyMap<string, Vocabulary>,
): string {
  const fields = record.fields.map(
    (field) =>
      `${comment(describe(field), '  ')}  readonly ${field.name}: ${typeOf(field, vocabularies)};\n`,
  );
  return `${comment(describe(record), '')}export interface ${record.name} {\n${fields.join('')}}\n`;
}

function writeMap(name: string, doc: string, members: readonly string[]): string {
  const lines = members.map((member) => `  readonly ${member}: ${member};\n`);
  return `/** ${doc} */\nexport interface ${name} {\n${lines.join('')}}\n`;
}

/** Doc with unit, source and example, as it stands in comments and in the JSON Schema. */
export function describe({ doc = '', unit, source }: Attributes): string {
  return [doc, unit && `Unit: ${unit}.`, source && `Source: ${source}.`].filter(Boolean).join(' ');
}

function typeOf(field: FieldSchema, vocabularies: ReadonlyMap<string, Vocabulary>): string {
  const write = (type: TypeSchema): string => {
    const kind = kindOf(type);
    if (kind.kind === 'record') return kind.record.name;
    if (kind.kind === 'reference') return kind.name;
    if (kind.kind === 'nullable') return `${write(kind.inner)} | null`;
    if (kind.kind === 'array') return `readonly ${write(kind.array.items)}[]`;
    if (kind.kind === 'unsupported') throw new Error(`unsupported Avro type: ${kind.what}`);
    const { type: name, logicalType, values } = kind.scalar;
    if (values) return (vocabularies.get(vocabularyKey(values)) as Vocabulary).typeName;
    if (logicalType === 'date') return 'IsoDate';
    if (logicalType === 'uuid') return 'Uuid';
    if (name === 'bytes') return 'Buffer';
    return name === 'string' || name === 'boolean' || name === 'null' ? name : 'number';
  };
  return write(field.type);
}

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const comment = (text: string, indent: string): string =>
  text ? `${indent}/** ${text.replaceAll('*/', '* /')} */\n` : '';
