import type { RecordSchema } from '../generate/schema-model.ts';
import { findBreaks } from '../registry/compatibility.ts';
import { compareSchemas, findEnumsWithoutDefault, listFields } from './compare-schemas.ts';
import type { EvolutionBreak } from './evolution-break.ts';

/** A version as it is known to its users, and the record in it; undefined where that was not there yet, or no longer. */
export interface RecordVersion {
  readonly name: string;
  readonly record: RecordSchema | undefined;
}

export interface RecordBreak {
  readonly found: EvolutionBreak;
  /** The version that it breaks with; undefined for what is wrong by itself. */
  readonly version?: string;
}

/**
 * What keeps one record, complete in itself, from following its versions (oldest first), as everybody's reader and everybody's
 * writer. It is asked before anything is shipped and again before anything is registered, since a registry may be less strict. Pure.
 */
export function findRecordBreaks(
  now: RecordSchema,
  versions: readonly RecordVersion[],
): readonly RecordBreak[] {
  const breaks = versions.flatMap(({ name, record }) =>
    record === undefined ? [] : compare(record, now).map((found) => ({ found, version: name })),
  );
  const byItself = findEnumsWithoutDefault(now).map((found) => ({ found }));
  return [...breaks, ...findReused(now, versions), ...byItself];
}

/** Our own comparison names the field; avsc's resolver is asked too, so that nothing that it refuses is let through. */
function compare(was: RecordSchema, now: RecordSchema): readonly EvolutionBreak[] {
  const breaks = compareSchemas(was, now);
  if (breaks.length > 0) return breaks;
  const versions = [{ version: 1, schema: JSON.stringify(was) }];
  return findBreaks('FULL_TRANSITIVE', JSON.stringify(now), versions).map((says) => ({
    rule: 'unreadable',
    path: now.name,
    says,
  }));
}

function findReused(now: RecordSchema, versions: readonly RecordVersion[]): readonly RecordBreak[] {
  const known = versions.flatMap(({ name, record }) =>
    record === undefined ? [] : [{ name, fields: listFields(record) }],
  );
  return [...listFields(now)].flatMap((path) => {
    const last = known.findLastIndex(({ fields }) => fields.has(path));
    const version = known[last];
    // Never there before, or there up to now.
    if (version === undefined || last === known.length - 1) return [];
    return [
      {
        found: { rule: 'name-reused' as const, path, says: 'a field of this name was removed' },
        version: version.name,
      },
    ];
  });
}
