import { collectTypes } from './collect-types.ts';
import type { SchemaFile, SubjectList } from './read-sources.ts';
import type {
  Attributes,
  FieldSchema,
  RecordSchema,
  ScalarSchema,
  TypeSchema,
} from './schema-model.ts';
import { kindOf } from './schema-model.ts';

/** What else a page says of a record, fact or type, below its fields: paragraphs and tables, each followed by an empty line. */
export type MoreOf = (type: string) => readonly string[];

/** The page of events: every record, fact and named type of schemas/, field by field, below `head`. */
export function writeEventPage(
  files: readonly SchemaFile[],
  { subjects }: SubjectList,
  { head, moreOf }: { readonly head: readonly string[]; readonly moreOf: MoreOf },
): string {
  const types = collectTypes(files.map(({ schema }) => schema));
  const namesIn = (wanted: SchemaFile['folder']): string[] =>
    files.filter(({ folder }) => folder === wanted).map(({ schema }) => schema.name);
  const [records, facts] = [namesIn('records'), namesIn('facts')];
  const topicOf = (record: string): string[] =>
    subjects
      .filter(({ schema }) => schema === record)
      .map(({ topic, subject }) => topic ?? `${subject} (inside another record)`);
  const others = [...types.keys()].filter(
    (name) => !records.includes(name) && !facts.includes(name),
  );
  const section = (title: string, names: readonly string[]): string[] => [
    `## ${title}`,
    '',
    ...names.flatMap((name) => [
      ...writeType(types.get(name) as RecordSchema, topicOf(name)),
      ...moreOf(name),
    ]),
  ];
  return `${[
    ...head,
    '',
    ...section('Records', records),
    ...section('Facts', facts),
    ...section('Types inside them', others),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

function writeType({ name, doc, fields }: RecordSchema, topics: readonly string[]): string[] {
  return [
    `### ${name}`,
    '',
    doc ?? '',
    '',
    ...(topics.length === 0
      ? []
      : [`Travels as: ${topics.map((one) => `\`${one}\``).join(', ')}.`, '']),
    '| field | type | meaning | example |',
    '|---|---|---|---|',
    ...fields.map(writeField),
    '',
  ];
}

function writeField(field: FieldSchema): string {
  const example =
    field.example === undefined
      ? ''
      : `\`${JSON.stringify(field.example).replace(/^"(.*)"$/, '$1')}\``;
  const notes = [
    field.doc,
    field.required ? 'A new or corrected fact must have it.' : undefined,
    field.unit && `Unit: ${field.unit}.`,
    field.source && `Source: ${field.source}.`,
  ];
  const text = notes.filter(Boolean).join(' ');
  return `| \`${field.name}\` | ${escapeCell(describeType(field.type, field))} | ${escapeCell(text)} | ${escapeCell(example)} |`;
}

function describeType(type: TypeSchema, rules: Attributes): string {
  const kind = kindOf(type);
  switch (kind.kind) {
    case 'nullable':
      return `${describeType(kind.inner, rules)}?`;
    case 'reference':
      return linkTo(kind.name);
    case 'record':
      return linkTo(kind.record.name);
    case 'array':
      return `list of ${describeType(kind.array.items, {})}${kind.array.maxItems ? `, at most ${kind.array.maxItems}` : ''}`;
    case 'scalar':
      return describeScalar(kind.scalar, { ...rules, ...kind.scalar });
    case 'unsupported':
      throw new TypeError(`a type is one the bus uses: ${kind.what} is not`);
  }
}

const linkTo = (name: string): string => `[${name}](#${name.toLowerCase()})`;

function describeScalar({ type, logicalType }: ScalarSchema, rules: Attributes): string {
  if (rules.values !== undefined) return rules.values.map((word) => `\`${word}\``).join(', ');
  const { maxLength, minimum, maximum } = rules;
  const bounds = [
    maxLength === undefined ? '' : `at most ${maxLength} characters`,
    minimum === undefined ? '' : `from ${minimum}`,
    maximum === undefined ? '' : `to ${maximum}`,
  ].filter(Boolean);
  return [logicalType ?? type, ...bounds].join(' ');
}

/** A bar would end the cell. */
const escapeCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
