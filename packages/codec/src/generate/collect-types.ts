import type { RecordSchema, TypeSchema } from './schema-model.ts';
import { kindOf } from './schema-model.ts';

/** Every named type of some schema files, those written inside another one included, by name. */
export function collectTypes(files: readonly RecordSchema[]): ReadonlyMap<string, RecordSchema> {
  const found = new Map<string, RecordSchema>();
  const visit = (type: TypeSchema): void => {
    const kind = kindOf(type);
    if (kind.kind === 'nullable') visit(kind.inner);
    if (kind.kind === 'array') visit(kind.array.items);
    if (kind.kind !== 'record') return;
    if (found.has(kind.record.name)) {
      throw new Error(`a type is defined once: ${kind.record.name} is defined twice`);
    }
    found.set(kind.record.name, kind.record);
    for (const field of kind.record.fields) visit(field.type);
  };
  for (const file of files) visit(file);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * One schema that needs no other file: the first mention of a named type is its definition, later ones its name,
 * as Avro wants it.
 */
export function selfContained(
  record: RecordSchema,
  types: ReadonlyMap<string, RecordSchema>,
): RecordSchema {
  const defined = new Set<string>();
  const expand = (type: TypeSchema): TypeSchema => {
    const kind = kindOf(type);
    if (kind.kind === 'nullable') return ['null', expand(kind.inner)];
    if (kind.kind === 'array') return { ...kind.array, items: expand(kind.array.items) };
    if (kind.kind !== 'record' && kind.kind !== 'reference') return type;
    const name = kind.kind === 'record' ? kind.record.name : kind.name;
    if (defined.has(name)) return name;
    const target = types.get(name);
    if (!target) throw new Error(`a type mentioned is defined: ${name} is not`);
    return define(target);
  };
  const define = (target: RecordSchema): RecordSchema => {
    defined.add(target.name);
    return {
      ...target,
      fields: target.fields.map((field) => ({ ...field, type: expand(field.type) })),
    };
  };
  return define(record);
}
