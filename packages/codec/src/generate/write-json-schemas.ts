import type {
  ArraySchema,
  FieldSchema,
  RecordSchema,
  ScalarSchema,
  TypeSchema,
} from './schema-model.ts';
import { kindOf } from './schema-model.ts';
import { describe, GENERATED } from './write-types.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

const UUID_PATTERN = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
const DATE_PATTERN = '^\\d{4}-\\d{2}-\\d{2}$';
const INT_LIMIT = 2 ** 31;
/** The codec's own bound: it carries no larger number exactly. */
const LONG_LIMIT = 2 ** 52;

/**
 * One JSON Schema (draft 2020-12) for each named type, complete in itself. Nested types are written out, and null is one of
 * the types rather than a branch, since validators fill in defaults only outside branches.
 */
export function buildJsonSchemas(
  types: ReadonlyMap<string, RecordSchema>,
): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    [...types].map(([name, record]) => [name, { title: name, ...recordSchema(record, types) }]),
  );
}

export function writeJsonSchemas(schemas: Readonly<Record<string, JsonSchema>>): string {
  return (
    `${GENERATED}\nimport type { NamedTypes } from './types.ts';\n\n` +
    '/** JSON Schema (draft 2020-12) of every named type. Nullable fields and fields with a default may be left out. */\n' +
    `export const jsonSchemas: Readonly<Record<keyof NamedTypes, Readonly<Record<string, unknown>>>> = ${JSON.stringify(schemas, null, 2)};\n`
  );
}

type Types = ReadonlyMap<string, RecordSchema>;

function recordSchema(record: RecordSchema, types: Types): JsonSchema {
  return {
    type: 'object',
    description: describe(record),
    additionalProperties: false,
    required: record.fields.filter((field) => !('default' in field)).map(({ name }) => name),
    properties: Object.fromEntries(
      record.fields.map((field) => [field.name, fieldSchema(field, types)]),
    ),
  };
}

function fieldSchema(field: FieldSchema, types: Types): JsonSchema {
  const { minimum, maximum } = field;
  return {
    ...typeSchema(field.type, types),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    description: describe(field),
    ...('default' in field ? { default: field.default } : {}),
    ...('example' in field ? { examples: [field.example] } : {}),
  };
}

function typeSchema(type: TypeSchema, types: Types): JsonSchema {
  const kind = kindOf(type);
  switch (kind.kind) {
    case 'record':
      return recordSchema(kind.record, types);
    case 'reference':
      return recordSchema(types.get(kind.name) as RecordSchema, types);
    case 'array':
      return arraySchema(kind.array, types);
    case 'nullable':
      return orNull(typeSchema(kind.inner, types));
    case 'scalar':
      return scalarSchema(kind.scalar);
    case 'unsupported':
      throw new Error(`unsupported Avro type: ${kind.what}`);
  }
}

function arraySchema({ items, maxItems }: ArraySchema, types: Types): JsonSchema {
  return {
    type: 'array',
    items: typeSchema(items, types),
    ...(maxItems === undefined ? {} : { maxItems }),
  };
}

function orNull(schema: JsonSchema): JsonSchema {
  const words = schema['enum'] as readonly string[] | undefined;
  return {
    ...schema,
    type: [schema['type'], 'null'],
    ...(words ? { enum: [...words, null] } : {}),
  };
}

function scalarSchema(scalar: ScalarSchema): JsonSchema {
  const { type, logicalType, values, pattern, maxLength } = scalar;
  if (logicalType === 'date') return { type: 'string', format: 'date', pattern: DATE_PATTERN };
  if (logicalType === 'uuid') return { type: 'string', pattern: UUID_PATTERN };
  switch (type) {
    case 'string':
      return {
        type,
        ...(values ? { enum: values } : {}),
        ...(pattern === undefined ? {} : { pattern }),
        ...(maxLength === undefined ? {} : { maxLength }),
      };
    case 'bytes':
      return { type: 'string', contentEncoding: 'base64' };
    case 'int':
      return { type: 'integer', minimum: -INT_LIMIT, maximum: INT_LIMIT - 1 };
    case 'long':
      return { type: 'integer', minimum: -LONG_LIMIT + 1, maximum: LONG_LIMIT - 1 };
    case 'float':
    case 'double':
      return { type: 'number' };
    default:
      return { type };
  }
}
