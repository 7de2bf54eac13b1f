import type { Type } from 'avsc';
import avsc from 'avsc';
import type { TypeInternals } from './avsc-internals.ts';
import type { NumberRules } from './checked-numbers.ts';
import { CheckedBoolean, CheckedDate, CheckedReal, CheckedWhole } from './checked-numbers.ts';
import { BoundedArray, CheckedNullable } from './checked-shapes.ts';
import type { TextRules } from './checked-texts.ts';
import { CheckedBytes, CheckedText, CheckedUuid } from './checked-texts.ts';
import { CheckedWord } from './checked-word.ts';

export type AvroSchema = Readonly<Record<string, unknown>>;

type Hook = (schema: unknown, options: unknown) => TypeInternals | undefined;

const SCALARS = new Set(['boolean', 'int', 'long', 'float', 'double', 'bytes', 'string']);

/** A type that reads and writes a record of schemas/ and refuses whatever breaks an attribute of its schema. */
export function compileChecked(schema: AvroSchema): Type {
  return compile(spellOut(schema, {}), checkedType, 'never');
}

/**
 * A type that only knows the layout of bytes: what a writer's schema is to a reader, and what finds the place of an illegal
 * value. Counts of arrays are bounded all the same.
 */
export function compileBare(schema: AvroSchema): Type {
  return compile(
    structuredClone(schema),
    (given, options) =>
      isObject(given) && given['type'] === 'array'
        ? new BoundedArray(given, options, Number.POSITIVE_INFINITY)
        : undefined,
    'auto',
  );
}

function compile(schema: unknown, make: Hook, wrapUnions: 'auto' | 'never'): Type {
  // A checked type asks avsc for the plain type of its own schema: this second request passes the hook by.
  const met = new WeakSet<object>();
  const typeHook = (given: unknown, options: unknown): unknown => {
    if (typeof given !== 'object' || given === null || met.has(given)) return undefined;
    met.add(given);
    return make(given, options);
  };
  return avsc.Type.forSchema(schema as never, {
    omitRecordMethods: true,
    wrapUnions,
    typeHook: typeHook as never,
  });
}

/** Every scalar as an object of its own that carries its field's limits, so that the hook meets each one once. */
function spellOut(type: unknown, limits: Pick<NumberRules, 'minimum' | 'maximum'>): unknown {
  if (typeof type === 'string') return SCALARS.has(type) ? { type, ...limits } : type;
  if (Array.isArray(type)) return type.map((branch) => spellOut(branch, limits));
  const schema = type as AvroSchema;
  if (schema['type'] === 'array') return { ...schema, items: spellOut(schema['items'], {}) };
  if (schema['type'] !== 'record') return { ...schema, ...limits };
  const fields = schema['fields'] as readonly AvroSchema[];
  return { ...schema, fields: fields.map(spellOutField) };
}

function spellOutField(field: AvroSchema): AvroSchema {
  const { minimum, maximum } = field as { minimum?: number; maximum?: number };
  const limits = {
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  };
  return { ...field, type: spellOut(field['type'], limits) };
}

const checkedType: Hook = (given, options) => {
  if (Array.isArray(given)) return new CheckedNullable(given, options);
  if (!isObject(given)) return undefined;
  const { type, logicalType, values, maxItems } = given;
  if (type === 'array') {
    return new BoundedArray(given, options, (maxItems as number) ?? Number.POSITIVE_INFINITY);
  }
  if (values) return new CheckedWord(given as { type: string; values: string[] }, options);
  if (logicalType === 'date') return new CheckedDate(given, options);
  if (logicalType === 'uuid') return new CheckedUuid(given, options);
  switch (type) {
    case 'string':
      return new CheckedText(given as unknown as TextRules, options);
    case 'bytes':
      return new CheckedBytes(given, options);
    case 'boolean':
      return new CheckedBoolean(given, options);
    case 'int':
    case 'long':
      return new CheckedWhole(given as unknown as NumberRules, options);
    case 'float':
    case 'double':
      return new CheckedReal(given as unknown as NumberRules, options);
    default:
      return undefined;
  }
};

function isObject(given: unknown): given is AvroSchema {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
