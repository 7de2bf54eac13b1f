import type { FieldSchema, RecordSchema, ScalarSchema, TypeSchema } from './schema-model.ts';
import { kindOf } from './schema-model.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/**
 * Whether a JSON value fits a field, attributes included. It judges examples and defaults while generating; the codec has its
 * own, much faster, judge of what travels.
 */
export function fitsField(
  value: unknown,
  field: FieldSchema,
  types: ReadonlyMap<string, RecordSchema>,
): boolean {
  const { minimum, maximum } = field;
  if (typeof value === 'number') {
    if (minimum !== undefined && value < minimum) return false;
    if (maximum !== undefined && value > maximum) return false;
  }
  return fitsType(value, field.type, types);
}

function fitsType(
  value: unknown,
  type: TypeSchema,
  types: ReadonlyMap<string, RecordSchema>,
): boolean {
  const kind = kindOf(type);
  switch (kind.kind) {
    case 'nullable':
      return value === null || fitsType(value, kind.inner, types);
    case 'array':
      return (
        Array.isArray(value) &&
        value.length <= (kind.array.maxItems ?? Number.POSITIVE_INFINITY) &&
        value.every((item) => fitsType(item, kind.array.items, types))
      );
    case 'record':
      return fitsRecord(value, kind.record, types);
    case 'reference': {
      const record = types.get(kind.name);
      return record !== undefined && fitsRecord(value, record, types);
    }
    case 'scalar':
      return fitsScalar(value, kind.scalar);
    case 'unsupported':
      return false;
  }
}

function fitsRecord(
  value: unknown,
  record: RecordSchema,
  types: ReadonlyMap<string, RecordSchema>,
): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const given = value as Record<string, unknown>;
  const names = new Set(record.fields.map(({ name }) => name));
  return (
    Object.keys(given).every((name) => names.has(name)) &&
    record.fields.every((field) =>
      field.name in given ? fitsField(given[field.name], field, types) : 'default' in field,
    )
  );
}

function fitsScalar(value: unknown, scalar: ScalarSchema): boolean {
  const { type, logicalType, values, pattern, maxLength } = scalar;
  if (logicalType === 'date') return typeof value === 'string' && isDay(value);
  if (logicalType === 'uuid') return typeof value === 'string' && UUID.test(value);
  switch (type) {
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'int':
      return Number.isInteger(value) && value === ((value as number) | 0);
    case 'long':
      return Number.isSafeInteger(value);
    case 'float':
    case 'double':
      return Number.isFinite(value);
    default:
      return (
        typeof value === 'string' &&
        (values === undefined || values.includes(value)) &&
        (pattern === undefined || new RegExp(pattern, 'u').test(value)) &&
        (maxLength === undefined || [...value].length <= maxLength)
      );
  }
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return DATE.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
