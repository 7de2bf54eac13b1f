/** What may be written in a file of schemas/: plain Avro with the bus's own attributes on types and fields. */
export interface Attributes {
  readonly doc?: string;
  /** Unit of a number, such as pence. */
  readonly unit?: string;
  /** The regulation or standard that a field rests on. */
  readonly source?: string;
  readonly example?: unknown;
  /** Closed list of words for a string. */
  readonly values?: readonly string[];
  /** Regular expression (Unicode mode) that a whole string matches. */
  readonly pattern?: string;
  /** Code points of a string. */
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Items of an array. */
  readonly maxItems?: number;
  /** A fact field that a created or corrected change must carry. */
  readonly required?: boolean;
}

export interface RecordSchema extends Attributes {
  readonly type: 'record';
  readonly name: string;
  readonly namespace: string;
  readonly fields: readonly FieldSchema[];
}

export interface ArraySchema extends Attributes {
  readonly type: 'array';
  readonly items: TypeSchema;
}

export interface ScalarSchema extends Attributes {
  readonly type: string;
  readonly logicalType?: string;
}

export type TypeSchema = string | RecordSchema | ArraySchema | ScalarSchema | readonly TypeSchema[];

export interface FieldSchema extends Attributes {
  readonly name: string;
  readonly type: TypeSchema;
  readonly default?: unknown;
}

const SCALARS: ReadonlySet<string> = new Set([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);

export type Kind =
  | { readonly kind: 'record'; readonly record: RecordSchema }
  | { readonly kind: 'reference'; readonly name: string }
  | { readonly kind: 'array'; readonly array: ArraySchema }
  | { readonly kind: 'nullable'; readonly inner: TypeSchema }
  | { readonly kind: 'scalar'; readonly scalar: ScalarSchema }
  | { readonly kind: 'unsupported'; readonly what: string };

/** Sorts a type into the few shapes that the bus uses; any other Avro type is named as unsupported. */
export function kindOf(type: TypeSchema): Kind {
  if (typeof type === 'string') {
    return SCALARS.has(type)
      ? { kind: 'scalar', scalar: { type } }
      : { kind: 'reference', name: type };
  }
  if (isUnion(type)) {
    const [first, inner] = type;
    if (type.length === 2 && first === 'null' && inner !== undefined) {
      return { kind: 'nullable', inner };
    }
    return { kind: 'unsupported', what: 'a union other than ["null", type]' };
  }
  if (type.type === 'record') return { kind: 'record', record: type as RecordSchema };
  if (type.type === 'array') return { kind: 'array', array: type as ArraySchema };
  if (SCALARS.has(type.type)) return { kind: 'scalar', scalar: type };
  return { kind: 'unsupported', what: `type ${type.type}` };
}

function isUnion(type: TypeSchema): type is readonly TypeSchema[] {
  return Array.isArray(type);
}
