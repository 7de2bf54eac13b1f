import type {
  ArraySchema,
  FieldSchema,
  RecordSchema,
  ScalarSchema,
  TypeSchema,
} from '../generate/schema-model.ts';
import type { EvolutionBreak, EvolutionRule } from './evolution-break.ts';

interface EnumSchema extends ScalarSchema {
  readonly symbols: readonly string[];
  readonly default?: string;
}
interface MapSchema {
  readonly type: 'map';
  readonly values: TypeSchema;
}
interface DecimalSchema extends ScalarSchema {
  readonly precision?: number;
  readonly scale?: number;
}

type Report = (rule: EvolutionRule, path: string, says: string) => void;

/**
 * Where two versions of a record, each complete in itself, cannot both read what the other wrote, and where they could but would
 * misread it (Avro 1.12, "Schema Resolution", and the bus's own rules). Pure.
 */
export function compareSchemas(
  earlier: RecordSchema,
  next: RecordSchema,
): readonly EvolutionBreak[] {
  const breaks: EvolutionBreak[] = [];
  const names = { was: namedTypes(earlier), now: namedTypes(next) };
  const met = new Set<string>();
  const report: Report = (rule, path, says) => breaks.push({ rule, path, says });

  function compare(wasGiven: TypeSchema, nowGiven: TypeSchema, path: string): void {
    const was = resolve(wasGiven, names.was);
    const now = resolve(nowGiven, names.now);
    if (shapeOf(was) !== shapeOf(now)) {
      report('type-changed', path, `it was ${describe(was)}, and is ${describe(now)}`);
    } else if (isUnion(was) && isUnion(now)) compareUnions(was, now, path);
    else if (isRecord(was) && isRecord(now)) compareRecords(was, now, path);
    else if (isArray(was) && isArray(now)) compare(was.items, now.items, `${path}[]`);
    else if (isMap(was) && isMap(now)) compare(was.values, now.values, `${path}{}`);
    else if (isEnum(was) && isEnum(now)) compareEnums(was, now, path, report);
    else compareScalars(was as ScalarSchema, now as ScalarSchema, path, report);
  }

  function compareUnions(was: readonly TypeSchema[], now: readonly TypeSchema[], path: string) {
    for (const [index, branch] of was.entries()) {
      if (index < now.length) compare(branch, now[index] as TypeSchema, path);
    }
    if (was.length !== now.length)
      report('type-changed', path, `a union of ${was.length} types has ${now.length}`);
  }

  function compareRecords(was: RecordSchema, now: RecordSchema, path: string): void {
    // A type that mentions itself is compared once.
    const pair = `${was.name} ${now.name} ${path === was.name ? '' : path}`;
    if (met.has(pair) || path.split('.').length > DEPTH_MAX) return;
    met.add(pair);
    if (was.name !== now.name) report('name-changed', path, `${was.name} became ${now.name}`);
    if (was.namespace !== now.namespace) {
      report('namespace-changed', path, `${was.namespace} became ${now.namespace}`);
    }
    const before = new Map(was.fields.map((field) => [field.name, field]));
    const after = new Map(now.fields.map((field) => [field.name, field]));
    for (const [name, field] of before) {
      const kept = after.get(name);
      if (kept !== undefined) compare(field.type, kept.type, `${path}.${name}`);
      else if (!hasDefault(field)) {
        report('removed-without-default', `${path}.${name}`, 'readers of before still need it');
      }
    }
    for (const [name, field] of after) {
      if (!before.has(name) && !hasDefault(field)) {
        report('added-without-default', `${path}.${name}`, 'what was written before lacks it');
      }
    }
  }

  compare(earlier, next, earlier.name);
  return breaks;
}

/** Schemas of the bus are far flatter; a type that mentions itself would go on for ever. */
const DEPTH_MAX = 20;

/** Every field of a record by its path, for what has been there before. */
export function listFields(record: RecordSchema): ReadonlySet<string> {
  const names = namedTypes(record);
  const found = new Set<string>();
  const visit = (given: TypeSchema, path: string): void => {
    const type = resolve(given, names);
    if (isUnion(type)) for (const branch of type) visit(branch, path);
    else if (isArray(type)) visit(type.items, `${path}[]`);
    else if (isMap(type)) visit(type.values, `${path}{}`);
    else if (isRecord(type) && path.split('.').length <= DEPTH_MAX) {
      for (const field of type.fields) {
        found.add(`${path}.${field.name}`);
        visit(field.type, `${path}.${field.name}`);
      }
    }
  };
  visit(record, record.name);
  return found;
}

