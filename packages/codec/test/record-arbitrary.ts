import fc from 'fast-check';

type Schema = Readonly<Record<string, unknown>>;
type Limits = { readonly minimum?: number; readonly maximum?: number };

const day = fc
  .integer({ min: -719_162, max: 2_932_896 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

/** Values that an Avro schema of the bus allows, attributes included: what the codec must carry unchanged. */
export function recordArbitrary(schema: Schema): fc.Arbitrary<Record<string, unknown>> {
  const types = new Map<string, fc.Arbitrary<unknown>>();

  const ofType = (type: unknown, limits: Limits): fc.Arbitrary<unknown> => {
    if (Array.isArray(type)) return fc.option(ofType(type[1], limits), { nil: null });
    if (typeof type === 'string') return types.get(type) ?? ofScalar({ type }, limits);
    const node = type as Schema;
    if (node['type'] === 'record') return ofRecord(node);
    if (node['type'] !== 'array') return ofScalar(node, limits);
    const maxLength = Math.min(4, (node['maxItems'] as number) ?? 4);
    return fc.array(ofType(node['items'], {}), { maxLength });
  };

  const ofRecord = (record: Schema): fc.Arbitrary<Record<string, unknown>> => {
    const fields = record['fields'] as readonly (Schema & Limits & { name: string })[];
    const made = fc.record(
      Object.fromEntries(fields.map((field) => [field.name, ofType(field['type'], field)])),
      { noNullPrototype: true },
    );
    types.set(record['name'] as string, made);
    return made;
  };
  return ofRecord(schema);
}

function ofScalar(node: Schema, { minimum, maximum }: Limits): fc.Arbitrary<unknown> {
  const { type, logicalType, values, pattern, maxLength } = node;
  if (values) return fc.constantFrom(...(values as string[]));
  if (logicalType === 'date') return day;
  if (logicalType === 'uuid') return fc.uuid();
  const longest = (maxLength as number) ?? 80;
  switch (type) {
    case 'boolean':
      return fc.boolean();
    case 'int':
      return fc.integer({ min: minimum ?? -(2 ** 31), max: maximum ?? 2 ** 31 - 1 });
    case 'long':
      return fc.integer({ min: minimum ?? -(2 ** 52) + 1, max: maximum ?? 2 ** 52 - 1 });
    case 'bytes':
      return fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes));
    default:
      return textArbitrary(pattern as string | undefined, longest);
  }
}

/** Property escapes are beyond fast-check's patterns: names are drawn from letters that a name may have. */
function textArbitrary(pattern: string | undefined, longest: number): fc.Arbitrary<string> {
  if (pattern?.includes('\\p{L}')) {
    const unit = fc.constantFrom(..."ABCxyzéØŁß '-.");
    return fc.string({ unit, minLength: 1, maxLength: longest });
  }
  if (pattern) return fc.stringMatching(new RegExp(pattern), { maxLength: longest });
  return fc
    .string({ unit: 'binary', maxLength: longest })
    .filter(
      (text) => text.isWellFormed() && !text.includes('\ufffd') && [...text].length <= longest,
    );
}
