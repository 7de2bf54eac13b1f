import type { RecordSchema, TypeSchema } from './schema-model.ts';
import { kindOf } from './schema-model.ts';

export interface Vocabulary {
  /** Name of the literal union, such as ChangeType. */
  readonly typeName: string;
  /** Name of the array of its words, such as CHANGE_TYPES. */
  readonly arrayName: string;
  readonly values: readonly string[];
  readonly doc: string;
}

interface Use {
  readonly type: string;
  readonly field: string;
  readonly doc: string;
  readonly values: readonly string[];
}

/**
 * Names each closed list of words, keyed by its words. A list used by one type bears that type's name (OutcomeKind); one
 * that several types share bears the shortest field name that uses it (Fact, Benefit).
 */
export function nameVocabularies(
  types: ReadonlyMap<string, RecordSchema>,
): ReadonlyMap<string, Vocabulary> {
  const byWords = new Map<string, Use[]>();
  for (const use of usesOf(types)) {
    const key = vocabularyKey(use.values);
    byWords.set(key, [...(byWords.get(key) ?? []), use]);
  }
  const named = new Map<string, Vocabulary>();
  const taken = new Map<string, string>();
  for (const [key, uses] of byWords) {
    const typeName = nameOf(uses);
    const other = taken.get(typeName);
    if (other !== undefined || types.has(typeName)) {
      throw new Error(
        `a name means one list: ${typeName} would mean ${key} and ${other ?? 'a record'}`,
      );
    }
    taken.set(typeName, key);
    const first = uses[0] as Use;
    named.set(key, {
      typeName,
      arrayName: constantCase(pluralOf(typeName)),
      values: first.values,
      doc: first.doc,
    });
  }
  return named;
}

export function vocabularyKey(values: readonly string[]): string {
  return values.join('|');
}

/** The words that a field's type allows, or null when it is open. */
function wordsOf(type: TypeSchema): readonly string[] | null {
  const kind = kindOf(type);
  if (kind.kind === 'nullable') return wordsOf(kind.inner);
  if (kind.kind === 'array') return wordsOf(kind.array.items);
  return kind.kind === 'scalar' ? (kind.scalar.values ?? null) : null;
}

function usesOf(types: ReadonlyMap<string, RecordSchema>): readonly Use[] {
  return [...types.values()].flatMap((record) =>
    record.fields.flatMap((field) => {
      const values = wordsOf(field.type);
      return values ? [{ type: record.name, field: field.name, doc: field.doc ?? '', values }] : [];
    }),
  );
}

function nameOf(uses: readonly Use[]): string {
  const owners = new Set(uses.map(({ type }) => type.replace(AS_TOLD, '')));
  const fields = [...new Set(uses.map(({ field }) => field))];
  const [field = ''] = fields.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const [owner = ''] = owners;
  const own = capitalise(field);
  return owners.size > 1 ? own : owner + own;
}

/** A type as an agency tells it and the one that intake makes of it are the same thing: SubmittedIdentity, Identity. */
const AS_TOLD = /^Submitted/;

const capitalise = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

const constantCase = (name: string): string =>
  name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

function pluralOf(name: string): string {
  if (/(ed|By)$/.test(name)) return name;
  if (/(s|x|ch|sh)$/.test(name)) return `${name}es`;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}