/** Enums without a default that is one of their symbols: a symbol added later could not be read by who knows it not. */
export function findEnumsWithoutDefault(record: RecordSchema): readonly EvolutionBreak[] {
  const names = namedTypes(record);
  const found: EvolutionBreak[] = [];
  const visit = (given: TypeSchema, path: string): void => {
    const type = resolve(given, names);
    if (isUnion(type)) for (const branch of type) visit(branch, path);
    else if (isArray(type)) visit(type.items, `${path}[]`);
    else if (isMap(type)) visit(type.values, `${path}{}`);
    else if (isEnum(type) && !type.symbols.includes(type.default ?? '')) {
      found.push({ rule: 'enum-default', path, says: 'the enum has no default among its symbols' });
    } else if (isRecord(type) && path.split('.').length <= DEPTH_MAX) {
      for (const field of type.fields) visit(field.type, `${path}.${field.name}`);
    }
  };
  visit(record, record.name);
  return found;
}

function compareEnums(was: EnumSchema, now: EnumSchema, path: string, report: Report): void {
  const lost = was.symbols.filter((symbol) => !now.symbols.includes(symbol));
  const added = now.symbols.filter((symbol) => !was.symbols.includes(symbol));
  if (lost.length > 0) report('symbol-removed', path, `it lost ${lost.join(', ')}`);
  if (added.length > 0 && was.default === undefined) {
    report('symbol-added', path, `readers of before do not know ${added.join(', ')}`);
  }
}

function compareScalars(
  was: DecimalSchema,
  now: DecimalSchema,
  path: string,
  report: Report,
): void {
  if (was.logicalType !== now.logicalType) {
    const unit = ({ logicalType }: ScalarSchema) => logicalType ?? 'no logical type';
    report('logical-type-changed', path, `it was ${unit(was)}, and is ${unit(now)}`);
  } else if (was.scale !== now.scale || was.precision !== now.precision) {
    const size = ({ precision, scale = 0 }: DecimalSchema) => `(${precision}, ${scale})`;
    report('decimal-changed', path, `it was decimal${size(was)}, and is decimal${size(now)}`);
  }
  const lost = (was.values ?? []).filter((word) => now.values && !now.values.includes(word));
  if (lost.length > 0) report('word-removed', path, `it lost ${lost.join(', ')}`);
}

/** Named types by their name, wherever they are defined first. */
function namedTypes(record: RecordSchema): ReadonlyMap<string, TypeSchema> {
  const found = new Map<string, TypeSchema>();
  const visit = (type: TypeSchema): void => {
    if (typeof type === 'string') return;
    if (isUnion(type)) for (const branch of type) visit(branch);
    else if (isArray(type)) visit(type.items);
    else if (isMap(type)) visit(type.values);
    else {
      const name = (type as { readonly name?: string }).name;
      if (name !== undefined) found.set(name, type);
      if (isRecord(type)) for (const field of type.fields) visit(field.type);
    }
  };
  visit(record);
  return found;
}

function resolve(type: TypeSchema, names: ReadonlyMap<string, TypeSchema>): TypeSchema {
  if (typeof type === 'string') return names.get(type) ?? { type };
  // {"type": {"type": "string", …}} says the same as its inside.
  const inner = isUnion(type) ? undefined : type.type;
  return typeof inner === 'object' ? resolve(inner, names) : type;
}

const isUnion = (type: TypeSchema): type is readonly TypeSchema[] => Array.isArray(type);
const typeOf = (type: TypeSchema): unknown => (typeof type === 'string' ? type : Object(type).type);
const isRecord = (type: TypeSchema): type is RecordSchema => typeOf(type) === 'record';
const isArray = (type: TypeSchema): type is ArraySchema => typeOf(type) === 'array';
const isMap = (type: TypeSchema): type is MapSchema & TypeSchema => typeOf(type) === 'map';
const isEnum = (type: TypeSchema): type is EnumSchema => typeOf(type) === 'enum';
const hasDefault = (field: FieldSchema): boolean => 'default' in field;

const shapeOf = (type: TypeSchema): string => (isUnion(type) ? 'union' : String(typeOf(type)));

function describe(type: TypeSchema): string {
  if (isUnion(type)) return `one of ${type.map(describe).join(' or ')}`;
  return String(typeOf(type));
}
