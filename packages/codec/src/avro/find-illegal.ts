import type { Type } from 'avsc';
import type { TypeInternals } from './avsc-internals.ts';
import { BoundedArray, CheckedNullable } from './checked-shapes.ts';
import { CheckedScalar } from './checked-type.ts';

interface RecordInternals extends TypeInternals {
  readonly fields: readonly { readonly name: string; readonly type: TypeInternals }[];
}

/** Path of the first field that a value to be written breaks, such as `evidence.documents.0.type`; never the value. */
export function findInvalid(type: Type, value: unknown): string {
  let found = '';
  type.isValid(value, {
    errorHook: (path) => {
      found ||= path.join('.');
    },
  });
  return found;
}

/** Path of the first illegal value in a record that was read without checks. */
export function findIllegal(checked: Type, decoded: unknown): string | undefined {
  return walk(checked as unknown as TypeInternals, decoded, []);
}

/** A record that was read without checks, as the checked type would give it; what is illegal in it stays as it was written. */
export function finishAsFar(checked: Type, decoded: unknown): unknown {
  return finish(checked as unknown as TypeInternals, decoded);
}

function finish(type: TypeInternals, decoded: unknown): unknown {
  if (type instanceof CheckedNullable) return decoded === null ? null : finish(type.inner, decoded);
  if (type instanceof BoundedArray) {
    return (decoded as readonly unknown[]).map((item) => finish(type.items, item));
  }
  if (type instanceof CheckedScalar) return accepts(type, decoded) ? type.finish(decoded) : decoded;
  const record = decoded as Readonly<Record<string, unknown>>;
  const { fields } = type as RecordInternals;
  return Object.fromEntries(fields.map(({ name, type: of }) => [name, finish(of, record[name])]));
}

function walk(type: TypeInternals, decoded: unknown, path: readonly string[]): string | undefined {
  if (type instanceof CheckedNullable) {
    return decoded === null ? undefined : walk(type.inner, decoded, path);
  }
  if (type instanceof BoundedArray) {
    const items = decoded as readonly unknown[];
    if (items.length > type.maxItems) return path.join('.');
    return first(items, (item, index) => walk(type.items, item, [...path, String(index)]));
  }
  if (type instanceof CheckedScalar) return accepts(type, decoded) ? undefined : path.join('.');
  const { fields } = type as RecordInternals;
  const record = decoded as Readonly<Record<string, unknown>>;
  return first(fields, (field) => walk(field.type, record[field.name], [...path, field.name]));
}

function accepts(type: CheckedScalar, decoded: unknown): boolean {
  try {
    type.finish(decoded);
    return true;
  } catch {
    return false; // the answer asked for: this is the illegal value
  }
}

function first<T>(
  items: readonly T[],
  find: (item: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
